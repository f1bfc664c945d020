import { HAS_KEY, IN_SCOPE, SANCTION_KEYS, type SanctionKey } from '../../sanctions/sanction-keys.js';
import { stateAt } from '../../sanctions/sanction-state.js';
import { ASKED, beginningOf, parametersOf, READINGS, type Scope } from '../dimensions.js';
import { eventDays, KNOWN_DAYS, stateConditions, type CountedEvent, type CountedState } from '../sanction-states.js';

/** Which sanctions. */
export interface RegisterFilter {
  scope: Scope;
  /** Keys of the statistics. */
  keys: Partial<Record<SanctionKey, string>>;
  standing: CountedState | undefined;
  event: CountedEvent | undefined;
}

/** A query and its parameters. */
interface Statement {
  text: string;
  parameters: unknown[];
}

/** `asked`, `sanction` and its current `version`, as far as they are asked for: the conditions under which the statistics count. */
function picked({ scope, keys, standing, event }: RegisterFilter): Statement {
  const parameters = parametersOf(scope);
  const valid = READINGS[keys.measure === undefined ? 'total' : 'measure'].valid;
  const joins = keys.measure === undefined ? [] : [READINGS.measure.sanctionJoin];
  const conditions = [IN_SCOPE];
  for (const name of SANCTION_KEYS) {
    const key = keys[name];
    if (key === undefined) continue;
    parameters.push(key);
    const given = `$${parameters.length}::text`;
    conditions.push(HAS_KEY[name](given));
    if (name === 'measure') conditions.push(`${READINGS.measure.sanctionKey} = ${given}`);
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
