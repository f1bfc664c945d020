import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { Pii } from '../platform/pii.js';
import { Officer } from './officer.entity.js';
import type { OfficerPrincipal } from './principal.js';
import { actorOf } from './principal.js';
import { acceptedStep, newTotpSecret, totpUri } from './totp.js';

const CONTEXT = 'officer.totp_secret';

/** The authenticators of officers: enrolled, confirmed with a first code, from then on asked at every sign-in. */
@Injectable()
export class TotpSecrets {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly pii: Pii,
  ) {}

  /** Has the officer confirmed an authenticator? */
  isRequired(officer: Pick<Officer, 'totpSecretEnc' | 'totpLastStep'>): boolean {
    return officer.totpSecretEnc !== null && officer.totpLastStep !== null;
  }

  /** @returns the step of an acceptable code; null for a wrong, old or used one. Write the step back under the row lock. */
  acceptedStep(officer: Pick<Officer, 'totpSecretEnc' | 'totpLastStep'>, code: string): number | null {
    if (officer.totpSecretEnc === null) return null;
    return acceptedStep(this.pii.decrypt(officer.totpSecretEnc, CONTEXT), code, this.clock.now(), officer.totpLastStep);
  }

  /**
   * Starts an enrolment; an unconfirmed one is replaced.
   *
   * @returns `otpauth://` URI with the secret, shown this once
   * @throws {Problem} `totp-already-enrolled`: only an administrator resets a confirmed one, or a stolen session could
   */
  async enrol(officer: OfficerPrincipal): Promise<string> {
    const secret = newTotpSecret();
    await this.db.transaction(async (tx) => {
      if (this.isRequired(await lock(tx, officer.id))) throw new Problem('totp-already-enrolled');
      await tx.update(
        Officer,
        { id: officer.id },
        { totpSecretEnc: this.pii.encrypt(secret, CONTEXT), totpLastStep: null },
      );
      await this.audit.append(tx, { actor: actorOf(officer), what: 'totp.enrolled', object: `officer:${officer.id}` });
    });
    return totpUri(secret, officer.username);
  }

  /** @throws {Problem} `totp-not-enrolled`, `totp-already-enrolled`, `totp-code-wrong` */
  async confirm(officer: OfficerPrincipal, code: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const row = await lock(tx, officer.id);
      if (row.totpSecretEnc === null) throw new Problem('totp-not-enrolled');
      if (this.isRequired(row)) throw new Problem('totp-already-enrolled');
      const step = this.acceptedStep(row, code);
      if (step === null) throw new Problem('totp-code-wrong');
      await tx.update(Officer, { id: officer.id }, { totpLastStep: step });
      await this.audit.append(tx, { actor: actorOf(officer), what: 'totp.confirmed', object: `officer:${officer.id}` });
    });
  }
}

async function lock(tx: EntityManager, id: string): Promise<Officer> {
  return tx.findOneOrFail(Officer, { where: { id }, lock: { mode: 'for_no_key_update' } });
}
