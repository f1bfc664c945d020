import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CardKind, OrganLevel } from '../../domain/designation.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { compareLevels } from '../../domain/sanction-list.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import { faultAt, normalisedCardNumber, normalisedIdentifier } from '../../platform/normalised.js';
import { Pii } from '../../platform/pii.js';
import { mask } from '../../registry/mask.js';
import type { RegisteredNumber, ShownApproval } from '../../registry/retained/retained-sims.service.js';
import { SubjectsService } from '../../registry/subjects.service.js';
import type { SimApprovalPage, SimApprovalRequest, SimApprovalsQuery, SimApprovalView } from './sim-approval.dto.js';
import {
  INSERT_APPROVAL,
  LOCK_APPROVAL,
  REVOKE_APPROVAL,
  SELECT_APPROVAL,
  SELECT_APPROVALS,
  SELECT_NUMBER_OF_SUBJECT,
  SELECT_USE,
} from './sim-approvals.sql.js';

/** Of every number that is given here, and of no other: whoever mistypes one is told so. */
const OWN_NUMBER = /^DK-\d{4}-[0-9A-HJKMNP-TV-Z]{10}$/;
/** Without letters that are taken for digits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DRAWN = 10;
/**
 * A paper that only the carrier has seen counts as one of a city organ: the least that any province asks for (Guangdong: of the
 * province or the city). It is written down as unverified.
 */
const LEVEL_OF_A_PAPER: OrganLevel = 'city';

interface LockedApproval {
  id: string;
  subject_id: string;
  level: OrganLevel;
  organ_id: string;
  revoked_at: Date | null;
  /** Of the number it is for; null: any of the subject. */
  number_hash: Buffer | null;
}

interface ApprovalRow {
  id: string;
  number: string;
  subject_id: string;
  kind: CardKind | null;
  number_enc: Buffer | null;
  level: OrganLevel;
  organ_code: string;
  organ_name: string;
  given_at: Date;
  remark_enc: Buffer;
  revoked_at: Date | null;
  kept_id: string | null;
}

/** Leave of the police to restore a number: given by officers, shown at counters. */
@Injectable()
export class SimApprovals {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} `validation-failed` for a subject named twice; `subject-not-found`; `card-not-registered` for a number that no carrier reports as the subject's */
  async give(request: SimApprovalRequest, officer: OfficerPrincipal): Promise<SimApprovalView> {
    const { card, remark } = request;
    const number = card === undefined ? undefined : normalisedCardNumber(card.number, 'card.number');
    const id = uuidv7();
    await this.db.transaction(async (tx) => {
      const found = await this.subjectOf(tx, request);
      const cardId =
        card === undefined || number === undefined
          ? null
          : await this.cardOf(tx, found.id, { kind: card.kind, number });
      await tx.query(INSERT_APPROVAL, [
        id,
        aNumber(this.clock.today().slice(0, 4)),
        found.id,
        cardId,
        officer.organ.level,
        officer.organ.id,
        officer.id,
        this.clock.now(),
        this.pii.encrypt(remark, 'sim_approval.remark'),
      ]);
      const detail = { subject: found.id, level: officer.organ.level };
      await this.audit.append(tx, {
        actor: actorOf(officer),
        what: 'sim-approval.given',
        object: `sim_approval:${id}`,
        detail,
      });
    });
    return this.byId(id);
  }

  /**
   * Takes an approval back that nobody has used.
   *
   * @throws {Problem} `approval-not-found`, `approval-used`, `approval-revoked`; `forbidden` to an organ that neither gave it nor
   *   stands above the one that did
   */
  async revoke(approvalNo: string, officer: OfficerPrincipal): Promise<SimApprovalView> {
    const id = await this.db.transaction(async (tx) => {
      const approval = await locked(tx, approvalNo);
      const { organ } = officer;
      if (approval.organ_id !== organ.id && compareLevels(organ.level, approval.level) <= 0)
        throw new Problem('forbidden');
      if (approval.revoked_at !== null) throw new Problem('approval-revoked');
      if ((await usesOf(tx, approval)).length > 0) throw new Problem('approval-used');
      await tx.query(REVOKE_APPROVAL, [approval.id, this.clock.now(), officer.id]);
      const object = `sim_approval:${approval.id}`;
      await this.audit.append(tx, { actor: actorOf(officer), what: 'sim-approval.revoked', object });
      return approval.id;
    });
    return this.byId(id);
  }

  /**
   * What an approval is worth that somebody shows at a counter; null: nobody shows one.
   *
   * @param approvalNo in any spelling
   * @throws {Problem} `approval-not-found` for a number that only looks like one given here; `approval-not-for-subject` also for
   *   another number of the subject; `approval-revoked`; `approval-used`, but for the very number that was restored with it
   */
  async shown(
    tx: EntityManager,
    approvalNo: string | undefined,
    number: RegisteredNumber,
  ): Promise<ShownApproval | null> {
    if (approvalNo === undefined) return null;
    const paperNo = approvalNo.normalize('NFKC').trim();
    if (!/^DK-/i.test(paperNo)) return { level: LEVEL_OF_A_PAPER, approvalId: null, paperNo };
    const approval = await locked(tx, paperNo);
    const isForNumber = approval.number_hash === null || approval.number_hash.equals(number.numberHash);
    if (approval.subject_id !== number.holderId || !isForNumber) throw new Problem('approval-not-for-subject');
    if (approval.revoked_at !== null) throw new Problem('approval-revoked');
    const isUsed = (await usesOf(tx, approval)).some(({ card_id, is_open }) => !is_open || card_id !== number.id);
    if (isUsed) throw new Problem('approval-used');
    return { level: approval.level, approvalId: approval.id, paperNo: null };
  }

  /** Newest first. @throws {Problem} `cursor-invalid` */
  async page({ cursor, limit, subjectId }: SimApprovalsQuery): Promise<SimApprovalPage> {
    const before = cursor === undefined ? null : uuidOf(cursor);
    const rows: ApprovalRow[] = await this.db.query(SELECT_APPROVALS, [subjectId ?? null, before, limit + 1]);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      items: rows.slice(0, limit).map((row) => this.view(row)),
      nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
    };
  }

  private async byId(id: string): Promise<SimApprovalView> {
    const [row]: ApprovalRow[] = await this.db.query(SELECT_APPROVAL, [id]);
    if (row === undefined) throw new Problem('approval-not-found');
    return this.view(row);
  }

  private async subjectOf(tx: EntityManager, { subject, subjectId }: SimApprovalRequest): Promise<{ id: string }> {
    if (subject === undefined) {
      const [known]: { id: string }[] = await tx.query('SELECT id FROM subject WHERE id = $1', [subjectId]);
      if (known === undefined) throw new Problem('subject-not-found');
      return known;
    }
    if (subjectId !== undefined) throw faultAt('subjectId', 'INVALID_FIELD');
    const { idType, idNumber } = normalisedIdentifier(subject, 'subject');
    const found = await this.subjects.findByIdentifier(tx, idType, idNumber);
    if (found === null) throw new Problem('subject-not-found');
    return found;
  }

  private async cardOf(
    tx: EntityManager,
    subjectId: string,
    { kind, number }: { kind: CardKind; number: string },
  ): Promise<string> {
    const hash = this.pii.hash('card', number);
    const [row]: { id: string }[] = await tx.query(SELECT_NUMBER_OF_SUBJECT, [subjectId, kind, hash]);
    if (row === undefined) throw new Problem('card-not-registered');
    return row.id;
  }

  private view(row: ApprovalRow): SimApprovalView {
    return {
      approvalNo: row.number,
      subjectId: row.subject_id,
      card:
        row.kind === null || row.number_enc === null
          ? null
          : { kind: row.kind, numberMasked: mask(this.pii.decryptText(row.number_enc, 'card.number')) },
      level: row.level,
      organ: { code: row.organ_code, name: row.organ_name },
      givenAt: shanghaiInstant(row.given_at),
      remark: this.pii.decryptText(row.remark_enc, 'sim_approval.remark'),
      state: stateOf(row),
      retainedSimId: row.kept_id,
    };
  }
}

function stateOf({ revoked_at, kept_id }: ApprovalRow): SimApprovalView['state'] {
  if (kept_id !== null) return 'used';
  return revoked_at === null ? 'given' : 'revoked';
}

async function locked(tx: EntityManager, said: string): Promise<LockedApproval> {
  const number = said.toUpperCase();
  const rows: LockedApproval[] = OWN_NUMBER.test(number) ? await tx.query(LOCK_APPROVAL, [number]) : [];
  const [approval] = rows;
  if (approval === undefined) throw new Problem('approval-not-found');
  return approval;
}

function usesOf(tx: EntityManager, { id }: LockedApproval): Promise<{ card_id: string; is_open: boolean }[]> {
  return tx.query(SELECT_USE, [id]);
}

/** Nobody guesses one: 50 bits. */
function aNumber(year: string): string {
  const drawn = Array.from({ length: DRAWN }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
  return `DK-${year}-${drawn}`;
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}
