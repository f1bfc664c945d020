import type { Answer, DecisionInput, Reason, SanctionRecord } from '../domain/decision.js';
import { weakestConfidence } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { Facts } from '../domain/facts.js';
import { localDateOfWrittenInstant } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { evaluateCompiled } from './compile.js';
import type { FactRow } from './compiled-condition.js';
import { consolidationOn } from './consolidation.js';
import type { Chapter, ChapterRule, QuestionLaw } from './consolidation.js';
import type { Evaluation, Evaluator } from './evaluate.js';
import { appealed, byWeight, doubted, softened, undated } from './reasons.js';
import type { TextLanguage } from './reasons.js';
import type { DecisionRule, Rulebook, Text } from './rulebook.js';
import { decisionFacts, generalFacts, isInForce, isLifted, sanctionFacts } from './vectors.js';

/** One rule that was asked, with the values it read. Stored with the decision. */
export interface TraceStep {
  rule: string;
  /** First day of the version that was read. */
  from: LocalDate;
  /** Absent for rules about a card or a name. */
  sanctionId?: string;
  values: Evaluation['values'];
  fired: boolean;
  /** The exception that took its place. */
  excusedBy?: string;
}

export interface Decision {
  answer: Answer;
  trace: TraceStep[];
}

/** A question on its day, with the law that answers it. */
interface Asking {
  input: DecisionInput;
  day: LocalDate;
  language: TextLanguage;
  law: QuestionLaw;
}

/** The rules to ask about one sanction, about the card or about the name, and the facts they are asked about. */
interface Hearing {
  chapter: Chapter;
  row: FactRow;
  /** Which of the rules of the chapter fire, in their order. */
  fired: readonly boolean[];
  sanction: SanctionRecord | undefined;
  isCumulated: boolean;
  /** Whether the law leaves open when the sanction began, and with it until when it runs. */
  isStartDoubted: boolean;
}

/** What became of one rule in a hearing. */
interface Firing {
  hearing: Hearing;
  entry: ChapterRule;
  /** The term of the rule's measure under the sanction. */
  term: MeasureTerm | undefined;
  fired: boolean;
  values: Evaluation['values'];
  /** The exception that took its place. */
  excusedBy: string | undefined;
  /** An exception without a rule to except: nothing was restricted, so it has nothing to say. */
  isIdle: boolean;
}

const NO_FACTS: Facts = Object.freeze({});
const noFacts = (): Facts => NO_FACTS;
const NO_LIMITS: readonly Text[] = [];
const NO_VALUES: Evaluation['values'] = Object.freeze({});

/**
 * Answers a question: a pure function of request, sanctions, card facts, rulebook and day.
 *
 * For each sanction the rules of its regime for the question whose measure is in force on the day (or has ended, for
 * what follows a term) are asked; where a rule and its exception both fire, the exception stands. Rules about the card
 * and the name follow. The worst outcome wins; nothing depends on the order of anything.
 *
 * @throws {Problem} `question-unknown`; `day-before-rulebook` before the first formalised day
 * @throws {Error} for a sanction of a regime the rulebook does not know, and for facts that are not of their types: no
 * answer is given then, neither ALLOW nor DENY
 */
export function decideNow(rulebook: Rulebook, input: DecisionInput): Decision {
  const asking = askingOf(rulebook, input);
  const firings: Firing[] = [];
  for (const hearing of hearingsOf(asking, true)) {
    hear(asking, hearing, firings, hearing.fired, (entry) => entry.valuesRead(hearing.row));
  }
  return { answer: answerOf(asking, firings), trace: firings.map(traceStep) };
}

/** The answer of {@link decideNow} alone, where nobody will ask how it came about. */
export function answerNow(rulebook: Rulebook, input: DecisionInput): Answer {
  const asking = askingOf(rulebook, input);
  const firings: Firing[] = [];
  for (const hearing of hearingsOf(asking, false)) hear(asking, hearing, firings, hearing.fired, undefined);
  return answerOf(asking, firings);
}

/** {@link decideNow} with another evaluator: every one gives the same answer. @throws whatever it refuses */
export async function decide(
  rulebook: Rulebook,
  input: DecisionInput,
  evaluator: Evaluator = evaluateCompiled,
): Promise<Decision> {
  const asking = askingOf(rulebook, input);
  const firings: Firing[] = [];
  for (const hearing of hearingsOf(asking, true)) {
    const { chapter, sanction } = hearing;
    const facts = sanction === undefined ? generalFacts(input) : decisionFacts(input, sanction);
    const results = await evaluator(chapter.evaluable, { ...chapter.scope, facts });
    const fired = chapter.rules.map(({ rule }, index) => {
      // A rule without a result must not pass for one that did not fire.
      if (results[index]?.rule !== rule.id) throw new Error(`no result for rule ${rule.id}`);
      return results[index].fired;
    });
    hear(asking, hearing, firings, fired, (_entry, index) => results[index]?.values ?? NO_VALUES);
  }
  return { answer: answerOf(asking, firings), trace: firings.map(traceStep) };
}

function askingOf(rulebook: Rulebook, input: DecisionInput): Asking {
  if (!Object.hasOwn(rulebook.catalogue.questions, input.question)) throw new Problem('question-unknown');
  const day = localDateOfWrittenInstant(input.asOf);
  if (day < rulebook.firstDay) throw new Problem('day-before-rulebook', { firstDay: rulebook.firstDay });
  const law = consolidationOn(rulebook, day).on(input.question);
  return { input, day, law, language: input.language === 'en' ? 'en' : 'zh' };
}

/** @param isTraced whether what does not fire is heard too */
function hearingsOf({ input, law, day }: Asking, isTraced: boolean): Hearing[] {
  const isAnyLifted = input.sanctions.some((sanction) => isLifted(sanction, input.asOf));
  const sanctions = isAnyLifted ? input.sanctions.filter((one) => !isLifted(one, input.asOf)) : input.sanctions;
  const hearings: Hearing[] = [];
  if (sanctions.length === 0 && law.ofCard.length === 0) return hearings;
  const general = generalFacts(input);
  for (const sanction of sanctions) {
    const chapter = law.under(sanction.regime);
    if (chapter.rules.length === 0) continue;
    const row = chapter.rowOf(general, () => sanctionFacts(sanction, input, day));
    const fired = chapter.fired(row);
    if (!isTraced && !fired.includes(true)) continue;
    const isCumulated = sanctions.some((other) => other !== sanction && other.regime === sanction.regime);
    const isStartDoubted = law.doubts.start !== undefined && sanction.startsOn === sanction.identifiedOn;
    hearings.push({ chapter, row, fired, sanction, isCumulated, isStartDoubted });
  }
  const hearInGeneral = (chapter: Chapter) => {
    const row = chapter.rowOf(general, noFacts);
    const fired = chapter.fired(row);
    if (!isTraced && !fired.includes(true)) return;
    hearings.push({ chapter, row, fired, sanction: undefined, isCumulated: false, isStartDoubted: false });
  };
  law.ofCard.forEach(hearInGeneral);
  if (sanctions.some((sanction) => isInForce(sanction, day))) law.ofName.forEach(hearInGeneral);
  return hearings;
}

/**
 * Adds what became of the rules of a hearing to the firings; a rule whose measure is not due has nothing to say.
 *
 * @param valuesOf absent where nobody wants a trace
 */
function hear(
  { day }: Asking,
  hearing: Hearing,
  firings: Firing[],
  fired: readonly boolean[],
  valuesOf: ((entry: ChapterRule, index: number) => Evaluation['values']) | undefined,
): void {
  const { chapter, sanction } = hearing;
  const first = firings.length;
  chapter.rules.forEach((entry, index) => {
    const hasFired = fired[index] === true;
    // Without a trace, a rule that did not fire leaves none.
    if (!hasFired && valuesOf === undefined) return;
    const term = dueTerm(entry.rule, hearing, day);
    if (sanction !== undefined && term === undefined) return;
    const values = valuesOf?.(entry, index) ?? NO_VALUES;
    firings.push({ hearing, entry, term, fired: hasFired, values, excusedBy: undefined, isIdle: false });
  });
  if (chapter.hasExceptions) markExceptions(firings.slice(first));
}

/** Marks what is excused: an exception counts only where a rule it excepts fired too, and an exception can be excepted. */
function markExceptions(firings: readonly Firing[]): void {
  const fired = firings.filter((firing) => firing.fired);
  const excuseOf = (id: string): string | undefined =>
    fired.find(({ entry }) => entry.rule.exceptTo?.includes(id) === true && excuseOf(entry.rule.id) === undefined)
      ?.entry.rule.id;
  for (const firing of fired) {
    const { exceptTo = [] } = firing.entry.rule;
    firing.excusedBy = excuseOf(firing.entry.rule.id);
    firing.isIdle = exceptTo.length > 0 && !fired.some(({ entry }) => exceptTo.includes(entry.rule.id));
  }
}

function answerOf(asking: Asking, firings: readonly Firing[]): Answer {
  const standing = firings.filter(stands);
  const reasons = reasonsOf(asking, standing);
  // The weightiest reason comes first: the worst outcome, and of its reasons the one that lasts longest.
  const [weightiest] = reasons;
  const outcome = weightiest?.effect ?? 'ALLOW';
  const answer: Answer = {
    outcome,
    reasons,
    excused: excusedAmong(firings),
    limits: outcome === 'DENY' ? [] : limitsOf(standing, asking.language),
    weakestConfidence: weakestConfidence(reasons.map((reason) => reason.confidence)),
  };
  if (weightiest?.lastDay !== undefined) answer.lastDay = weightiest.lastDay;
  return answer;
}

function reasonsOf({ law, language }: Asking, standing: readonly Firing[]): Reason[] {
  const softening = standing.find(({ hearing, entry }) => hearing.chapter.source === 'identity' && entry.rule.softens)
    ?.entry.sentence[language];
  const reasons: Reason[] = [];
  let isSilent = true;
  for (const firing of standing) {
    const reason = reasonOf(firing, law, language);
    const isOfSanction = firing.term !== undefined;
    if (isOfSanction) isSilent = false;
    reasons.push(isOfSanction && softening !== undefined ? softened(reason, softening) : reason);
  }
  if (isSilent && law.presumption !== undefined) {
    const presumed = law.presumption[language](undefined);
    reasons.push(softening === undefined ? presumed : softened(presumed, softening));
  }
  return reasons.length < 2 ? reasons : reasons.sort(byWeight);
}

function stands({ fired, excusedBy, isIdle }: Firing): boolean {
  return fired && excusedBy === undefined && !isIdle;
}

function reasonOf({ hearing, entry, term }: Firing, law: QuestionLaw, language: TextLanguage): Reason {
  const { sanction, isCumulated, isStartDoubted } = hearing;
  if (sanction === undefined || term === undefined) return entry.reason[language](undefined);
  const reason = entry.reason[language]({ sanction, term, isCumulated });
  const isLeave = law.presumption !== undefined;
  const { start, appeal } = law.doubts;
  const begun = isStartDoubted && start !== undefined ? undated(doubted(reason, start[language], isLeave)) : reason;
  if (sanction.appeal !== 'pending') return begun;
  return appeal === undefined ? appealed(begun) : { ...doubted(begun, appeal[language], isLeave), appeal: 'pending' };
}

function excusedAmong(firings: readonly Firing[]): string[] {
  const excused: string[] = [];
  for (const { entry, excusedBy } of firings)
    if (excusedBy !== undefined) excused.push(`${entry.rule.id} ← ${excusedBy}`);
  return excused.length < 2 ? excused : [...new Set(excused)].toSorted();
}

function limitsOf(standing: readonly Firing[], language: TextLanguage): string[] {
  const limits: string[] = [];
  for (const { entry } of standing) for (const limit of entry.rule.limits ?? NO_LIMITS) limits.push(limit[language]);
  return limits.length < 2 ? limits : [...new Set(limits)];
}

function dueTerm(rule: DecisionRule, hearing: Hearing, day: LocalDate): MeasureTerm | undefined {
  return hearing.sanction?.measures.find(
    (term) => term.measure === rule.measure && isDue(rule, term, day, hearing.isStartDoubted),
  );
}

function isDue(rule: DecisionRule, term: MeasureTerm, day: LocalDate, isStartDoubted: boolean): boolean {
  // Nobody knows whether a term has ended of which nobody knows when it began.
  if (isStartDoubted) return rule.when !== 'ended' && term.firstDay <= day;
  return rule.when === 'ended' ? term.lastDay < day : term.firstDay <= day && day <= term.lastDay;
}

function traceStep({ hearing: { sanction }, entry, values, fired, excusedBy }: Firing): TraceStep {
  const step: TraceStep = { rule: entry.rule.id, from: entry.from, values, fired };
  if (sanction !== undefined) step.sanctionId = sanction.id;
  if (excusedBy !== undefined) step.excusedBy = excusedBy;
  return step;
}
