import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import type { CardKind, OrganLevel } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import type { EndedKeeping } from '../../domain/retained-sim.js';
import type { Principal } from '../../institutions/principal.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../mask.js';
import type { RetainedSimPage, RetainedSimsQuery, RetainedSimView } from './retained-sim.dto.js';

interface RetainedRow {
  id: string;
  subject_id: string;
  carrier_code: string;
  carrier_name: string;
  card_id: string;
  kind: CardKind;
  number_enc: Buffer;
  restored_at: Date;
  approval_level: OrganLevel | null;
  approval_number: string | null;
  approval_no_enc: Buffer | null;
  decision_id: string;
  revision_from: number;
  ended_at: Date | null;
  ended_state: EndedKeeping | null;
  revision_to: number | null;
}

/** What is read of the register of kept numbers: officers all of it, a carrier its own. */
@Injectable()
export class RetainedSimPages {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
  ) {}

  /** Newest first. @throws {Problem} `cursor-invalid` */
  async page(
    { cursor, limit, subjectId, unverified, state }: RetainedSimsQuery,
    reader: Principal,
  ): Promise<RetainedSimPage> {
    const rows: RetainedRow[] = await this.db.query(SELECT_PAGE, [
      reader.type === 'officer' ? null : reader.institution.id,
      subjectId ?? null,
      cursor === undefined ? null : uuidOf(cursor),
      unverified === undefined ? null : unverified === 'true',
      state === undefined ? null : state === 'kept',
      limit + 1,
    ]);
    const items = rows.slice(0, limit).map((row) => this.view(row, reader));
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  /** How often one card was kept, newest first. */
  async ofCard(cardId: string, reader: Principal): Promise<RetainedSimView[]> {
    const rows: RetainedRow[] = await this.db.query(`${SELECT} WHERE kept.card_id = $1 ORDER BY kept.id DESC`, [
      cardId,
    ]);
    return rows.map((row) => this.view(row, reader));
  }

  /** One of them. @throws {Problem} `retained-sim-not-found` */
  async byId(id: string, reader: Principal): Promise<RetainedSimView> {
    const [row]: RetainedRow[] = await this.db.query(`${SELECT} WHERE kept.id = $1`, [id]);
    if (row === undefined) throw new Problem('retained-sim-not-found');
    return this.view(row, reader);
  }

  private view(row: RetainedRow, reader: Principal): RetainedSimView {
    return {
      id: row.id,
      subjectId: reader.type === 'officer' ? row.subject_id : null,
      carrier: { code: row.carrier_code, name: row.carrier_name },
      card: { kind: row.kind, numberMasked: mask(this.pii.decryptText(row.number_enc, 'card.number')) },
      cardId: row.card_id,
      state: row.ended_state ?? 'kept',
      since: shanghaiInstant(row.restored_at),
      approval: this.approvalOf(row),
      decisionId: row.decision_id,
      revision: row.revision_from,
      ended:
        row.ended_at === null || row.revision_to === null
          ? null
          : { at: shanghaiInstant(row.ended_at), revision: row.revision_to },
    };
  }

  private approvalOf({ approval_level, approval_number, approval_no_enc }: RetainedRow): RetainedSimView['approval'] {
    if (approval_level === null) return null;
    const paperNo =
      approval_no_enc === null ? undefined : this.pii.decryptText(approval_no_enc, 'retained_sim.approval_no');
    return { level: approval_level, isVerified: paperNo === undefined, approvalNo: paperNo ?? approval_number ?? '' };
  }
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

const SELECT = `
  SELECT kept.id, kept.subject_id, institution.code AS carrier_code, institution.name AS carrier_name, kept.card_id, kept.kind, card.number_enc,
    kept.restored_at, kept.approval_level, approval.number AS approval_number, kept.approval_no_enc, kept.decision_id,
    kept.revision_from, kept.ended_at, kept.ended_state, kept.revision_to
  FROM retained_sim AS kept
  JOIN institution ON institution.id = kept.institution_id
  JOIN card ON card.id = kept.card_id
  LEFT JOIN sim_approval AS approval ON approval.id = kept.approval_id`;

const SELECT_PAGE = `
  ${SELECT}
  WHERE ($1::uuid IS NULL OR kept.institution_id = $1) AND ($2::uuid IS NULL OR kept.subject_id = $2)
    AND ($3::uuid IS NULL OR kept.id < $3) AND ($4::boolean IS NULL OR $4 = (kept.approval_no_enc IS NOT NULL))
    AND ($5::boolean IS NULL OR $5 = (kept.ended_at IS NULL))
  ORDER BY kept.id DESC LIMIT $6`;
