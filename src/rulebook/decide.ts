import type { Answer, DecisionInput, Reason, SanctionRecord } from '../domain/decision.js';
import { weakestConfidence, worstOutcome } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import { DECISION_FACTS } from '../domain/facts.js';
import type { Facts, FactType } from '../domain/facts.js';
import { localDateOf } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { evaluate } from './evaluate.js';
import type { Evaluation, Evaluator } from './evaluate.js';
import { Plans } from './plans.js';
import { byWeight, generalReason, presumedReason, reasonOf, softened } from './reasons.js';
import type { Firing } from './reasons.js';
import type { Condition, DecisionRule, GeneralRuleFile, Rulebook } from './rulebook.js';
import { decisionFacts, GENERAL_FACTS, generalFacts } from './vectors.js';

const PLANS = new Plans<DecisionRule>();
const NO_CONDITIONS: Readonly<Record<string, Condition>> = {};

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

/** What every step of one decision needs. */
interface Asking {
  rulebook: Rulebook;
  input: DecisionInput;
  day: LocalDate;
  evaluator: Evaluator;
}

/**
 * Answers a question: a pure function of request, sanctions, card facts, rulebook and day.
 *
 * For each sanction the rules of its regime for the question whose measure is in force on the day (or has ended, for
 * what follows a term) are evaluated; where a rule and its exception both fire, the exception stands. Rules about the
 * card and the name follow. The worst outcome wins; nothing depends on the order of anything.
 *
 * @param evaluator how conditions are evaluated; every evaluator gives the same answer
 * @throws {Problem} `question-unknown`; `day-before-rulebook` before the first formalised day
 * @throws {Error} for a sanction of a regime the rulebook does not know, and whatever the evaluator refuses: no answer is
 * given then, neither ALLOW nor DENY
 */
export async function decide(
  rulebook: Rulebook,
  input: DecisionInput,
  evaluator: Evaluator = evaluate,
): Promise<Decision> {
  const question = Object.hasOwn(rulebook.catalogue.questions, input.question)
    ? rulebook.catalogue.questions[input.question]
    : undefined;
  if (question === undefined) throw new Problem('question-unknown');
  const day = localDateOf(new Date(input.asOf));
  if (day < rulebook.firstDay) throw new Problem('day-before-rulebook', { firstDay: rulebook.firstDay });
  const asking: Asking = { rulebook, input, day, evaluator };

  const ofSanctions: Firing[] = [];
  for (const sanction of input.sanctions) ofSanctions.push(...(await firingsUnder(asking, sanction)));
  const ofCard = isCardListed(input) ? await generalFirings(asking, 'card') : [];
  const ofName = input.sanctions.some((sanction) => isInForce(sanction, day))
    ? await generalFirings(asking, 'identity')
    : [];

  const identity = ofName.filter(stands);
  const softening = identity.find((firing) => firing.rule.softens === true);
  const context = { rulebook, input, day };
  const sanctionReasons = ofSanctions.filter(stands).map((firing) => reasonOf(context, firing));
  if (sanctionReasons.length === 0 && question.presumption !== undefined) {
    sanctionReasons.push(presumedReason(context, question.presumption));
  }
  const reasons = [
    ...(softening === undefined
      ? sanctionReasons
      : sanctionReasons.map((reason) => softened(context, reason, softening.rule))),
    ...[...ofCard.filter(stands), ...identity].map((firing) => generalReason(context, firing)),
  ].toSorted(byWeight);
  const firings = [...ofSanctions, ...ofCard, ...ofName];
  return { answer: answerOf(asking, reasons, firings), trace: firings.map(traceStep) };
}

function answerOf({ input }: Asking, reasons: Reason[], firings: readonly Firing[]): Answer {
  const outcome = worstOutcome(reasons.map((reason) => reason.effect));
  const language = input.language === 'en' ? 'en' : 'zh';
  const limits = outcome === 'DENY' ? [] : firings.filter(stands).flatMap(({ rule }) => rule.limits ?? []);
  const lastDay = reasons
    .flatMap((reason) => (reason.effect === outcome && reason.lastDay !== undefined ? [reason.lastDay] : []))
    .toSorted()
    .at(-1);
  const excused = firings.flatMap(({ rule, excusedBy }) =>
    excusedBy === undefined ? [] : [`${rule.id} ← ${excusedBy}`],
  );
  return {
    outcome,
    reasons,
    excused: [...new Set(excused)].toSorted(),
    limits: [...new Set(limits.map((limit) => limit[language]))],
    weakestConfidence: weakestConfidence(reasons.map((reason) => reason.confidence)),
    ...(lastDay === undefined ? {} : { lastDay }),
  };
}

async function firingsUnder(asking: Asking, sanction: SanctionRecord): Promise<Firing[]> {
  const { rulebook, input, day } = asking;
  const loaded = rulebook.regimes.get(sanction.regime);
  if (loaded === undefined) throw new Error(`the rulebook has no regime ${sanction.regime}`);
  const firings = await fire(asking, loaded.decisions.get(input.question) ?? [], {
    facts: decisionFacts(input, sanction),
    types: DECISION_FACTS,
    conditions: loaded.conditions,
  });
  const due = firings.flatMap((firing) => {
    const { measure } = firing.rule;
    const term = sanction.measures.find(
      (candidate) => candidate.measure === measure && isDue(firing.rule, candidate, day),
    );
    return term === undefined ? [] : [{ ...firing, sanction, term }];
  });
  return withExceptions(due);
}

async function generalFirings(asking: Asking, scope: GeneralRuleFile['scope']): Promise<Firing[]> {
  const firings: Firing[] = [];
  for (const file of asking.rulebook.general.filter((file) => file.scope === scope)) {
    const all = await fire(asking, file.rules, {
      facts: generalFacts(asking.input),
      types: GENERAL_FACTS,
      conditions: file.conditions ?? NO_CONDITIONS,
    });
    const asked = all.filter(
      ({ rule }) => rule.questions.includes('*') || rule.questions.includes(asking.input.question),
    );
    firings.push(...withExceptions(asked.map((firing) => ({ ...firing, remedy: file.remedy }))));
  }
  return firings;
}

// Rules whose measure is not due are evaluated with the others and then dropped: the list an evaluator gets is the same
// object for every subject and day between two changes of the law, so that it can be compiled once.
async function fire(
  { rulebook, day, evaluator }: Asking,
  rules: readonly DecisionRule[],
  over: { facts: Facts; types: Readonly<Record<string, FactType>>; conditions: Readonly<Record<string, Condition>> },
): Promise<Firing[]> {
  const { inForce, evaluable, parameters } = PLANS.on(rulebook, rules, day);
  if (inForce.length === 0) return [];
  const results = await evaluator(evaluable, { ...over, parameters });
  return inForce.map(({ rule, version }, index) => {
    const result = results[index];
    // A rule without a result must not pass for one that did not fire.
    if (result?.rule !== rule.id) throw new Error(`no result for rule ${rule.id}`);
    return { rule, from: version.from, fired: result.fired, values: result.values };
  });
}

/** Marks what is excused: an exception counts only where a rule it excepts fired too, and an exception can be excepted. */
function withExceptions(firings: readonly Firing[]): Firing[] {
  const fired = firings.filter((firing) => firing.fired);
  const excuseOf = (id: string): string | undefined =>
    fired.find(({ rule }) => rule.exceptTo?.includes(id) === true && excuseOf(rule.id) === undefined)?.rule.id;
  return firings.map((firing) => {
    if (!firing.fired) return firing;
    const excusedBy = excuseOf(firing.rule.id);
    const exceptTo = firing.rule.exceptTo ?? [];
    const isIdle = exceptTo.length > 0 && !fired.some(({ rule }) => exceptTo.includes(rule.id));
    return { ...firing, isIdle, ...(excusedBy === undefined ? {} : { excusedBy }) };
  });
}

function stands(firing: Firing): boolean {
  return firing.fired && firing.excusedBy === undefined && firing.isIdle !== true;
}

function isDue(rule: DecisionRule, term: MeasureTerm, day: LocalDate): boolean {
  return rule.when === 'ended' ? term.lastDay < day : term.firstDay <= day && day <= term.lastDay;
}

function isInForce(sanction: SanctionRecord, day: LocalDate): boolean {
  return sanction.measures.some((term) => term.firstDay <= day && day <= term.lastDay);
}

function isCardListed({ card }: DecisionInput): boolean {
  return card.listing === 'implicated' || card.listing === 'suspicious';
}

function traceStep({ rule, from, sanction, values, fired, excusedBy }: Firing): TraceStep {
  return {
    rule: rule.id,
    from,
    ...(sanction === undefined ? {} : { sanctionId: sanction.id }),
    values,
    fired,
    ...(excusedBy === undefined ? {} : { excusedBy }),
  };
}
