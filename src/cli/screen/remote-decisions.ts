import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '../../domain/problem.js';
import { NDJSON } from '../../platform/ndjson.js';
import { Interrupted, Refusal } from '../failure.js';
import type { AccessToken } from './access-token.js';
import { exchange, Unavailable } from './http-exchange.js';
import { parsed, readAnswer, sentenceOf, type LineAnswer } from './line-answer.js';

export interface RemoteSettings {
  /** Without a final slash. */
  readonly address: string;
  readonly language: Language;
  /** How long a service that does not answer is asked again. */
  readonly patienceMs: number;
  /** Aborted when the operator wants to stop. */
  readonly stop: AbortSignal;
  /** Told before each wait. */
  readonly onWait: (why: string, ms: number) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A single question that the service cannot answer is asked so often; a service that answers nobody, until patience ends. */
const QUESTION_ATTEMPTS = 3;
const TOO_MANY = 429;

/** The batch door of a service, asked over HTTP until it has answered. */
export class RemoteDecisions {
  private hasAnswered = false;
  private readonly nobodyWaits = new AbortController();

  constructor(
    private readonly token: AccessToken,
    private readonly settings: RemoteSettings,
  ) {}

  /**
   * Asks a group of questions; what the service could not answer for the moment is asked again.
   *
   * A group that breaks off is asked again as a whole: what was decided before is then decided, and logged, twice.
   *
   * @returns one answer per question, in order
   * @throws {Refusal} if the service refuses, or does not answer for too long; {@link Interrupted}
   */
  async ask(questions: readonly object[]): Promise<LineAnswer[]> {
    const answers: LineAnswer[] = [];
    const patience = new Patience(this.settings, AbortSignal.any([this.settings.stop, this.nobodyWaits.signal]));
    let open = questions.map((question, place) => ({ place, line: JSON.stringify(question) }));
    for (let attempt = 1; open.length > 0; attempt++) {
      const received = await this.answered(open.map(({ line }) => line).join('\n'), open.length, patience);
      for (const [index, { place }] of open.entries()) {
        const answer = received[index];
        if (answer !== undefined) answers[place] = answer;
      }
      open = open.filter(({ place }) => isWorthAsking(answers[place], attempt));
      const first = answers[open[0]?.place ?? -1];
      if (first !== undefined && 'problem' in first) await patience.wait(new Unavailable(first.problem.detail, true));
    }
    return answers;
  }

  /** Breaks off what is under way: nobody waits for it. */
  giveUp(): void {
    this.nobodyWaits.abort();
  }

  /** Until there is an answer to every line. */
  private async answered(lines: string, count: number, patience: Patience): Promise<LineAnswer[]> {
    for (let isSecondToken = false; ;) {
      try {
        const answer = await this.post(lines, count);
        this.hasAnswered = true;
        if (answer !== 'unauthenticated') return answer;
        if (isSecondToken) throw new Refusal('The service refuses the token it has just given');
        isSecondToken = true;
        this.token.forget();
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        // A service that has never been there is rather a wrong address.
        if (!this.hasAnswered && !error.isAnswer)
          throw new Refusal(`${this.settings.address} does not answer (${error.message}): is --url right?`);
        await patience.wait(error);
      }
    }
  }

  private async post(lines: string, count: number): Promise<LineAnswer[] | 'unauthenticated'> {
    const { address, language } = this.settings;
    const { signal } = this.nobodyWaits;
    const headers = {
      Authorization: `Bearer ${await this.token.get(signal)}`,
      'Content-Type': NDJSON,
      'Accept-Language': language,
    };
    const request = { method: 'POST', headers, body: `${lines}\n` };
    const { status, text } = await exchange(`${address}/v1/decisions/batch`, request, signal);
    if (status === 401) return 'unauthenticated';
    if (status !== 200) throw new Refusal(`The service refuses (${status}): ${sentenceOf(parsed(text))}`);
    const answers = text.split('\n').filter((line) => line !== '');
    if (answers.length !== count) throw new Unavailable('the answer broke off', true);
    return answers.map(readAnswer);
  }
}

/** A question without an answer, for a reason that may pass. */
function isWorthAsking(answer: LineAnswer | undefined, attempt: number): boolean {
  if (answer === undefined) return true;
  if (!('problem' in answer)) return false;
  const { status } = answer.problem;
  return status === TOO_MANY || (status >= 500 && attempt < QUESTION_ATTEMPTS);
}

/** Waits twice as long each time, not longer in all than the operator wants. */
class Patience {
  private waits = 0;
  private waitedMs = 0;

  constructor(
    private readonly settings: RemoteSettings,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws {Refusal} when patience is at its end, {@link Interrupted} when the operator stops */
  async wait({ message, retryAfterMs }: Unavailable): Promise<void> {
    const { address, patienceMs, onWait } = this.settings;
    // Two groups that were refused at the same moment do not come back at the same moment.
    const usual = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.waits) * (0.5 + Math.random() / 2);
    const ms = Math.round(retryAfterMs ?? usual);
    this.waits += 1;
    this.waitedMs += ms;
    if (this.waitedMs > patienceMs)
      throw new Refusal(
        `${address} cannot answer now (${message}). What is done is kept: start the same command later`,
      );
    onWait(message, ms);
    try {
      await delay(ms, undefined, { signal: this.signal });
    } catch {
      throw new Interrupted();
    }
  }
}
