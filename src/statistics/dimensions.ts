import type { LocalDate } from '../domain/period.js';
import { KEY_OF_SANCTION } from '../sanctions/sanction-keys.js';

export const DIMENSIONS = [
  'region',
  'organ',
  'regime',
  'institution',
  'measure',
  'ground',
  'category',
  'month',
] as const;
/** By what is counted. */
export type Dimension = (typeof DIMENSIONS)[number];

/** What is counted: which sanctions, as of which day, and which period. All days Asia/Shanghai, first and last inclusive. */
export interface Scope {
  asOf: LocalDate;
  from: LocalDate;
  to: LocalDate;
  regime: string | null;
  /** The digits that the region codes of identifying organs begin with; empty for the whole country. */
  region: string;
  /** The present instant, for what is overdue. */
  now: Date;
}

/** How a dimension is read in SQL, see `sanction-rows.ts`. Keys are text; rows whose key is null belong to none. */
interface Reading {
  /** Joined behind `asked`, `sanction` and its current `version`, to count sanctions. */
  sanctionJoin: string;
  sanctionKey: string;
  /** The days on which a sanction counts there. */
  valid: string;
  /** The day as of which it counts. */
  day: string;
  /** Joined behind the `outcome` of a directive, what its `sanction` says, and its `institution`. */
  directiveKey: string;
}

const ofSanction = (key: string, sanctionJoin = ''): Reading => ({
  sanctionJoin,
  sanctionKey: key,
  valid: 'version.valid',
  day: 'asked.as_of',
  directiveKey: key,
});

/**
 * Regions and organs are those of the identifying organ. A sanction counts for every institution where its subject holds a card,
 * and for each of its measures on the days of the measure.
 */
export const READINGS: Readonly<Record<Dimension | 'total', Reading>> = {
  total: ofSanction(`'total'`),
  region: ofSanction(KEY_OF_SANCTION.region),
  organ: ofSanction(KEY_OF_SANCTION.organ),
  regime: ofSanction(KEY_OF_SANCTION.regime),
  ground: ofSanction(KEY_OF_SANCTION.ground),
  category: ofSanction(KEY_OF_SANCTION.category),
  institution: {
    ...ofSanction(
      'holder.code',
      `JOIN (SELECT DISTINCT holder_id, code FROM card JOIN institution ON institution.id = card.institution_id
         WHERE status <> 'closed') AS holder ON holder.holder_id = sanction.subject_id`,
    ),
    directiveKey: 'institution.code',
  },
  measure: {
    ...ofSanction(
      'term.measure',
      `JOIN (SELECT pattern.id, measure.name AS measure, (value ->> 'from')::integer AS first, (value ->> 'to')::integer AS last
         FROM term_pattern AS pattern CROSS JOIN LATERAL jsonb_array_elements(terms) AS term (value)
         CROSS JOIN LATERAL jsonb_array_elements_text(value -> 'measures') AS measure (name)
       ) AS term ON term.id = version.pattern_id`,
    ),
    valid: `version.valid * daterange(sanction.starts_on + term.first, sanction.starts_on + term.last, '[]')`,
    directiveKey: 'outcome.measure',
  },
  month: {
    // The state of each month is that of its last day.
    sanctionJoin: `JOIN LATERAL (SELECT to_char(first, 'YYYY-MM') AS name,
        least((first + interval '1 month')::date - 1, asked.as_of) AS last
      FROM generate_series(date_trunc('month', asked.first_day::timestamp), asked.last_day::timestamp, interval '1 month') AS first
    ) AS month ON true`,
    sanctionKey: 'month.name',
    valid: 'version.valid',
    day: 'month.last',
    directiveKey: 'outcome.month',
  },
};

/** The scope as a row that every query begins with, and its parameters. */
export const ASKED = `
  WITH asked AS NOT MATERIALIZED (
    SELECT $1::date AS as_of, $2::date AS first_day, $3::date AS last_day, $4::text AS regime, $5::text AS region,
      $6::timestamptz AS now
  )`;

export function parametersOf({ asOf, from, to, regime, region, now }: Scope): unknown[] {
  return [asOf, from, to, regime, region, now];
}

/** Midnight in Shanghai at which a day begins, in SQL. */
export function beginningOf(day: string): string {
  return `(${day})::timestamp AT TIME ZONE 'Asia/Shanghai'`;
}
