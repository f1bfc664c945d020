import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PARTY_OF } from './addressee.js';

/** What an institution has not yet acknowledged. */
export interface OutstandingRelease {
  institutionId: string;
  code: string;
  name: string;
  /** Release directives without a receipt of this institution, or with one that refuses. */
  directives: number;
}

/** How far the release of a subject has come. */
export interface ReleaseProgress {
  /** Release directives issued. */
  directives: number;
  /** Receipts they take: one for each institution that a directive addresses. */
  receipts: number;
  /** Of these: done, or nothing was found to release. */
  acknowledged: number;
  /** By institution, the one with most left first. */
  outstanding: OutstandingRelease[];
}

interface ProgressRow {
  directives: number;
  receipts: number;
  acknowledged: number;
  outstanding: OutstandingRelease[];
}

/** Reads how the institutions answer when a subject is set free. */
@Injectable()
export class Releases {
  /**
   * @param sinceRevision only directives issued for this revision or a later one
   */
  async progressOf(manager: EntityManager, subjectId: string, sinceRevision = 0): Promise<ReleaseProgress> {
    const [row]: ProgressRow[] = await manager.query(READ_PROGRESS, [subjectId, sinceRevision]);
    if (row === undefined) throw new Error('The progress of a release could not be read');
    return row;
  }
}

/** A directive without an institution addresses every one of its party, and each gives its own receipt. The last one counts. */
const READ_PROGRESS = `
  WITH release AS (
    SELECT id, party, institution_id FROM directive
    WHERE subject_id = $1 AND action = 'restore' AND cause = 'sanction' AND revision >= $2
  ), addressed AS (
    SELECT release.id, institution.id AS institution_id, institution.code, institution.name,
      coalesce((SELECT result IN ('executed', 'not_found') FROM receipt
        WHERE directive_id = release.id AND receipt.institution_id = institution.id ORDER BY number DESC LIMIT 1), false) AS is_done
    FROM release JOIN ${PARTY_OF} ON party_of.party = release.party
      JOIN institution ON institution.kind = party_of.kind AND institution.id = coalesce(release.institution_id, institution.id)
  ), waiting AS (
    SELECT institution_id, code, name, count(*)::integer AS directives FROM addressed WHERE NOT is_done
    GROUP BY institution_id, code, name
  )
  SELECT (SELECT count(*)::integer FROM release) AS directives, (SELECT count(*)::integer FROM addressed) AS receipts,
    (SELECT count(*)::integer FROM addressed WHERE is_done) AS acknowledged,
    coalesce((SELECT jsonb_agg(jsonb_build_object('institutionId', institution_id, 'code', code, 'name', name,
      'directives', directives) ORDER BY directives DESC, code) FROM waiting), '[]') AS outstanding`;
