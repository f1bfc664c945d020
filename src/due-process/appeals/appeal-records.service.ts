import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AppealAction, AppealKind } from '../../domain/appeal.js';
import type { IdType } from '../../domain/designation.js';
import { localDateOf } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { receiptNumber, SERIALS } from '../../domain/receipt-number.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { Appeal, AppealStep } from './appeal.entity.js';

/** An appeal as it is brought in, normalised. */
export interface Filing {
  subject: { idType: IdType; idNumber: string; name?: string };
  sanctionId: string | undefined;
  kind: AppealKind;
  grounds: string;
  evidence: readonly string[];
  contact: string | undefined;
}

/** A step of an appeal as an officer takes it. */
export interface TakenStep {
  action: AppealAction | 'file';
  /** Remark, finding or reasons. */
  text: string | undefined;
  suspendedAt?: Date | undefined;
  revision: number | null;
}

const TEXT = 'appeal_step.text';

/** How a step in the life of an appeal is written down: the appeal, its history and the audit trail, together. */
@Injectable()
export class AppealRecords {
  constructor(
    private readonly pii: Pii,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A new appeal, not yet written. */
  filed(
    { subject, kind, grounds, evidence, contact }: Filing,
    about: Pick<Appeal, 'sanctionId' | 'subjectHash'>,
    officer: OfficerPrincipal,
  ): Appeal {
    const filedAt = this.clock.now();
    return Object.assign(new Appeal(), about, {
      id: uuidv7(),
      receiptNo: receiptNumber('SS', Number(localDateOf(filedAt).slice(0, 4)), randomInt(SERIALS)),
      kind,
      state: 'filed',
      subjectEnc: this.pii.encrypt(JSON.stringify(subject), 'appeal.subject'),
      groundsEnc: this.pii.encrypt(grounds, 'appeal.grounds'),
      evidenceEnc: this.pii.encrypt(JSON.stringify(evidence), 'appeal.evidence'),
      contactEnc: contact === undefined ? null : this.pii.encrypt(contact, 'appeal.contact'),
      filedBy: officer.id,
      filedAt,
      correctionListId: null,
    } as const);
  }

  /** Lock before reading the state: two officers can press the button in the same second. @throws {Problem} `appeal-not-found` */
  async lock(tx: EntityManager, id: string): Promise<Appeal> {
    const appeal = await tx.findOne(Appeal, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (appeal === null) throw new Problem('appeal-not-found');
    return appeal;
  }

  /** The last statement of its transaction. */
  async write(tx: EntityManager, appeal: Appeal, step: TakenStep, officer: OfficerPrincipal): Promise<void> {
    const { id: appealId, state, correctionListId, sanctionId, kind } = appeal;
    const { action, text, suspendedAt, revision } = step;
    const number = (await tx.countBy(AppealStep, { appealId })) + 1;
    // The step first: whose list it is, is judged by the state the appeal still has.
    await tx.insert(AppealStep, {
      appealId,
      number,
      action,
      textEnc: text === undefined ? null : this.pii.encrypt(text, TEXT),
      suspendedAt: suspendedAt ?? null,
      officerId: officer.id,
      takenAt: this.clock.now(),
      revision,
    });
    if (action !== 'file') await tx.update(Appeal, { id: appealId }, { state, correctionListId });
    await this.audit.append(tx, {
      actor: actorOf(officer),
      what: `appeal.${state}`,
      object: `appeal:${appealId}`,
      detail: {
        kind,
        sanction: sanctionId,
        revision,
        correctionList: correctionListId,
        suspended: suspendedAt !== undefined,
      },
    });
  }

  /** The audit trail learns who read a case. */
  async shown(tx: EntityManager, appealId: string, officer: OfficerPrincipal): Promise<void> {
    await this.audit.append(tx, { actor: actorOf(officer), what: 'appeal.shown', object: `appeal:${appealId}` });
  }

  /** What an appeal says. */
  saidBy(appeal: Appeal): Pick<Filing, 'subject' | 'grounds' | 'evidence' | 'contact'> {
    const { subjectEnc, groundsEnc, evidenceEnc, contactEnc } = appeal;
    return {
      subject: JSON.parse(this.pii.decryptText(subjectEnc, 'appeal.subject')),
      grounds: this.pii.decryptText(groundsEnc, 'appeal.grounds'),
      evidence: JSON.parse(this.pii.decryptText(evidenceEnc, 'appeal.evidence')),
      contact: contactEnc === null ? undefined : this.pii.decryptText(contactEnc, 'appeal.contact'),
    };
  }

  /** The name of a person as recorded, where he did not say it. */
  recordedName(nameEnc: Buffer | null): string | null {
    return nameEnc === null ? null : this.pii.decryptText(nameEnc, 'subject.name');
  }

  /** What was said at a step. */
  textOf({ textEnc }: AppealStep): string | null {
    return textEnc === null ? null : this.pii.decryptText(textEnc, TEXT);
  }
}
