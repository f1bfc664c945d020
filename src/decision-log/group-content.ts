import { OUTCOMES, type Outcome } from '../domain/decision.js';
import { byteText, bytesOf, joined } from '../platform/byte-text.js';
import type { DecisionToLog, LoggedDecision } from './logged-decision.js';

/** What a group says of its decisions in clear. */
export interface GroupSummary {
  firstId: string;
  lastId: string;
  count: number;
  institutionIds: string[];
  rulebookHashes: string[];
  leastRevision: number;
  mostRevision: number;
  outcomes: Partial<Record<Outcome, number>>;
}

/** A group as it is digested and encrypted. */
export interface GroupContent {
  content: Buffer;
  summary: GroupSummary;
}

/** Who asked, under which law and from which state of the books: the same for many decisions of a group, so written once. */
type Origin = Pick<LoggedDecision, 'asker' | 'institutionId' | 'rulebookHash' | 'revision'>;

const LINE_FEED = 0x0a;
const LINES_OF_A_DECISION = 3;

/**
 * Writes decisions as lines of JSON (UTF-8): the origins in one array, then of each decision `[id, outcome, decidedAt in ms,
 * index of its origin]`, its input and its answer, both as they are. Strings are joined and nothing is parsed: it runs for every answer.
 *
 * @throws {Error} for none, or for an input or answer of several lines
 */
export function contentOf(decisions: readonly DecisionToLog[]): GroupContent {
  const [first] = decisions;
  if (first === undefined) throw new Error('A group holds at least one decision');
  const origins = new Origins();
  const outcomes: Partial<Record<Outcome, number>> = {};
  let firstId = first.id;
  let lastId = first.id;
  let lines = '';
  for (const decision of decisions) {
    const { id, outcome, decidedAt, input, answer } = decision;
    lines += `\n["${id}","${outcome}",${decidedAt.getTime()},${origins.indexOf(decision)}]\n${input}\n${answer}`;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (id < firstId) firstId = id;
    if (id > lastId) lastId = id;
  }
  const content = bytesOf(joined(byteText(JSON.stringify(origins.known)) + lines));
  if (lineFeedsIn(content) !== decisions.length * LINES_OF_A_DECISION)
    throw new Error('Input and answer are one line of JSON each');
  return {
    content,
    summary: { firstId, lastId, count: decisions.length, outcomes, ...origins.summary() },
  };
}

/** The decisions of a content, in the order in which they were written. @throws {Error} for what {@link contentOf} did not write */
export function decisionsIn(content: Buffer): LoggedDecision[] {
  const lines = linesOf(content);
  const origins: readonly Origin[] = JSON.parse(lines[0] ?? '');
  const decisions: LoggedDecision[] = [];
  for (let at = 1; at < lines.length; at += LINES_OF_A_DECISION) {
    const [head, input, answer] = [lines[at], lines[at + 1], lines[at + 2]];
    if (head === undefined || input === undefined || answer === undefined) throw new Error('A group is cut off');
    const [id, outcome, decidedAtMs, origin]: readonly [string, Outcome, number, number] = JSON.parse(head);
    const shared = origins[origin];
    if (shared === undefined || !OUTCOMES.includes(outcome)) throw new Error(`Decision ${id} has no origin or outcome`);
    decisions.push({ id, decidedAt: new Date(decidedAtMs), ...shared, outcome, input, answer });
  }
  return decisions;
}

function lineFeedsIn(content: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(LINE_FEED); at !== -1; at = content.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

function linesOf(content: Buffer): string[] {
  const lines: string[] = [];
  for (let from = 0; from <= content.length;) {
    const end = content.indexOf(LINE_FEED, from);
    const to = end === -1 ? content.length : end;
    lines.push(content.toString('utf8', from, to));
    from = to + 1;
  }
  return lines;
}

/** The origins of a group, each once. */
class Origins {
  readonly known: Origin[] = [];
  /** Indexes by asker: mostly one of each. */
  private readonly indexes = new Map<string, number[]>();

  indexOf(decision: Origin): number {
    const { asker } = decision;
    let indexes = this.indexes.get(asker);
    if (indexes === undefined) this.indexes.set(asker, (indexes = []));
    for (const index of indexes) if (isSame(this.known[index], decision)) return index;
    const { institutionId, rulebookHash, revision } = decision;
    indexes.push(this.known.length);
    return this.known.push({ asker, institutionId, rulebookHash, revision }) - 1;
  }

  summary(): Pick<GroupSummary, 'institutionIds' | 'rulebookHashes' | 'leastRevision' | 'mostRevision'> {
    const revisions = this.known.map(({ revision }) => revision);
    return {
      institutionIds: [...new Set(this.known.map(({ institutionId }) => institutionId))].sort(),
      rulebookHashes: [...new Set(this.known.map(({ rulebookHash }) => rulebookHash))].sort(),
      leastRevision: Math.min(...revisions),
      mostRevision: Math.max(...revisions),
    };
  }
}

function isSame(left: Origin | undefined, right: Origin): boolean {
  return (
    left?.revision === right.revision &&
    left.rulebookHash === right.rulebookHash &&
    left.institutionId === right.institutionId
  );
}
