import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { appealAfter, assertMayTake, type AppealAction } from '../../domain/appeal.js';
import type { SubjectIdentity } from '../../domain/designation.js';
import { Problem, type Language } from '../../domain/problem.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { Corrections, type Correction } from '../../lists/corrections.service.js';
import { Revisions } from '../../platform/revisions.js';
import type { PreviewResponse } from '../previews/previews.dto.js';
import { AppealRecords } from './appeal-records.service.js';
import { AppealedSanctions } from './appealed-sanctions.service.js';
import { Appeal } from './appeal.entity.js';

/** Steps after which the sanction stands as before the appeal. */
type Closing = Extract<AppealAction, 'dismiss' | 'refuse' | 'withdraw'>;

/** The steps of an appeal after it was filed. Whatever alters a decision takes a revision, and is announced. */
@Injectable()
export class AppealsService {
  constructor(
    private readonly db: DataSource,
    private readonly records: AppealRecords,
    private readonly sanctions: AppealedSanctions,
    private readonly corrections: Corrections,
    private readonly revisions: Revisions,
  ) {}

  /**
   * From now on every decision that rests on the sanction says that an appeal is pending.
   *
   * @param said.suspendsEffect whether the sanction shall restrict nothing until the appeal is decided
   * @throws {Problem} `appeal-not-found`, `appeal-transition-refused`, `sanction-not-standing`; for a suspension
   *   `appeal-without-sanction`, `appeal-organ-level`
   */
  async accept(
    id: string,
    officer: OfficerPrincipal,
    { suspendsEffect, remark }: { suspendsEffect: boolean; remark: string | undefined },
  ): Promise<void> {
    await this.take(id, 'accept', officer, async (tx, appeal) => {
      const { sanctionId } = appeal;
      if (suspendsEffect) {
        if (sanctionId === null) throw new Problem('appeal-without-sanction');
        assertMayTake('suspend', await this.sanctions.originOf(tx, sanctionId), judge(officer));
      }
      let suspendedAt: Date | undefined;
      const revision = await this.changed(tx, appeal, 'appeal.accepted', async (change) => {
        suspendedAt = await this.sanctions.accept(tx, change, suspendsEffect);
      });
      await this.records.write(tx, appeal, { action: 'accept', text: remark, suspendedAt, revision }, officer);
      return revision;
    });
  }

  /**
   * The facts are looked into.
   *
   * @throws {Problem} `appeal-not-found`, `appeal-transition-refused`, `appeal-own-list`
   */
  async verify(id: string, officer: OfficerPrincipal, finding: string): Promise<void> {
    await this.take(id, 'verify', officer, async (tx, appeal) => {
      await this.records.write(tx, appeal, { action: 'verify', text: finding, revision: null }, officer);
      return null;
    });
  }

  /**
   * The sanction is annulled as if it never was, its chain computed anew; where a mistake is corrected, a draft list has the same
   * designation for the right subject.
   *
   * @param right the right subject, normalised
   * @throws {Problem} `appeal-not-found`, `appeal-transition-refused`, `appeal-own-list`, `appeal-organ-level`,
   *   `sanction-not-standing` if it was annulled meanwhile; `correction-for-mistakes`, `appeal-without-sanction`,
   *   `correction-not-accepted`
   */
  async uphold(
    id: string,
    officer: OfficerPrincipal,
    { reasons, right }: { reasons: string; right: SubjectIdentity | undefined },
  ): Promise<void> {
    const correction = right === undefined ? undefined : await this.judged(id, right, officer);
    await this.take(id, 'uphold', officer, async (tx, appeal) => {
      const revision = await this.changed(tx, appeal, 'appeal.upheld', (change) => this.sanctions.annul(tx, change));
      if (correction !== undefined) appeal.correctionListId = await this.corrections.draft(tx, correction, officer);
      await this.records.write(tx, appeal, { action: 'uphold', text: reasons, revision }, officer);
      return revision;
    });
  }

  /**
   * The appeal is over, and the sanction stands as before.
   *
   * @throws {Problem} `appeal-not-found`, `appeal-transition-refused`, `appeal-own-list`
   */
  async close(id: string, action: Closing, officer: OfficerPrincipal, text: string): Promise<void> {
    await this.take(id, action, officer, async (tx, appeal, before) => {
      const revision =
        before === 'filed'
          ? null
          : await this.changed(tx, appeal, 'appeal.closed', (change) => this.sanctions.resume(tx, change));
      await this.records.write(tx, appeal, { action, text, revision }, officer);
      return revision;
    });
  }

  /**
   * What upholding the appeal, or accepting it with its effect suspended, would do now; nothing is written.
   *
   * @throws {Problem} `appeal-not-found`; `appeal-transition-refused` once it is decided, or for a suspension once it is accepted;
   *   `appeal-without-sanction` for a suspension; `sanction-not-standing`
   */
  async preview(id: string, action: 'uphold' | 'accept_suspended', language: Language): Promise<PreviewResponse> {
    const appeal = await this.db.manager.findOneBy(Appeal, { id });
    if (appeal === null) throw new Problem('appeal-not-found');
    const { state, sanctionId } = appeal;
    // Whoever can still be upheld can be withdrawn: what it would do may be known before the facts are verified.
    appealAfter(state, action === 'uphold' ? 'withdraw' : 'accept');
    if (sanctionId === null && action === 'accept_suspended') throw new Problem('appeal-without-sanction');
    return this.sanctions.preview(sanctionId, action, language);
  }

  /** Somebody reads what the person said: that goes into the audit trail. */
  async shown(id: string, officer: OfficerPrincipal): Promise<void> {
    await this.db.transaction((tx) => this.records.shown(tx, id, officer));
  }

  /** One step: the appeal is locked, its state and the officer are looked at, and what was changed is announced. */
  private async take(
    id: string,
    action: AppealAction,
    officer: OfficerPrincipal,
    work: (tx: EntityManager, appeal: Appeal, before: Appeal['state']) => Promise<number | null>,
  ): Promise<void> {
    const revision = await this.db.transaction(async (tx) => {
      const appeal = await this.records.lock(tx, id);
      const before = appeal.state;
      appeal.state = appealAfter(before, action);
      assertMayTake(action, await this.sanctions.originOf(tx, appeal.sanctionId), judge(officer));
      return work(tx, appeal, before);
    });
    if (revision !== null) await this.revisions.announce(revision);
  }

  /** @returns the revision; null for an appeal that is about no sanction, and alters no decision */
  private async changed(
    tx: EntityManager,
    { sanctionId }: Appeal,
    reason: string,
    change: (change: { sanctionId: string; revision: number }) => Promise<void>,
  ): Promise<number | null> {
    if (sanctionId === null) return null;
    const revision = await this.revisions.next(tx, reason);
    await change({ sanctionId, revision });
    return revision;
  }

  /** Before the transaction: nothing that it reads ever changes. */
  private async judged(id: string, right: SubjectIdentity, officer: OfficerPrincipal): Promise<Correction> {
    const appeal = await this.db.manager.findOneBy(Appeal, { id });
    if (appeal === null) throw new Problem('appeal-not-found');
    if (appeal.kind === 'objection') throw new Problem('correction-for-mistakes');
    const origin = await this.sanctions.originOf(this.db.manager, appeal.sanctionId);
    if (origin === undefined) throw new Problem('appeal-without-sanction');
    return this.corrections.judge(origin, right, officer);
  }
}

function judge({ id, organ: { level } }: OfficerPrincipal): Parameters<typeof assertMayTake>[2] {
  return { id, level };
}
