import { regionPrefix } from '../../domain/region.js';
import { HAS_KEY, IN_SCOPE } from '../../sanctions/sanction-keys.js';
import type { DirectiveOutcome } from '../directives/directive-outcome.entity.js';
import type { DirectivesQuery } from './directive.dto.js';

/** What the statistics count of directives besides all; `GET /v1/directives` lists it in the same words. */
export const COUNTED_DIRECTIVES = ['on_cards', 'executed', 'restored', 'overdue'] as const;
export type CountedDirectives = (typeof COUNTED_DIRECTIVES)[number];

type OutcomeState = DirectiveOutcome['state'];

const ON_CARD = 'outcome.is_on_card AND NOT outcome.is_release';

/** What that is, in SQL: of the `outcome` of a directive as a whole. @param now an instant, in SQL */
export const IS_COUNTED: Readonly<Record<CountedDirectives, (now: string) => string>> = {
  // Another one took the place of those before anybody answered.
  on_cards: () => `${ON_CARD} AND outcome.state <> 'replaced'`,
  executed: () => `${ON_CARD} AND outcome.state = 'executed'`,
  restored: () => `outcome.is_on_card AND outcome.is_release AND outcome.state = 'executed'`,
  overdue: (now) => `outcome.is_on_card AND outcome.state = 'pending' AND outcome.due_at < ${now}`,
};

/** What the conditions on a sanction are about, in SQL: as it is kept with the `outcome` of a directive that rests on it. */
export const SANCTION_OF_OUTCOME = `LATERAL (
    SELECT outcome.organ_code, outcome.organ_level, outcome.regime, outcome.category, outcome.ground
  ) AS sanction`;

/** In which states that can be; each is found on its own, in the order of issue. */
const STATES: Readonly<Record<CountedDirectives | 'all', readonly OutcomeState[]>> = {
  all: ['pending', 'withdrawn', 'replaced', 'answered', 'executed', 'refused', 'not_found'],
  // What is on a card names its institution: nobody else answers.
  on_cards: ['pending', 'withdrawn', 'executed', 'refused', 'not_found'],
  executed: ['executed'],
  restored: ['executed'],
  overdue: ['pending'],
};

/** Filters, and the keys of a sanction that they name. */
const KEYS = [
  ['part', 'region'],
  ['organ', 'organ'],
  ['ground', 'ground'],
  ['category', 'category'],
] as const;

/** What narrows directives down as the statistics do; officers ask for it. */
export const COUNTED_FILTERS = [
  'counted',
  'regime',
  'region',
  'part',
  'organ',
  'category',
  'ground',
  'institution',
] as const;

/** A part of the question for directives, in SQL. */
export interface CountedPart {
  /** Behind `outcome`. */
  joins: string;
  condition: string;
  states: readonly OutcomeState[];
  /** Those after the last one of the question. */
  parameters: readonly unknown[];
}

/**
 * Directives by the conditions under which the statistics count them; null if none is asked for.
 *
 * @param now in SQL
 * @param last number of the last parameter before those of this part
 */
export function countedPart(query: Partial<DirectivesQuery>, now: string, last: number): CountedPart | null {
  if (COUNTED_FILTERS.every((name) => query[name] === undefined)) return null;
  const { counted, regime, region, institution } = query;
  const parameters: unknown[] = [];
  const given = (value: unknown): string => `$${last + parameters.push(value)}::text`;
  const asked = `(SELECT ${given(regime ?? null)} AS regime, ${given(region === undefined ? '' : regionPrefix(region))} AS region) AS asked`;
  const conditions: string[] = [];
  // What rests on no sanction is in no scope, and of no key.
  if (regime !== undefined || region !== undefined) conditions.push(IN_SCOPE);
  for (const [filter, key] of KEYS) {
    const said = query[filter];
    if (said !== undefined) conditions.push(HAS_KEY[key](given(said)));
  }
  if (institution !== undefined)
    conditions.push(`outcome.addressee_id = (SELECT id FROM institution WHERE code = ${given(institution)})`);
  if (counted !== undefined) conditions.push(IS_COUNTED[counted](now));
  return {
    joins: `CROSS JOIN ${asked} CROSS JOIN ${SANCTION_OF_OUTCOME}`,
    condition: conditions.map((condition) => `(${condition})`).join(' AND '),
    states: STATES[counted ?? 'all'],
    parameters,
  };
}
