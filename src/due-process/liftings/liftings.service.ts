import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assertMayDecide, liftingAfter, type LiftingAction, type LiftingState } from '../../domain/lifting.js';
import { Problem, type Language } from '../../domain/problem.js';
import { isInserted } from '../../institutions/institutions.service.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { pageOf, type Page } from '../../institutions/page.js';
import { Revisions } from '../../platform/revisions.js';
import type { PreviewResponse } from '../previews/previews.dto.js';
import { Previews } from '../previews/previews.service.js';
import { EarlyEnd } from './early-end.service.js';
import { LiftingRecords, type Proposal } from './lifting-records.service.js';
import { Lifting } from './lifting.entity.js';
import type { LiftedSanctionView } from './liftings.dto.js';

/** Early ends of sanctions: proposed by one officer, decided by another. */
@Injectable()
export class LiftingsService {
  constructor(
    private readonly db: DataSource,
    private readonly records: LiftingRecords,
    private readonly end: EarlyEnd,
    private readonly revisions: Revisions,
    private readonly previews: Previews,
  ) {}

  /**
   * @returns the lifting
   * @throws {Problem} `validation-failed` for an instant in the future; `sanction-not-found`, `sanction-not-standing`,
   *   `lifting-before-start`, `lifting-open`
   */
  async propose(proposal: Proposal, officer: OfficerPrincipal): Promise<Lifting> {
    return this.db.transaction(async (tx) => {
      await this.end.assertPossible(tx, proposal);
      const lifting = this.records.proposed(proposal, officer);
      // Of two that are proposed in the same second one waits here, and finds the other.
      const { raw } = await tx
        .createQueryBuilder()
        .insert()
        .into(Lifting)
        .values(lifting)
        .orIgnore()
        .returning('id')
        .execute();
      if (!isInserted(raw)) throw new Problem('lifting-open');
      await this.records.append(tx, lifting, officer);
      return lifting;
    });
  }

  /**
   * The sanction ends: what was cumulated behind it counts from its own start.
   *
   * @throws {Problem} `lifting-not-found`, `lifting-transition-refused`, `lifting-own-proposal`, `approver-level-insufficient`,
   *   `sanction-not-standing` if it was lifted or annulled meanwhile
   */
  async approve(id: string, officer: OfficerPrincipal, remark: string): Promise<Lifting> {
    const approved = await this.db.transaction(async (tx) => {
      const lifting = await this.decidable(tx, id, 'approve', officer);
      lifting.revision = await this.revisions.next(tx, 'lifting.approved');
      await this.end.take(tx, lifting, lifting.revision);
      return this.records.decide(tx, lifting, officer, remark);
    });
    if (approved.revision !== null) await this.revisions.announce(approved.revision);
    return approved;
  }

  /** @throws {Problem} `lifting-not-found`, `lifting-transition-refused`, `lifting-own-proposal` */
  async reject(id: string, officer: OfficerPrincipal, remark: string): Promise<Lifting> {
    return this.db.transaction(async (tx) =>
      this.records.decide(tx, await this.decidable(tx, id, 'reject', officer), officer, remark),
    );
  }

  /** @throws {Problem} `lifting-not-found` */
  async get(id: string): Promise<Lifting> {
    const lifting = await this.db.manager.findOneBy(Lifting, { id });
    if (lifting === null) throw new Problem('lifting-not-found');
    return lifting;
  }

  /** What liftings are about, by the id of the sanction; no person. */
  async sanctionsOf(liftings: readonly Lifting[]): Promise<Map<string, LiftedSanctionView>> {
    const ids = liftings.map(({ sanctionId }) => sanctionId);
    const rows: (LiftedSanctionView & { id: string })[] = await this.db.query(SELECT_SANCTIONS, [ids]);
    return new Map(rows.map(({ id, ...sanction }) => [id, sanction]));
  }

  /**
   * What approving would do now; nothing is written.
   *
   * @throws {Problem} `lifting-not-found`, `lifting-transition-refused`; `sanction-not-standing`, `lifting-after-end` as an approval
   */
  async preview(id: string, language: Language): Promise<PreviewResponse> {
    const lifting = await this.get(id);
    liftingAfter(lifting.state, 'approve');
    await this.end.assertPossible(this.db.manager, lifting);
    return this.previews.of({ sanctionId: lifting.sanctionId, act: 'lift', at: lifting.effectiveAt }, language);
  }

  /** Oldest first. */
  async page({
    state,
    subjectId,
    cursor,
    limit,
  }: {
    state?: LiftingState;
    subjectId?: string;
    cursor?: string;
    limit: number;
  }): Promise<Page<Lifting>> {
    const rows = this.db.manager.createQueryBuilder(Lifting, 'row').where('true');
    if (state !== undefined) rows.andWhere('row.state = :state', { state });
    if (subjectId !== undefined) rows.andWhere(`row.sanctionId IN (${SANCTIONS_OF_SUBJECT})`, { subjectId });
    return pageOf(rows, { limit, ...(cursor === undefined ? {} : { cursor }) });
  }

  /** Lock before reading the state: two officers can press the button in the same second. */
  private async decidable(
    tx: EntityManager,
    id: string,
    action: LiftingAction,
    officer: OfficerPrincipal,
  ): Promise<Lifting> {
    const lifting = await tx.findOne(Lifting, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (lifting === null) throw new Problem('lifting-not-found');
    lifting.state = liftingAfter(lifting.state, action);
    const { proposedBy, sanctionId } = lifting;
    const organLevel = await this.end.organLevelOf(tx, sanctionId);
    assertMayDecide(action, { proposedBy, organLevel }, { id: officer.id, level: officer.organ.level });
    return lifting;
  }
}

const SANCTIONS_OF_SUBJECT = 'SELECT sanction.id FROM sanction WHERE sanction.subject_id = :subjectId';

const SELECT_SANCTIONS = `
  SELECT id, subject_id AS "subjectId", regime, category, organ_name AS "organName",
    (SELECT max(last_day)::text FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NULL) AS "lastDay"
  FROM sanction WHERE id = ANY ($1)`;
