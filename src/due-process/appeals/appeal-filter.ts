import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { APPEAL_EVENTS } from '../../domain/appeal.js';
import { regionPrefix } from '../../domain/region.js';
import { faultAt, normalisedDay } from '../../platform/normalised.js';
import { HAS_KEY, IN_SCOPE, SANCTION_KEYS, sanctionKeysOf } from '../../sanctions/sanction-keys.js';
import type { AppealQuery } from './appeal-query.dto.js';
import type { Appeal } from './appeal.entity.js';

/** Which appeals, in whatever state. */
export type AppealFilter = Omit<AppealQuery, 'state' | 'cursor' | 'limit'>;

/**
 * Leaves the appeals of a filter, by the conditions under which the statistics count them.
 *
 * @param rows query with the alias `row` for appeals
 * @throws {Problem} `validation-failed` for a day that is none or missing
 */
export function filterAppeals(rows: SelectQueryBuilder<Appeal>, filter: AppealFilter): void {
  const conditions = [ofKind(filter), happened(filter), againstSanction(filter)];
  for (const { text, parameters } of conditions.filter((condition) => condition !== undefined))
    rows.andWhere(text, parameters);
}

/** A condition in SQL, and what it names. */
interface Condition {
  text: string;
  parameters: ObjectLiteral;
}

function ofKind({ kind }: AppealFilter): Condition | undefined {
  return kind === undefined ? undefined : { text: 'row.kind = :kind', parameters: { kind } };
}

function happened({ event, from, to }: AppealFilter): Condition | undefined {
  if (event === undefined) return undefined;
  return {
    text: `EXISTS (
      SELECT FROM appeal_step AS step WHERE step.appeal_id = row.id AND step.action IN (:...actions)
        AND (step.taken_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN :from AND :to)`,
    parameters: { actions: APPEAL_EVENTS[event], from: dayOf('from', from), to: dayOf('to', to) },
  };
}

function dayOf(path: 'from' | 'to', said: string | undefined): string {
  if (said === undefined) throw faultAt(path, 'MISSING_FIELD');
  return normalisedDay(said, path);
}

/** What is about no sanction is of no scope and no key. */
function againstSanction(filter: AppealFilter): Condition | undefined {
  const { regime = null, region } = filter;
  const said = sanctionKeysOf(filter);
  const keys = SANCTION_KEYS.flatMap((name) => (said[name] === undefined ? [] : [{ name, key: said[name] }]));
  if (regime === null && region === undefined && keys.length === 0) return undefined;
  const conditions = [IN_SCOPE, ...keys.map(({ name }) => HAS_KEY[name](`CAST(:key_${name} AS text)`))];
  return {
    text: `EXISTS (
      SELECT FROM (SELECT CAST(:regime AS text) AS regime, CAST(:region AS text) AS region) AS asked CROSS JOIN sanction
      JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
      WHERE sanction.id = row.sanction_id AND ${conditions.map((condition) => `(${condition})`).join(' AND ')})`,
    parameters: {
      regime,
      region: region === undefined ? '' : regionPrefix(region),
      ...Object.fromEntries(keys.map(({ name, key }) => [`key_${name}`, key])),
    },
  };
}
