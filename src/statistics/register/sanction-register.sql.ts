import { stateAt } from '../../sanctions/sanction-state.js';
import { ASKED, beginningOf, IN_SCOPE, parametersOf, READINGS, type Dimension, type Scope } from '../dimensions.js';
import { eventDays, KNOWN_DAYS, stateConditions, type CountedEvent, type CountedState } from '../sanction-states.js';

/** Which sanctions. */
export interface RegisterFilter {
  scope: Scope;
  /** Keys of the statistics. */
  keys: Partial<Record<KeyDimension, string>>;
  standing: CountedState | undefined;
  event: CountedEvent | undefined;
}

export const KEY_DIMENSIONS = [
  'region',
  'organ',
  'institution',
  'measure',
  'ground',
  'category',
] as const satisfies Dimension[];
/** By what sanctions are picked out besides the scope. */
export type KeyDimension = (typeof KEY_DIMENSIONS)[number];

/** A query and its parameters. */
interface Statement {
  text: string;
  parameters: unknown[];
}

/** Whether a sanction has a key, in SQL. */
type HasKey = (key: string) => string;

const equalKey =
  (dimension: KeyDimension): HasKey =>
  (key) =>
    `${READINGS[dimension].sanctionKey} = ${key}`;

/** The keys of the statistics; where an index knows only a part of a key, that part is asked for besides. */
const HAS_KEY: Readonly<Record<KeyDimension, HasKey>> = {
  region: (key) =>
    `${equalKey('region')(key)} AND starts_with(sanction.organ_code, regexp_replace(${key}, '(00){1,2}$', ''))`,
  organ: (key) => `${equalKey('organ')(key)} AND sanction.organ_code = split_part(${key}, '/', 1)`,
  // Once, however many cards the subject has there.
  institution: (key) => `sanction.subject_id IN (
    SELECT holder_id FROM card
    WHERE institution_id = (SELECT id FROM institution WHERE code = ${key}) AND status <> 'closed')`,
  measure: (key) => `${equalKey('measure')(key)} AND version.pattern_id = ANY (ARRAY(
    SELECT id FROM term_pattern
    WHERE terms @> jsonb_build_array(jsonb_build_object('measures', jsonb_build_array(${key})))))`,
  ground: equalKey('ground'),
  category: (key) => `${equalKey('category')(key)} AND sanction.regime = split_part(${key}, '/', 1)
    AND sanction.category = split_part(${key}, '/', 2)`,
};

/** `asked`, `sanction` and its current `version`, as far as they are asked for: the conditions under which the statistics count. */
function picked({ scope, keys, standing, event }: RegisterFilter): Statement {
  const parameters = parametersOf(scope);
  const valid = READINGS[keys.measure === undefined ? 'total' : 'measure'].valid;
  const joins = keys.measure === undefined ? [] : [READINGS.measure.sanctionJoin];
  const conditions = [IN_SCOPE];
  for (const dimension of KEY_DIMENSIONS) {
    const key = keys[dimension];
    if (key === undefined) continue;
    parameters.push(key);
    conditions.push(HAS_KEY[dimension](`$${parameters.length}::text`));
  }
  if (standing !== undefined) conditions.push(stateConditions(valid, 'asked.as_of')[standing]);
  if (event !== undefined) {
    const { day, join } = eventDays(valid)[event];
    joins.push(join);
    conditions.push(`${day} BETWEEN asked.first_day AND asked.last_day`);
  }
  const text = `FROM asked CROSS JOIN sanction
    JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
    ${joins.join(' ')}
    WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}`;
  return { text, parameters };
}

/** How many sanctions and subjects, counted up to `most` sanctions and one more. */
export function countPicked(filter: RegisterFilter, most: number): Statement {
  const { text, parameters } = picked(filter);
  const limit = `$${parameters.length + 1}`;
  return {
    text: `${ASKED}, ${KNOWN_DAYS}, picked AS (SELECT sanction.subject_id ${text} LIMIT ${limit})
      SELECT count(*)::integer AS total, count(DISTINCT subject_id)::integer AS subjects FROM picked`,
    parameters: [...parameters, most + 1],
  };
}

/** The newest first. @param before the id after which the page starts; null for the first page */
export function selectPicked(filter: RegisterFilter, before: string | null, limit: number): Statement {
  const { text, parameters } = picked(filter);
  const [from, most] = [`$${parameters.length + 1}::uuid`, `$${parameters.length + 2}`];
  const isInForce = stateConditions('version.valid', 'asked.as_of').in_force;
  return {
    text: `${ASKED}, ${KNOWN_DAYS}, page AS (
        SELECT sanction.*, asked.as_of, version.lifted_at, ${isInForce} AS is_in_force,
          ${stateAt('asked.as_of', `${beginningOf('asked.as_of + 1')} - interval '1 microsecond'`)} AS state
        ${text} AND (${from} IS NULL OR sanction.id < ${from})
        ORDER BY sanction.id DESC LIMIT ${most}
      )
      SELECT page.id, page.subject_id AS "subjectId", regime, category, ground,
        jsonb_build_object('code', organ_code, 'level', organ_level, 'name', organ_name) AS organ,
        identified_on::text AS "identifiedOn", starts_on::text AS "startsOn", document_no AS "documentNo", state AS standing,
        lifted_at AS "liftedAt", list_id AS "listId", row, term."lastDay", term."measuresInForce"
      FROM page CROSS JOIN LATERAL (
        SELECT max(last_day)::text AS "lastDay",
          count(*) FILTER (WHERE page.is_in_force AND page.as_of BETWEEN first_day AND last_day)::integer AS "measuresInForce"
        FROM sanction_measure WHERE sanction_id = page.id AND revision_to IS NULL
      ) AS term
      ORDER BY page.id DESC`,
    parameters: [...parameters, before, limit],
  };
}
