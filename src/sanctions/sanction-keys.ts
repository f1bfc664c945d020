/** By what sanctions are picked out besides their scope, in the words of the statistics. Keys are text. */
export const SANCTION_KEYS = ['region', 'organ', 'institution', 'measure', 'ground', 'category'] as const;
export type SanctionKey = (typeof SANCTION_KEYS)[number];

/** One level below the region that was asked for: provinces, their prefectures, their counties. */
const BELOW = `rpad(left(sanction.organ_code, least(length(asked.region) + 2, 6)), 6, '0')`;

/** Keys that a sanction has one of, in SQL: of `sanction`, beside `asked` with the `region` of the scope. */
export const KEY_OF_SANCTION = {
  region: BELOW,
  organ: `sanction.organ_code || '/' || sanction.organ_level`,
  regime: 'sanction.regime',
  ground: 'sanction.ground',
  category: `sanction.regime || '/' || sanction.category`,
} as const;

/**
 * Whether a `sanction` with its current `version` has a key, in SQL; where an index knows only a part of a key, that part is asked for
 * besides.
 */
export const HAS_KEY: Readonly<Record<SanctionKey, (key: string) => string>> = {
  region: (key) =>
    `${KEY_OF_SANCTION.region} = ${key} AND starts_with(sanction.organ_code, regexp_replace(${key}, '(00){1,2}$', ''))`,
  // Its code alone is the organs of every level there.
  organ: (key) =>
    `${key} IN (sanction.organ_code, ${KEY_OF_SANCTION.organ}) AND sanction.organ_code = split_part(${key}, '/', 1)`,
  // Once, however many cards the subject has there.
  institution: (key) => `sanction.subject_id IN (
    SELECT holder_id FROM card
    WHERE institution_id = (SELECT id FROM institution WHERE code = ${key}) AND status <> 'closed')`,
  measure: (key) => `version.pattern_id = ANY (ARRAY(
    SELECT id FROM term_pattern
    WHERE terms @> jsonb_build_array(jsonb_build_object('measures', jsonb_build_array(${key})))))`,
  ground: (key) => `${KEY_OF_SANCTION.ground} = ${key}`,
  category: (key) => `${KEY_OF_SANCTION.category} = ${key} AND sanction.regime = split_part(${key}, '/', 1)
    AND sanction.category = split_part(${key}, '/', 2)`,
};

/** The keys of a query; `part` is a row of the statistics by region. */
export function sanctionKeysOf({
  part,
  organ,
  institution,
  measure,
  ground,
  category,
}: Partial<Record<'part' | Exclude<SanctionKey, 'region'>, string>>): Partial<Record<SanctionKey, string>> {
  const said = { region: part, organ, institution, measure, ground, category };
  return Object.fromEntries(Object.entries(said).filter(([, key]) => key !== undefined));
}

/** Whether a `sanction` is in the scope `asked`, in SQL: of its `regime` unless that is null, and of organs in its `region`. */
export const IN_SCOPE = `(asked.regime IS NULL OR sanction.regime = asked.regime) AND starts_with(sanction.organ_code, asked.region)`;
