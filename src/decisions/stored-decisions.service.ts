import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { canonicalJson } from '../domain/canonical.js';
import type { Answer } from '../domain/decision.js';
import { shanghaiInstant } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { DecisionLog } from '../decision-log/decision-log.service.js';
import type { LoggedDecision } from '../decision-log/logged-decision.js';
import { institutionIdOf, type Principal } from '../institutions/principal.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { mask, maskName } from '../registry/mask.js';
import { decideNow } from '../rulebook/decide.js';
import type { DecisionPage, ReplayResponse, StoredDecisionResponse } from './decision.dto.js';
import type { Question } from './question.js';
import { decideAgain, storedInput } from './replay.js';
import { RulebookStore } from './rulebook-store.service.js';

const PAGE = 50;

/** Decisions as they were answered, and any of them again from its record. */
@Injectable()
export class StoredDecisions {
  constructor(
    private readonly rulebooks: RulebookStore,
    private readonly log: DecisionLog,
  ) {}

  /** A stored decision with its trace. @throws {Problem} `decision-not-found` also for another institution's */
  async get(id: string, reader: Principal): Promise<StoredDecisionResponse> {
    const entry = await this.entry(id, reader);
    const { question, input } = storedInput(entry);
    const answer: Answer = JSON.parse(entry.answer);
    const { trace } = decideNow(await this.rulebooks.byHash(entry.rulebookHash), input);
    const { outcome, reasons, excused, limits, weakestConfidence, lastDay } = answer;
    return {
      decisionId: entry.id,
      outcome,
      reasons,
      excused,
      limits,
      weakestConfidence,
      ...(lastDay === undefined ? {} : { lastDay }),
      revision: entry.revision,
      rulebook: entry.rulebookHash,
      asOf: input.asOf,
      ...(question.knownAt === undefined ? {} : { knownAt: question.knownAt }),
      decidedAt: shanghaiInstant(entry.decidedAt),
      asker: entry.asker,
      question: reader.type === 'officer' ? masked(question) : { ...question },
      trace,
    };
  }

  /**
   * Decides again from the record, under the rulebook of then, and compares the bytes of the canonical form: the order in
   * which a later version of this service writes the members of an answer is no part of the answer.
   *
   * @throws {Problem} `decision-not-found`
   */
  async replay(id: string, reader: Principal): Promise<ReplayResponse> {
    const entry = await this.entry(id, reader);
    const { question, input } = storedInput(entry);
    const { answer, text, isSame } = decideAgain(await this.rulebooks.byHash(entry.rulebookHash), entry);
    return {
      same: isSame,
      decisionId: id,
      outcome: entry.outcome,
      replayedOutcome: answer.outcome,
      answerHash: sha256(canonicalJson(JSON.parse(entry.answer))),
      replayedAnswerHash: sha256(text),
      revision: entry.revision,
      rulebook: entry.rulebookHash,
      asOf: input.asOf,
      ...(question.knownAt === undefined ? {} : { knownAt: question.knownAt }),
    };
  }

  /** Decisions of the reader's own institution, newest first. @throws {Problem} `cursor-invalid` */
  async page(reader: Principal, cursor: string | undefined): Promise<DecisionPage> {
    const before = cursor === undefined ? undefined : decisionIdOf(cursor);
    const heads = await this.log.page(institutionIdOf(reader), before, PAGE + 1);
    const shown = heads.slice(0, PAGE);
    const last = heads.length > PAGE ? shown.at(-1) : undefined;
    const items = shown.map(({ id, outcome, decidedAt, asker, revision, rulebookHash }) => ({
      decisionId: id,
      outcome,
      decidedAt: shanghaiInstant(decidedAt),
      asker,
      revision,
      rulebook: rulebookHash,
    }));
    return { items, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
  }

  private async entry(id: string, reader: Principal): Promise<LoggedDecision> {
    const entry = await this.log.byId(id);
    const isShown = entry !== null && (reader.type === 'officer' || entry.institutionId === reader.institution.id);
    if (!isShown) throw new Problem('decision-not-found');
    return entry;
  }
}

/** What an officer reads of a question: whom it is about is revealed at the subject, for a purpose. */
function masked({ subject, card, counterpartyCard, ...asked }: Question): Record<string, unknown> {
  return {
    ...asked,
    subject: {
      ...subject,
      idNumber: mask(subject.idNumber),
      ...(subject.name === undefined ? {} : { name: maskName(subject.name) }),
    },
    ...(card === undefined ? {} : { card: { ...card, number: mask(card.number) } }),
    ...(counterpartyCard === undefined
      ? {}
      : { counterpartyCard: { ...counterpartyCard, number: mask(counterpartyCard.number) } }),
  };
}

/** The decision after which a page starts. @throws {Problem} `cursor-invalid` */
function decisionIdOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUuid(id)) throw new Problem('cursor-invalid');
  return id;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
