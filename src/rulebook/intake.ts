import type { OrganLevel, RowCode, RowNote } from '../domain/designation.js';
import { ORGAN_LEVELS, ROW_NOTES } from '../domain/designation.js';
import { INTAKE_FACTS } from '../domain/facts.js';
import type { LocalDate } from '../domain/period.js';
import { evaluateCompiled } from './compile.js';
import type { Evaluator } from './evaluate.js';
import { classifier } from './fact-classes.js';
import { Plans } from './plans.js';
import type { Plan } from './plans.js';
import type { IntakeRule, LoadedRegime, Rulebook } from './rulebook.js';
import { termsOf } from './terms.js';
import { intakeFacts } from './vectors.js';
import type { UnplacedDesignation } from './vectors.js';

export type Sector = 'financial' | 'telecom';

/** What the law says of one row of a list. */
export interface Judgement {
  verdict: 'accepted' | 'rejected';
  /** Why it is refused: the first of {@link REJECTION_ORDER} that applies. */
  code?: RowCode;
  /** The place of the designation the refusal points at, as in the HTTP contract. */
  field?: string;
  /** What an approver should know about an accepted row. */
  notes: RowNote[];
  regime?: string;
  /** Only of accepted rows. */
  category?: string;
  /** The level an approver's organ must have. */
  requiredLevel: OrganLevel;
  /** The intake rules that fired, by id. */
  rules: string[];
}

/** Results of rule evaluations by class of facts. One per import; it belongs to one rulebook. */
export type IntakeMemo = Map<string, readonly string[]>;

/**
 * Which refusal is named if several apply: first what makes the row unreadable in time and place, then who identified,
 * then who was identified and for what, then what a further document could heal.
 */
export const REJECTION_ORDER = [
  'DATE_IN_FUTURE',
  'REGIME_UNDETERMINED',
  'REGIME_NOT_IN_FORCE',
  'ORGAN_LEVEL',
  'UNDER_AGE',
  'OFFENCE_NOT_COVERED',
  'NOT_PUNISHED',
  'ITEM_KIND_NOT_COVERED',
  'TIER_MISSING',
  'NEEDS_PROVINCE',
  'MISSING_FIELD',
  'TERM_EXCEEDS_MAXIMUM',
] as const satisfies readonly RowCode[];

interface Refusal {
  code: RowCode;
  field: string;
}

/**
 * Judges one row of a sanction list: which regime governs it, and whether that regime takes it.
 *
 * The regime is determined from the designation day, the organ's province and the sector of the list if the row does
 * not name it: exactly one must fit, of those that can be under it unnamed. The day of the rules and parameters is the designation day.
 *
 * @param on.today the day of the intake (Asia/Shanghai): no date may lie after it
 * @param on.sector the side the list comes from, where its template says so
 * @param memo share one over the rows of a file: rows of one class cost one evaluation
 */
export async function judgeDesignation(
  rulebook: Rulebook,
  designation: UnplacedDesignation,
  on: { today: LocalDate; sector?: Sector },
  memo: IntakeMemo = new Map(),
  evaluator: Evaluator = evaluateCompiled,
): Promise<Judgement> {
  const future = futureDate(designation, on.today);
  if (future !== undefined) return rejected(future);
  const regime = regimeOf(rulebook, designation, on.sector);
  if ('code' in regime) return rejected(regime);
  return judgeUnder(rulebook, regime, designation, designation.identifiedOn, memo, evaluator);
}

/**
 * Judges a designation by the intake rules of a regime, whether the regime governs it or not.
 *
 * @param lawOf the day of the rules and parameters
 * @param memo see {@link judgeDesignation}
 */
export async function judgeUnder(
  rulebook: Rulebook,
  regime: LoadedRegime,
  designation: UnplacedDesignation,
  lawOf: LocalDate,
  memo: IntakeMemo = new Map(),
  evaluator: Evaluator = evaluateCompiled,
): Promise<Judgement> {
  const fired = await firedRules(rulebook, regime, designation, lawOf, memo, evaluator);
  const refusals = fired.flatMap(({ effect }) =>
    'reject' in effect ? [{ code: effect.reject, field: effect.field }] : [],
  );
  const category = fired.flatMap(({ effect }) => ('category' in effect ? [effect.category] : []))[0];
  if (refusals.length === 0) {
    if (category === undefined) throw new Error(`no rule of ${regime.regime.id} gives this designation a category`);
    if (exceedsTerm(rulebook, regime.regime.id, category, designation, lawOf)) {
      refusals.push({ code: 'TERM_EXCEEDS_MAXIMUM', field: 'termYears' });
    }
  }
  const rules = fired.map((rule) => rule.id);
  const first = refusals.toSorted((left, right) => rank(left.code) - rank(right.code))[0];
  if (first !== undefined) return { ...rejected(first), regime: regime.regime.id, rules };
  return {
    verdict: 'accepted',
    regime: regime.regime.id,
    ...(category === undefined ? {} : { category }),
    notes: ROW_NOTES.filter((note) => fired.some(({ effect }) => 'note' in effect && effect.note === note)),
    requiredLevel: highestLevel(fired),
    rules,
  };
}

function rejected(refusal: Refusal): Judgement {
  return { verdict: 'rejected', ...refusal, notes: [], requiredLevel: 'city', rules: [] };
}

function rank(code: RowCode): number {
  const place = REJECTION_ORDER.findIndex((known) => known === code);
  return place < 0 ? REJECTION_ORDER.length : place;
}

function futureDate(designation: UnplacedDesignation, today: LocalDate): Refusal | undefined {
  const dates = {
    identifiedOn: designation.identifiedOn,
    noticeServedOn: designation.noticeServedOn,
    'conviction.judgedOn': designation.conviction?.judgedOn,
    conductOn: designation.conductOn,
  };
  const field = Object.entries(dates).find(([, day]) => day !== undefined && day > today)?.[0];
  return field === undefined ? undefined : { code: 'DATE_IN_FUTURE', field };
}

/** The one regime that governs a designation, or why there is none. */
function regimeOf(rulebook: Rulebook, designation: UnplacedDesignation, sector?: Sector): LoadedRegime | Refusal {
  if (designation.regime !== undefined) {
    const named = rulebook.regimes.get(designation.regime);
    if (named === undefined) return { code: 'REGIME_UNDETERMINED', field: 'regime' };
    return governs(named, designation) ? named : { code: 'REGIME_NOT_IN_FORCE', field: 'identifiedOn' };
  }
  const inForce = [...rulebook.regimes.values()].filter(
    (loaded) =>
      loaded.regime.governs.byName !== true &&
      governs(loaded, designation) &&
      (sector === undefined || loaded.regime.sectors.includes(sector)),
  );
  const [only, ...others] = inForce;
  if (only === undefined) return { code: 'REGIME_NOT_IN_FORCE', field: 'identifiedOn' };
  return others.length === 0 ? only : { code: 'REGIME_UNDETERMINED', field: 'regime' };
}

function governs({ regime }: LoadedRegime, designation: UnplacedDesignation): boolean {
  const { from, to } = regime.governs;
  const day = designation.identifiedOn;
  const isThere = regime.territory === 'CN' || designation.identifyingOrgan.code.startsWith(regime.territory);
  return isThere && from <= day && (to === undefined || day <= to);
}

function exceedsTerm(
  rulebook: Rulebook,
  regime: string,
  category: string,
  { termYears }: UnplacedDesignation,
  lawOf: LocalDate,
): boolean {
  if (termYears === undefined) return false;
  const longest = Math.max(...Object.values(termsOf(rulebook, { regime, category, identifiedOn: lawOf })));
  return termYears > longest;
}

function highestLevel(fired: readonly IntakeRule[]): OrganLevel {
  const levels = fired.flatMap(({ effect }) => ('approvalLevel' in effect ? [effect.approvalLevel] : []));
  return ORGAN_LEVELS.findLast((level) => levels.includes(level)) ?? 'city';
}

const PLANS = new Plans<IntakeRule>();
const CLASSIFIERS = new WeakMap<Plan<IntakeRule>, ReturnType<typeof classifier>>();

async function firedRules(
  rulebook: Rulebook,
  { regime, intake, conditions }: LoadedRegime,
  designation: UnplacedDesignation,
  lawOf: LocalDate,
  memo: IntakeMemo,
  evaluator: Evaluator,
): Promise<readonly IntakeRule[]> {
  const facts = intakeFacts(rulebook.catalogue, designation);
  const plan = PLANS.on(rulebook, intake.rules, lawOf);
  const classify = CLASSIFIERS.get(plan) ?? classifier(intake, plan.parameters);
  CLASSIFIERS.set(plan, classify);
  const key = `${regime.id}|${plan.since}|${classify(facts)}`;
  let fired = memo.get(key);
  if (fired === undefined) {
    const context = { conditions, parameters: plan.parameters, facts, types: INTAKE_FACTS };
    const results = await evaluator(plan.evaluable, context);
    fired = results.filter((result) => result.fired).map((result) => result.rule);
    memo.set(key, fired);
  }
  const ids = new Set(fired);
  return intake.rules.filter((rule) => ids.has(rule.id));
}
