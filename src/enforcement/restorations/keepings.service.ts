import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Question } from '../../decisions/question.js';
import type { IdType } from '../../domain/designation.js';
import { localDateOf, shanghaiInstant, type LocalDate } from '../../domain/period.js';
import { endedBy, type RetainedCard } from '../../domain/retained-sim.js';
import { actorOf, type ClientPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Revisions } from '../../platform/revisions.js';
import { mask } from '../../registry/mask.js';
import {
  RetainedSims,
  type OpenKeeping,
  type RegisteredNumber,
  type ShownApproval,
} from '../../registry/retained/retained-sims.service.js';
import type { KeptView } from './restoration.dto.js';

/** A number that was decided to be kept. */
export interface DecidedKeeping {
  number: RegisteredNumber;
  card: RetainedCard;
  client: ClientPrincipal;
  approval: ShownApproval | null;
  decisionId: string;
  at: Date;
  /** The day since which the subject is restricted: what was kept before is over. */
  since: LocalDate;
  /** The keeping it takes the place of. */
  instead: string | undefined;
}

/** Writes the register of kept numbers: what begins, and what ends. */
@Injectable()
export class Keepings {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly retained: RetainedSims,
    private readonly revisions: Revisions,
    private readonly audit: Audit,
  ) {}

  /** The number asked about, as the carrier registered it; undefined: not as the subject's, or not at all. */
  numberOf(
    tx: EntityManager,
    card: RetainedCard,
    { subject }: Question,
    { institution }: ClientPrincipal,
  ): Promise<RegisteredNumber | undefined> {
    return this.retained.numberOf(tx, institution.id, card, subject);
  }

  /** By what identifier the subject of a carrier's keeping is known. @throws {Problem} `retained-sim-not-found` */
  subjectOf(id: string, { institution }: ClientPrincipal): Promise<{ idType: IdType; idNumber: string }> {
    return this.retained.subjectOf(this.db.manager, id, institution.id);
  }

  /** A keeping may make room for another number. @throws {Problem} `retained-sim-not-found`, `retained-sim-ended` */
  async assertLeaves(tx: EntityManager, id: string, { institution }: ClientPrincipal): Promise<void> {
    const { state } = await this.retained.locked(tx, id, institution.id);
    endedBy(state, 'change');
  }

  /** The instant at which what happens next to the numbers of a subject happens: now, and not before what happened last. */
  async momentFor(tx: EntityManager, subjectId: string): Promise<Date> {
    const [now, last] = [this.clock.now(), await this.retained.lastInstantOf(tx, subjectId)];
    return last !== null && now < last ? last : now;
  }

  /** Keepings of a subject that count, oldest first. @param since the day since which it is restricted */
  async countingOf(tx: EntityManager, subjectId: string, since: LocalDate): Promise<OpenKeeping[]> {
    const open = await this.retained.openOf(tx, [subjectId]);
    return open.filter(({ restoredAt }) => since <= localDateOf(restoredAt));
  }

  /** What a carrier is told of what is kept: of its own all, of another's that there is one. */
  async viewFor(
    tx: EntityManager,
    { institution }: ClientPrincipal,
    counting: readonly OpenKeeping[],
  ): Promise<KeptView | undefined> {
    const own = counting.find(({ institutionId }) => institutionId === institution.id);
    if (own === undefined) return counting.length === 0 ? undefined : { carrier: 'other' };
    return {
      carrier: 'same',
      id: own.id,
      since: shanghaiInstant(own.restoredAt),
      card: await this.retained.maskedNumber(tx, own.cardId),
      revision: own.revision,
    };
  }

  /** Keeps a number, in the transaction with the turn of the books in which that was decided: its last act. @returns what the carrier is told */
  async keep(tx: EntityManager, keeping: DecidedKeeping): Promise<KeptView & { revision: number }> {
    const { number, card, client, approval, decisionId, at, since, instead } = keeping;
    const [subjectId, institutionId, by] = [number.holderId, client.institution.id, actorOf(client)];
    const revision = await this.revisions.next(tx, 'sim.restored');
    if (instead !== undefined) await this.retained.end(tx, instead, { state: 'changed', at, by, revision });
    await this.retained.release(tx, subjectId, since, { at, by, revision });
    const id = await this.retained.keep(tx, {
      subjectId,
      institutionId,
      cardId: number.id,
      kind: card.kind,
      restoredAt: at,
      restoredBy: by,
      approval,
      decisionId,
      revision,
    });
    await this.audit.append(tx, {
      actor: by,
      what: instead === undefined ? 'sim.restored' : 'sim.changed',
      object: `retained_sim:${id}`,
      detail: { decisionId, revision, approval: approval?.approvalId ?? approval?.level ?? null },
    });
    const view = { kind: card.kind, numberMasked: mask(card.number) };
    return { carrier: 'same', id, since: shanghaiInstant(at), card: view, revision };
  }

  /**
   * Ends a keeping, as its carrier reports it.
   *
   * @param action `cancel`: the user gave the number up; `move`: he took it to another carrier
   * @throws {Problem} `retained-sim-not-found`, also for another carrier's; `retained-sim-ended`
   */
  async end(id: string, action: 'cancel' | 'move', client: ClientPrincipal): Promise<void> {
    const ended = await this.db.transaction(async (tx) => {
      const { state: before } = await this.retained.locked(tx, id, client.institution.id);
      const state = endedBy(before, action);
      const revision = await this.revisions.next(tx, 'sim.keeping-ended');
      const by = actorOf(client);
      await this.retained.end(tx, id, { state, at: this.clock.now(), by, revision });
      const detail = { state, revision };
      await this.audit.append(tx, { actor: by, what: 'sim.keeping-ended', object: `retained_sim:${id}`, detail });
      return revision;
    });
    await this.revisions.announce(ended);
  }

  /** To be called when the transaction of {@link keep} is committed. */
  announce(revision: number): Promise<void> {
    return this.revisions.announce(revision);
  }
}
