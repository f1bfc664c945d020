import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { regionPrefix } from '../../domain/region.js';
import type { BooksRead } from '../../sanctions/sanction-preview.service.js';
import type { SanctionList } from '../sanction-list.entity.js';
import type { MassChange } from './summary.dto.js';

/*
 * When a list is unusual. Operational thresholds of ours, not law: they make an approver ask, and refuse nothing. A list that a
 * mistyped filter made ten times too long should not pass unseen.
 */
/** Shorter lists are never unusual. */
const FEWEST_ROWS = 50;
/** So many times the median of the organ's last lists. */
const TIMES_THE_MEDIAN = 5;
/** This part of all sanctions in force in the region. */
const PART_OF_IN_FORCE = 0.2;
/** So many of the organ's last approved lists are compared. */
const LISTS_COMPARED = 10;
/** A median of fewer lists says nothing. */
const FEWEST_LISTS = 3;

interface Measured {
  accepted: number;
  inForce: number | null;
  median: number | null;
  lists: number;
}

/** Tells a list that is much longer than what its organ usually hands in. */
@Injectable()
export class MassChanges {
  async of(manager: EntityManager, list: SanctionList, books: BooksRead): Promise<MassChange> {
    const [organ]: { region: string; level: string }[] = await manager.query(SELECT_ORGAN, [list.authorId]);
    if (organ === undefined) throw new Error('The author of a list belongs to no organ');
    const prefix = organ.level === 'ministry' ? '' : regionPrefix(organ.region);
    const [inForce]: { count: number }[] =
      list.purpose === 'sanctions'
        ? await manager.query(COUNT_IN_FORCE, [`${prefix}%`, books.day, books.before ?? null])
        : [];
    const [usual]: { median: number | null; lists: number }[] = await manager.query(SELECT_USUAL, [
      list.authorId,
      list.purpose,
      list.id,
      LISTS_COMPARED,
    ]);
    return judged({
      accepted: list.accepted,
      inForce: inForce?.count ?? null,
      median: usual?.median ?? null,
      lists: usual?.lists ?? 0,
    });
  }
}

/** Compares; see the thresholds above. */
export function judged(measured: Measured): MassChange {
  const { accepted, inForce, median, lists } = measured;
  const reasons: MassChange['reasons'] = [];
  if (accepted >= FEWEST_ROWS) {
    if (median !== null && lists >= FEWEST_LISTS && accepted > median * TIMES_THE_MEDIAN) {
      reasons.push({
        zh: `受理 ${accepted} 行,超过本机关近 ${lists} 份名单中位数(${median} 行)的 ${TIMES_THE_MEDIAN} 倍`,
        en: `${accepted} rows are more than ${TIMES_THE_MEDIAN} times the median (${median}) of the organ's last ${lists} lists`,
      });
    }
    if (inForce !== null && inForce > 0 && accepted > inForce * PART_OF_IN_FORCE) {
      reasons.push({
        zh: `受理 ${accepted} 行,超过本地区现行惩戒(${inForce} 条)的 ${PART_OF_IN_FORCE * 100}%`,
        en: `${accepted} rows are more than ${PART_OF_IN_FORCE * 100}% of the ${inForce} sanctions in force in the region`,
      });
    }
  }
  return { ...measured, isUnusual: reasons.length > 0, reasons };
}

const SELECT_ORGAN = `
  SELECT region, level FROM officer JOIN institution ON institution.id = institution_id WHERE officer.id = $1`;

const COUNT_IN_FORCE = `
  SELECT count(*)::integer AS count
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id
    AND CASE WHEN $3::bigint IS NULL THEN version.revision_to IS NULL
      ELSE version.revision_from < $3 AND (version.revision_to IS NULL OR version.revision_to >= $3) END
  WHERE organ_code LIKE $1 AND version.valid @> $2::date`;

/** Ids grow with time: what comes before has a smaller one. */
const SELECT_USUAL = `
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY accepted) AS median, count(*)::integer AS lists
  FROM (
    SELECT accepted FROM sanction_list JOIN officer ON officer.id = author_id
    WHERE institution_id = (SELECT institution_id FROM officer WHERE id = $1) AND purpose = $2 AND state = 'approved'
      AND sanction_list.id < $3
    ORDER BY sanction_list.id DESC LIMIT $4) AS last`;
