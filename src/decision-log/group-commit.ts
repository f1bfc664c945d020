import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../domain/problem.js';
import type { LoggedDecision } from './logged-decision.js';

/** How large a group may get, and how many decisions may wait. */
export interface GroupLimits {
  decisions: number;
  /** Of input and answer. */
  characters: number;
  waiting: number;
}

type Grouped = Pick<LoggedDecision, 'id' | 'input' | 'answer'>;

/** Decisions of one caller that go into one group together. */
interface Piece<Decision> {
  decisions: readonly Decision[];
  characters: number;
  tick: string;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Hexadecimal digits of a UUIDv7 that name its tick of 2^16 ms. */
const TICK_DIGITS = 8;

/**
 * Group commit: a commit costs the same for one decision as for thousands, so whatever comes while one is under way is written
 * together by the next. Nobody waits for company that has not come. One group at a time, in the order of coming.
 */
export class GroupCommit<Decision extends Grouped> {
  private readonly queue: Piece<Decision>[] = [];
  private queued = 0;
  private running: Promise<void> | undefined;

  /** @param write resolves when the group is durable; if it throws, everybody in the group fails, and the next group is tried */
  constructor(
    private readonly write: (group: readonly Decision[]) => Promise<void>,
    private readonly limits: GroupLimits,
  ) {}

  /** Decisions that wait for a group. */
  get waiting(): number {
    return this.queued;
  }

  /**
   * Resolves when all of them are durable.
   *
   * @throws {Problem} `overloaded` when too many wait already; then none is written
   */
  async take(decisions: readonly Decision[]): Promise<void> {
    if (decisions.length === 0) return;
    if (this.queued > 0 && this.queued + decisions.length > this.limits.waiting) throw new Problem('overloaded');
    await Promise.all(this.pieces(decisions));
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Decisions of one caller, cut where a group must end. */
  private pieces(decisions: readonly Decision[]): Promise<void>[] {
    const pieces: Promise<void>[] = [];
    let from = 0;
    let characters = 0;
    let tick = '';
    for (const [at, decision] of decisions.entries()) {
      const size = sizeOf(decision);
      const isFull = at - from >= this.limits.decisions || characters + size > this.limits.characters;
      if (at > from && (isFull || tickOf(decision) !== tick)) {
        pieces.push(this.enqueue(decisions.slice(from, at), characters, tick));
        from = at;
        characters = 0;
      }
      tick = tickOf(decision);
      characters += size;
    }
    pieces.push(this.enqueue(decisions.slice(from), characters, tick));
    return pieces;
  }

  private enqueue(decisions: readonly Decision[], characters: number, tick: string): Promise<void> {
    return new Promise((done, failed) => {
      this.queue.push({ decisions, characters, tick, done, failed });
      this.queued += decisions.length;
      this.running ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    // Until the end of this turn of the loop: whoever asks in it comes along.
    await nextTurn();
    while (this.queue.length > 0) await this.commit(this.nextGroup());
    // In the same step as the last look at the queue: nobody can come in between and be left waiting.
    this.running = undefined;
  }

  private async commit(group: readonly Piece<Decision>[]): Promise<void> {
    try {
      await this.write(group.flatMap(({ decisions }) => decisions));
      for (const { done } of group) done();
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }

  /** Whoever came first, as many as fit and were made in the same tick, but at least one. */
  private nextGroup(): Piece<Decision>[] {
    let characters = 0;
    let decisions = 0;
    let count = 0;
    for (const piece of this.queue) {
      characters += piece.characters;
      decisions += piece.decisions.length;
      const isFull = decisions > this.limits.decisions || characters > this.limits.characters;
      if (count > 0 && (isFull || piece.tick !== this.queue[0]?.tick)) break;
      count += 1;
    }
    const group = this.queue.splice(0, count);
    for (const piece of group) this.queued -= piece.decisions.length;
    return group;
  }
}

function sizeOf({ input, answer }: Grouped): number {
  return input.length + answer.length;
}

function tickOf({ id }: Grouped): string {
  return id.slice(0, TICK_DIGITS);
}
