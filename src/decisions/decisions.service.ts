import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { canonicalJson } from '../domain/canonical.js';
import type { Answer, DecisionInput } from '../domain/decision.js';
import { shanghaiInstant } from '../domain/period.js';
import { Problem, type Language } from '../domain/problem.js';
import { actorOf, institutionIdOf, type Principal } from '../institutions/principal.js';
import { Clock } from '../platform/clock.js';
import { decodeSequence, encodeCursor } from '../platform/cursor.js';
import { answerNow, decideNow } from '../rulebook/decide.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { DecisionFacts, type BookAnswer } from './decision-facts.service.js';
import { DecisionLog, type LoggedDecision } from './decision-log.service.js';
import type {
  DecisionPage,
  DecisionRequest,
  DecisionResponse,
  ReplayResponse,
  StoredDecisionResponse,
} from './decision.dto.js';
import { assertMayAsk, questionOf, type Question } from './question.js';
import { RulebookStore } from './rulebook-store.service.js';

/** What the log keeps of a question: what was asked, and everything the answer depends on. */
interface StoredInput {
  question: Question;
  input: DecisionInput;
}

const PAGE = 50;
/** Decisions after which other requests get their turn. */
const BREATH = 32;

/** Questions in, decisions out; and any decision again from its record. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly facts: DecisionFacts,
    private readonly log: DecisionLog,
  ) {}

  /** Understands a request. @throws {Problem} `question-unknown`, `question-not-yours` or `validation-failed` */
  read(request: DecisionRequest, asker: Principal, language: Language): Question {
    const rulebook = this.rulebooks.current();
    const question = questionOf(request, rulebook, this.clock.now(), language);
    assertMayAsk(question, rulebook, asker);
    return question;
  }

  /**
   * One decision, durable in the log before it is returned.
   *
   * @throws {Problem} `day-before-rulebook`; `deciding-failed` if anything goes wrong: never a silent ALLOW or DENY
   */
  async decide(question: Question, asker: Principal): Promise<DecisionResponse> {
    const [answer] = await this.decideAll([question], asker);
    if (answer === undefined) throw new Error('A question was left without an answer');
    if (answer instanceof Problem) throw answer;
    return answer;
  }

  /** Decisions of one asker, in order. What cannot be answered has its {@link Problem} in its place. */
  async decideAll(questions: readonly Question[], asker: Principal): Promise<(DecisionResponse | Problem)[]> {
    const institutionId = asker.type === 'officer' ? null : asker.institution.id;
    try {
      const found = await this.facts.collect(questions.map((question) => ({ question, institutionId })));
      // Asked together is read together: the books and the law of one revision.
      const rulebook = await this.rulebooks.at(found[0]?.revision ?? 0);
      const decided: (Decided | Problem)[] = [];
      for (const [at, facts] of found.entries()) {
        if (at % BREATH === BREATH - 1) await nextTurn();
        decided.push(decideOne(rulebook, facts));
      }
      const logged = decided.map((one, at) =>
        one instanceof Problem ? one : this.record(one, questions[at], rulebook, asker),
      );
      await this.log.append(logged.flatMap((one) => (one instanceof Problem ? [] : [one.entry])));
      return logged.map((one) => (one instanceof Problem ? one : one.response));
    } catch (error) {
      const problem = decidingFailed(error);
      return questions.map(() => problem);
    }
  }

  /** A stored decision with its trace. @throws {Problem} `decision-not-found` also for another institution's */
  async get(id: string, reader: Principal): Promise<StoredDecisionResponse> {
    const entry = await this.entry(id, reader);
    const { question, input } = storedInput(entry);
    const rulebook = await this.rulebooks.byHash(entry.rulebookHash);
    const { trace } = decideNow(rulebook, input);
    return {
      ...responseOf(entry, JSON.parse(entry.answer), input),
      decidedAt: shanghaiInstant(entry.decidedAt),
      asker: entry.asker,
      question: { ...question },
      trace,
    };
  }

  /** Decides again from the record, under the rulebook of then, and compares the bytes. @throws {Problem} `decision-not-found` */
  async replay(id: string, reader: Principal): Promise<ReplayResponse> {
    const entry = await this.entry(id, reader);
    const { input } = storedInput(entry);
    const answer = answerNow(await this.rulebooks.byHash(entry.rulebookHash), input);
    const again = canonicalJson(answer);
    return {
      same: again === entry.answer,
      decisionId: id,
      outcome: entry.outcome,
      replayedOutcome: answer.outcome,
      answerHash: sha256(entry.answer),
      replayedAnswerHash: sha256(again),
      revision: entry.revision,
      rulebook: entry.rulebookHash,
      asOf: input.asOf,
    };
  }

  /** Decisions of the reader's own institution, newest first. @throws {Problem} `cursor-invalid` */
  async page(reader: Principal, cursor: string | undefined): Promise<DecisionPage> {
    const before = cursor === undefined ? undefined : decodeSequence(cursor);
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
    return { items, nextCursor: last === undefined ? null : encodeCursor({ seq: last.seq }) };
  }

  private async entry(id: string, reader: Principal): Promise<LoggedDecision> {
    const entry = await this.log.byId(id);
    const isShown = entry !== null && (reader.type === 'officer' || entry.institutionId === reader.institution.id);
    if (!isShown) throw new Problem('decision-not-found');
    return entry;
  }

  private record(decided: Decided, question: Question | undefined, rulebook: Rulebook, asker: Principal): Recorded {
    if (question === undefined) throw new Error('A decision was made without a question');
    const stored: StoredInput = { question, input: decided.input };
    const entry: LoggedDecision = {
      id: uuidv7(),
      decidedAt: this.clock.now(),
      asker: actorOf(asker),
      institutionId: institutionIdOf(asker),
      rulebookHash: rulebook.hash,
      revision: decided.revision,
      outcome: decided.answer.outcome,
      input: canonicalJson(stored),
      answer: canonicalJson(decided.answer),
    };
    return { entry, response: responseOf(entry, decided.answer, decided.input) };
  }
}

interface Decided extends BookAnswer {
  answer: Answer;
}

interface Recorded {
  entry: LoggedDecision;
  response: DecisionResponse;
}

function decideOne(rulebook: Rulebook, facts: BookAnswer): Decided | Problem {
  try {
    return { ...facts, answer: answerNow(rulebook, facts.input) };
  } catch (error) {
    return error instanceof Problem ? error : decidingFailed(error);
  }
}

/** The cause goes along: the filter logs it, the caller does not see it. */
function decidingFailed(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const problem = new Problem('deciding-failed');
  problem.cause = cause;
  return problem;
}

function storedInput(entry: LoggedDecision): StoredInput {
  return JSON.parse(entry.input);
}

/** The members in the order of the contract. */
function responseOf(
  entry: LoggedDecision,
  answer: Answer,
  input: DecisionInput,
): Pick<DecisionResponse, keyof DecisionResponse> {
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
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
