import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BookDecisions } from '../../decisions/book-decisions.service.js';
import type { AskedSubjectDto, DecisionResponse } from '../../decisions/decision.dto.js';
import type { Question } from '../../decisions/question.js';
import { Questions } from '../../decisions/questions.service.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem, type Language } from '../../domain/problem.js';
import type { RetainedCard } from '../../domain/retained-sim.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { normalisedCardNumber } from '../../platform/normalised.js';
import { takeTurn } from '../../platform/turn.js';
import type { RegisteredNumber, ShownApproval } from '../../registry/retained/retained-sims.service.js';
import { Keepings } from './keepings.service.js';
import type { KeptView, RestorationRequest, RestorationResponse, RetainedChangeRequest } from './restoration.dto.js';
import { SimApprovals } from './sim-approvals.service.js';

/** Somebody at the counter, with what he asks for. */
interface Visit {
  question: Question;
  /** Of the question, normalised. */
  card: RetainedCard;
  approvalNo: string | undefined;
  client: ClientPrincipal;
  /** The keeping that shall make room for another number. */
  instead: string | undefined;
}

/** What came of it; with a revision where the books changed. */
interface Settled {
  response: RestorationResponse;
  revision: number | undefined;
}

/** A subject asks for the one number that is left to it: a decision like any other, which is acted on at once. */
@Injectable()
export class RestorationsService {
  constructor(
    private readonly db: DataSource,
    private readonly questions: Questions,
    private readonly decisions: BookDecisions,
    private readonly approvals: SimApprovals,
    private readonly keepings: Keepings,
  ) {}

  /**
   * Restores a number, if the rulebook in force lets it be kept.
   *
   * @throws {Problem} `question-not-yours`, `card-not-registered`, `card-closed`, `approval-…`, `deciding-failed`, `validation-failed`
   */
  restore(request: RestorationRequest, client: ClientPrincipal, language: Language): Promise<RestorationResponse> {
    const question = this.read(`${request.card.kind}.restore`, request.subject, request, client, language);
    return this.settle({ ...visitOf(request), question, client, instead: undefined });
  }

  /**
   * Keeps another number of the same carrier instead, if the rulebook in force lets it be changed.
   *
   * @throws {Problem} as {@link restore}; `retained-sim-not-found`, `retained-sim-ended`
   */
  async change(
    id: string,
    request: RetainedChangeRequest,
    client: ClientPrincipal,
    language: Language,
  ): Promise<RestorationResponse> {
    const subject = await this.keepings.subjectOf(id, client);
    const question = this.read('mobile_sim.change_retained', subject, request, client, language);
    return this.settle({ ...visitOf(request), question, client, instead: id });
  }

  private read(
    action: string,
    subject: AskedSubjectDto,
    { card, channel, inPerson }: RetainedChangeRequest,
    client: ClientPrincipal,
    language: Language,
  ): Question {
    return this.questions.read({ action, subject, card, channel, inPerson }, client, language);
  }

  private async settle(visit: Visit): Promise<RestorationResponse> {
    await this.decisions.prepare();
    const { response, revision } = await this.db.transaction((tx) => this.decide(tx, visit));
    if (revision !== undefined) await this.keepings.announce(revision);
    return response;
  }

  private async decide(tx: EntityManager, visit: Visit): Promise<Settled> {
    const { question, client, card } = visit;
    // Two carriers may ask in the same second: whoever comes second sees what the first one was given. No sanction, no listing and
    // no other number changes meanwhile either.
    await takeTurn(tx, 'books');
    const number = await this.numberAsked(tx, visit);
    const approval = await this.approvals.shown(tx, visit.approvalNo, number);
    const at = await this.keepings.momentFor(tx, number.holderId);
    const asked = { ...question, asOf: shanghaiInstant(at), request: { ...question.request, ...levelOf(approval) } };
    const decision = await this.decisions.decide(tx, asked, client);
    const { outcome, reasons, decisionId } = decision.response;
    const { restrictedSince: since } = decision;
    // No rule has anything to say: the number is not suspended, and there is nothing to restore.
    if (since === undefined || reasons.length === 0) return settled(decision.response, false);
    const restored = outcome === 'ALLOW' || outcome === 'ALLOW_LIMITED';
    const counting = await this.keepings.countingOf(tx, number.holderId, since);
    if (!restored || counting.some(({ cardId }) => cardId === number.id))
      return settled(decision.response, restored, await this.keepings.viewFor(tx, client, counting));
    const { instead } = visit;
    const kept = await this.keepings.keep(tx, { number, card, client, approval, decisionId, at, since, instead });
    return { ...settled(decision.response, true, kept), revision: kept.revision };
  }

  /** @throws {Problem} `card-not-registered` also for a number of somebody else; `card-closed` */
  private async numberAsked(tx: EntityManager, { question, card, client, instead }: Visit): Promise<RegisteredNumber> {
    const number = await this.keepings.numberOf(tx, card, question, client);
    if (number === undefined) throw new Problem('card-not-registered');
    if (number.status === 'closed') throw new Problem('card-closed');
    if (instead !== undefined) await this.keepings.assertLeaves(tx, instead, client);
    return number;
  }
}

function visitOf({ card, policeApprovalNo }: RetainedChangeRequest): Pick<Visit, 'card' | 'approvalNo'> {
  const number = normalisedCardNumber(card.number, 'card.number');
  return { card: { kind: card.kind, number }, approvalNo: policeApprovalNo };
}

function settled(decision: Readonly<DecisionResponse>, restored: boolean, retained?: KeptView): Settled {
  return { response: { ...decision, restored, ...(retained === undefined ? {} : { retained }) }, revision: undefined };
}

function levelOf(approval: ShownApproval | null): Pick<Question['request'], 'policeApproval'> {
  return approval === null ? {} : { policeApproval: approval.level };
}
