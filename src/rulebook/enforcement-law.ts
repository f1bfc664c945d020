import type { CampaignKind, TimeAllowed } from '../domain/campaign.js';
import { CAMPAIGN_FACTS } from '../domain/campaign.js';
import type { CardOrderKind, OrderTerm } from '../domain/card-order.js';
import type { Facts } from '../domain/facts.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { compileCondition } from './compiled-condition.js';
import { rowOf } from './fact-row.js';
import { numberOn, parameterEntry, parametersOn } from './parameters.js';
import type { Citation, Parameter, Rulebook, RuleVersion, Text } from './rulebook.js';
import { versionOn } from './versions.js';
import type { Mark } from '../domain/decision.js';

interface Ruled {
  title: Text;
  /** Of the catalogue: what the directive imposes. */
  measure: string;
  basis: readonly Citation[];
  mark: Mark;
  reviewedOn: LocalDate;
}

/** What an order on a card is. `term`: the parameter, in hours or months, of one term. */
export interface OrderRule extends Ruled {
  term: string;
}

/** Which cards a campaign selects, and how long their holders have. */
export interface CampaignRule extends Ruled {
  cardKinds: readonly string[];
  /** Parameter in hours or days. */
  timeAllowed: string;
  /** Parameter in percent: only a sample of the cards is selected. */
  samplePercent?: string;
  /** Conditions read `CAMPAIGN_FACTS`; none: every card of the kinds. */
  versions: readonly RuleVersion[];
}

/** File `enforcement.json`. */
export interface EnforcementLaw {
  orders: Partial<Readonly<Record<CardOrderKind, OrderRule>>>;
  campaigns: Partial<Readonly<Record<CampaignKind, CampaignRule>>>;
}

/** Of rulebooks from before there was such a file: no orders, no campaigns. */
export const NO_ENFORCEMENT: EnforcementLaw = { orders: {}, campaigns: {} };

/**
 * What an order is on a day.
 *
 * @throws {Problem} `not-in-rulebook` if the rulebook says nothing of it
 */
export function orderLawOn(
  rulebook: Rulebook,
  kind: CardOrderKind,
  day: LocalDate,
): { measure: string; term: OrderTerm } {
  const rule = rulebook.enforcement.orders[kind];
  if (rule === undefined) throw new Problem('not-in-rulebook', { what: kind });
  const unit = unitOf(rulebook, rule.term) === 'hours' ? 'hours' : 'months';
  return { measure: rule.measure, term: { length: lengthOn(rulebook, rule.term, day, kind), unit } };
}

/** What a campaign does from a day on. */
export interface CampaignLaw {
  measure: string;
  cardKinds: readonly string[];
  timeAllowed: TimeAllowed;
  /** Null: every card is selected. */
  samplePercent: number | null;
  /** Whether a card of the kinds is meant. */
  selects(facts: Facts): boolean;
}

/**
 * What a campaign that is started on a day does.
 *
 * @throws {Problem} `not-in-rulebook` if the rulebook says nothing of it on that day
 */
export function campaignLawOn(rulebook: Rulebook, kind: CampaignKind, day: LocalDate): CampaignLaw {
  const rule = rulebook.enforcement.campaigns[kind];
  const version = rule === undefined ? undefined : versionOn(rule, day);
  if (rule === undefined || version === undefined) throw new Problem('not-in-rulebook', { what: kind });
  const scope = { conditions: {}, parameters: parametersOn(rulebook, day), types: CAMPAIGN_FACTS };
  const test = compileCondition(version.conditions ?? { all: [] }, scope);
  const unit = unitOf(rulebook, rule.timeAllowed) === 'hours' ? 'hours' : 'days';
  return {
    measure: rule.measure,
    cardKinds: rule.cardKinds,
    timeAllowed: { length: lengthOn(rulebook, rule.timeAllowed, day, kind), unit },
    samplePercent: rule.samplePercent === undefined ? null : numberOn(rulebook, rule.samplePercent, day),
    selects: (facts) => test(rowOf(facts, CAMPAIGN_FACTS)),
  };
}

function lengthOn(rulebook: Rulebook, id: string, day: LocalDate, what: string): number {
  if (parameterEntry(rulebook, id, day)?.value === undefined) throw new Problem('not-in-rulebook', { what });
  return numberOn(rulebook, id, day);
}

function unitOf(rulebook: Rulebook, id: string): Parameter['unit'] | undefined {
  return rulebook.parameters.get(id)?.unit;
}
