import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DataSource, IsNull, MoreThan, Not } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiInstant } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { Officer } from './officer.entity.js';
import { OfficerSession } from './officer-session.entity.js';
import type { OfficerPrincipal } from './principal.js';
import { actorOf } from './principal.js';
import { hashSecret, isSecretOf, newSecret } from './secret.js';
import { Tokens } from './tokens.service.js';
import { TotpSecrets } from './totp.service.js';

const SESSION_HOURS = 8;
const MOST_FAILURES = 5;
const LOCK_MINUTES = 15;

/** What an officer signs in with. */
export interface Credentials {
  username: string;
  password: string;
  /** Six digits, where the officer has enrolled an authenticator. */
  totp?: string;
}

/** A session just opened. */
export interface OpenedSession {
  accessToken: string;
  expiresAt: Date;
  officer: Officer;
}

type Refusal = 'locked' | 'disabled' | 'password' | 'totp';

/** Sign-in and sign-out of officers. */
@Injectable()
export class Sessions implements OnModuleInit {
  /** Verified for unknown user names, so that they take as long to refuse as known ones. */
  private decoyHash = '';

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly tokens: Tokens,
    private readonly totp: TotpSecrets,
  ) {}

  async onModuleInit(): Promise<void> {
    this.decoyHash = await hashSecret(newSecret());
  }

  /**
   * Opens a session of eight hours.
   *
   * The password is verified before the lock, as it takes long; what it is worth is decided under the lock of the
   * officer's row, one guess after the other. Of twenty guesses at once five count, and a right one among the others is
   * refused like a wrong one.
   *
   * @throws {Problem} `invalid-credentials`, or `account-locked` after five failures for fifteen minutes
   */
  async open(credentials: Credentials): Promise<OpenedSession> {
    const known = await this.db.manager.findOneBy(Officer, { username: credentials.username });
    const isRight = await isSecretOf(known?.passwordHash ?? this.decoyHash, credentials.password);
    if (known === null) {
      await this.db.transaction((tx) => this.auditRefusal(tx, 'unknown', 'password'));
      throw new Problem('invalid-credentials');
    }
    // Refusals are returned, not thrown, out of the transaction: they must count.
    const outcome = await this.db.transaction(async (tx) => {
      const officer = await this.lock(tx, known.id);
      const refusal = this.refusalOf(officer, isRight && officer.passwordHash === known.passwordHash, credentials.totp);
      return refusal === null ? this.admit(tx, officer, credentials.totp) : this.refuse(tx, officer, refusal);
    });
    if (outcome instanceof Problem) throw outcome;
    const { session, officer } = outcome;
    const accessToken = await this.tokens.signForOfficer(officer.id, session.id, session.expiresAt);
    return { accessToken, expiresAt: session.expiresAt, officer };
  }

  /** The session of a signed-in officer. */
  async current(officer: OfficerPrincipal): Promise<OfficerSession> {
    return this.db.manager.findOneOrFail(OfficerSession, {
      where: { id: officer.sessionId },
      relations: { officer: { institution: true } },
    });
  }

  /** Signs out: the token is void at once. */
  async close(officer: OfficerPrincipal): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.update(OfficerSession, { id: officer.sessionId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      await this.audit.append(tx, {
        actor: actorOf(officer),
        what: 'session.revoked',
        object: `officer:${officer.id}`,
        detail: { sessions: 1 },
      });
    });
  }

  /** Ends all sessions of an officer. @returns how many @throws {Problem} `officer-not-found` */
  async revokeAll(admin: OfficerPrincipal, officerId: string): Promise<number> {
    return this.db.transaction(async (tx) => {
      if (!(await tx.existsBy(Officer, { id: officerId }))) throw new Problem('officer-not-found');
      return this.revokeIn(tx, actorOf(admin), officerId);
    });
  }

  /** {@link revokeAll} as part of another act, such as disabling the officer. */
  async revokeIn(tx: EntityManager, actor: string, officerId: string): Promise<number> {
    const now = this.clock.now();
    const open = { officerId, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const { affected } = await tx.update(OfficerSession, open, { revokedAt: now });
    const sessions = affected ?? 0;
    await this.audit.append(tx, {
      actor,
      what: 'session.revoked',
      object: `officer:${officerId}`,
      detail: { sessions },
    });
    return sessions;
  }

  /**
   * An officer changes his own password; his other sessions end. A wrong current one counts as a failed sign-in, as whoever found
   * an open session could try them here.
   *
   * @returns how many sessions ended
   * @throws {Problem} `password-unsuitable`, `current-password-wrong`, `account-locked`
   */
  async changePassword(
    principal: OfficerPrincipal,
    { current, next }: { current: string; next: string },
  ): Promise<number> {
    if (next === current || next.toLowerCase() === principal.username) throw new Problem('password-unsuitable');
    const known = await this.db.manager.findOneByOrFail(Officer, { id: principal.id });
    const isRight = await isSecretOf(known.passwordHash, current);
    const passwordHash = await hashSecret(next);
    // Refusals are returned, not thrown, out of the transaction: they must count.
    const outcome = await this.db.transaction(async (tx) => {
      const officer = await this.lock(tx, principal.id);
      if (isLocked(officer, this.clock.now())) return this.refuse(tx, officer, 'locked');
      if (!isRight || officer.passwordHash !== known.passwordHash) {
        await this.refuse(tx, officer, 'password');
        return new Problem('current-password-wrong');
      }
      await tx.update(Officer, { id: officer.id }, { passwordHash, failedAttempts: 0 });
      return this.endOthers(tx, principal);
    });
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  }

  private async endOthers(tx: EntityManager, { id, sessionId }: OfficerPrincipal): Promise<number> {
    const now = this.clock.now();
    const others = { id: Not(sessionId), officerId: id, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const { affected } = await tx.update(OfficerSession, others, { revokedAt: now });
    const sessions = affected ?? 0;
    const object = `officer:${id}`;
    await this.audit.append(tx, { actor: object, what: 'officer.password-changed', object, detail: { sessions } });
    return sessions;
  }

  private async lock(tx: EntityManager, id: string): Promise<Officer> {
    // NO KEY: rows that refer to the officer are written meanwhile, by transactions that may hold the audit's turn.
    await tx.findOneOrFail(Officer, { where: { id }, lock: { mode: 'for_no_key_update' } });
    return tx.findOneOrFail(Officer, { where: { id }, relations: { institution: true } });
  }

  private refusalOf(officer: Officer, isPasswordRight: boolean, code: string | undefined): Refusal | null {
    if (isLocked(officer, this.clock.now())) return 'locked';
    if (!isPasswordRight) return 'password';
    if (officer.disabledAt !== null) return 'disabled';
    // A missing code counts as a wrong one, or the lock would tell that the password was right.
    if (this.totp.isRequired(officer) && this.totp.acceptedStep(officer, code ?? '') === null) return 'totp';
    return null;
  }

  private async refuse(tx: EntityManager, officer: Officer, refusal: Refusal): Promise<Problem> {
    await this.auditRefusal(tx, officer.id, refusal);
    if (refusal === 'locked' && officer.lockedUntil !== null) {
      return new Problem('account-locked', { until: shanghaiInstant(officer.lockedUntil) });
    }
    const failures = officer.failedAttempts + 1;
    if (failures < MOST_FAILURES) {
      await tx.update(Officer, { id: officer.id }, { failedAttempts: failures });
      return new Problem('invalid-credentials');
    }
    const lockedUntil = new Date(this.clock.now().getTime() + LOCK_MINUTES * 60_000);
    await tx.update(Officer, { id: officer.id }, { failedAttempts: 0, lockedUntil });
    await this.audit.append(tx, {
      actor: 'system',
      what: 'officer.locked',
      object: `officer:${officer.id}`,
      detail: { failures },
    });
    return new Problem('invalid-credentials');
  }

  private async admit(
    tx: EntityManager,
    officer: Officer,
    code: string | undefined,
  ): Promise<{ session: OfficerSession; officer: Officer }> {
    const step = this.totp.isRequired(officer) ? this.totp.acceptedStep(officer, code ?? '') : null;
    const used = step === null ? {} : { totpLastStep: step };
    await tx.update(Officer, { id: officer.id }, { failedAttempts: 0, lockedUntil: null, ...used });
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + SESSION_HOURS * 3_600_000);
    const id = uuidv7();
    await tx.insert(OfficerSession, { id, officerId: officer.id, createdAt, expiresAt });
    await this.audit.append(tx, {
      actor: `officer:${officer.id}`,
      what: 'session.opened',
      object: `officer:${officer.id}`,
      detail: { session: id, totp: step !== null },
    });
    return { session: await tx.findOneByOrFail(OfficerSession, { id }), officer };
  }

  private async auditRefusal(tx: EntityManager, officerId: string, refusal: Refusal): Promise<void> {
    const object = `officer:${officerId}`;
    await this.audit.append(tx, { actor: 'system', what: 'session.refused', object, detail: { refusal } });
  }
}

function isLocked({ lockedUntil }: Officer, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}
