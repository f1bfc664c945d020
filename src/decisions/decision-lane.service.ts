import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { Problem } from '../domain/problem.js';
import { accessOf, isAllowed } from '../institutions/admission.js';
import { Authentication } from '../institutions/authentication.service.js';
import type { ClientPrincipal } from '../institutions/principal.js';
import { rateLimitHeaders, RateLimits, type CountedHit } from '../institutions/rate-limits.service.js';
import { languageOf } from '../platform/language.js';
import { DATA_HEADERS } from '../platform/response-headers.js';
import { shapeGuard } from '../platform/shape-guard.js';
import { budgetHeaders } from '../registry/scan/scan-budgets.service.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { DecisionRequest } from './decision.dto.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService, type Decided } from './decisions.service.js';
import { MIN_REVISION, minRevisionOf } from './min-revision.js';
import type { Question } from './question.js';
import { Questions } from './questions.service.js';

const IDEMPOTENCY_KEY = 'idempotency-key';
const NOT_TAKEN = Symbol('not taken');

/** What the controller's route declares. */
const ACCESS = accessOf(
  Reflect.get(DecisionsController.prototype, 'decide' satisfies keyof DecisionsController),
  DecisionsController,
);

const isRequest = shapeGuard(DecisionRequest);

/**
 * The short way of `POST /v1/decisions`: the question of a known client, of the usual shape, answered from memory.
 *
 * It stands in front of the controller's route and takes what it can answer at once. Everything else (officers, a token seen for
 * the first time, a wait for a revision, an idempotency key, a fault in the body) goes the ordinary way, through guards, pipes and
 * filters: there is one definition of what is right, and one place that says what is wrong.
 */
@Injectable()
export class DecisionLane {
  constructor(
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
    private readonly restrictions: Restrictions,
    private readonly questions: Questions,
    private readonly decisions: DecisionsService,
  ) {}

  /** @param ordinary the handler of the controller's route */
  inFrontOf(ordinary: RouteHandlerMethod): RouteHandlerMethod {
    const taken = (request: FastifyRequest, reply: FastifyReply) => this.take(request, reply);
    return function lane(request, reply) {
      const answering = taken(request, reply);
      return answering === NOT_TAKEN ? ordinary.call(this, request, reply) : answering;
    };
  }

  /** @returns {@link NOT_TAKEN} for what has to go the ordinary way; nothing has been charged or logged of it then */
  private take(request: FastifyRequest, reply: FastifyReply): typeof NOT_TAKEN | Promise<void> | undefined {
    const { body, headers } = request;
    if (headers[IDEMPOTENCY_KEY] !== undefined || !isRequest(body)) return NOT_TAKEN;
    const client = this.authentication.recentClient(headers.authorization);
    if (client === undefined || ACCESS === undefined || !isAllowed(ACCESS, client)) return NOT_TAKEN;
    const question = this.questionOf(body, client, request);
    if (question === undefined) return NOT_TAKEN;
    const hit = this.limits.hitOf(client);
    if (!hit.isAllowed) return NOT_TAKEN;
    request.principal = client;
    const decided = this.decisions.decide(question, client);
    if (decided instanceof Promise) return decided.then((answer) => send(request, reply, answer, hit));
    send(request, reply, decided, hit);
    return undefined;
  }

  private questionOf(body: DecisionRequest, client: ClientPrincipal, request: FastifyRequest): Question | undefined {
    try {
      const wanted = minRevisionOf(request.headers[MIN_REVISION]);
      if (wanted !== undefined && wanted > this.restrictions.current().revision) return undefined;
      return this.questions.understand(body, client, languageOf(request));
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }
}

const HEADERS = [...DATA_HEADERS.flat(), 'content-type', 'application/json; charset=utf-8'];

/** Past Fastify's own sending, which costs more than the answer: the headers are known, and the body is text already. */
function send(request: FastifyRequest, reply: FastifyReply, { text, budget }: Decided, hit: CountedHit): void {
  reply.hijack();
  const counted = { ...rateLimitHeaders(hit), ...(budget === undefined ? {} : budgetHeaders(budget)) };
  const length = String(Buffer.byteLength(text));
  const own = ['content-length', length, 'x-request-id', request.id];
  for (const [name, left] of Object.entries(counted)) own.push(name, String(left));
  reply.raw.writeHead(200, [...HEADERS, ...own]);
  reply.raw.end(text);
}
