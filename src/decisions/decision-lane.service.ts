import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { preParsingHookHandler } from 'fastify';
import { Problem } from '../domain/problem.js';
import { accessOf, isAllowed } from '../institutions/admission.js';
import { Authentication } from '../institutions/authentication.service.js';
import { actorOf, type ClientPrincipal } from '../institutions/principal.js';
import { rateLimitHeaders, RateLimits, type CountedHit } from '../institutions/rate-limits.service.js';
import { bytesOf, plainText, type ByteText } from '../platform/byte-text.js';
import { languageOf } from '../platform/language.js';
import { requestIdOf } from '../platform/request-id.js';
import type { AnsweredRequest } from '../platform/request-log.js';
import { DATA_HEADERS } from '../platform/response-headers.js';
import { shapeGuard } from '../platform/shape-guard.js';
import { lengthOfJson, whenRead } from '../platform/short-body.js';
import { together } from '../platform/together.js';
import { budgetHeaders } from '../registry/scan/scan-budgets.service.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { DecisionRequest } from './decision.dto.js';
import { DecisionsController } from './decisions.controller.js';
import { DecisionsService, type Undisclosed } from './decisions.service.js';
import { MIN_REVISION, minRevisionOf } from './min-revision.js';
import type { Question } from './question.js';
import { Questions } from './questions.service.js';

const ROUTE = '/v1/decisions';
const IDEMPOTENCY_KEY = 'idempotency-key';

/** What the controller's route declares. */
const ACCESS = accessOf(
  Reflect.get(DecisionsController.prototype, 'decide' satisfies keyof DecisionsController),
  DecisionsController,
);

const isRequest = shapeGuard(DecisionRequest);

/** What the ordinary way gets with a request that was begun here: the body that was read of it, or why it failed. */
type HandedOver = { body: ByteText } | { client: ClientPrincipal; failure: Error };

/** A request of a known client, with its body. */
interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  client: ClientPrincipal;
  body: ByteText;
  startedAtMs: number;
}

/** What is sent. */
interface Answered {
  asked: Asked;
  hit: CountedHit;
  decided: Undisclosed;
}

/** What the lane stands between. */
export interface LaneEnds {
  server: Server;
  /** The framework. */
  ordinary: RequestListener;
  /** Told of every answer that the framework does not see. */
  tell: (answered: AnsweredRequest) => void;
}

/**
 * The short way of `POST /v1/decisions`: the question of a known client, of the usual shape, answered from memory.
 *
 * It stands in front of the framework, whose parsing, hooks and sending cost as much as an answer, and takes what it can answer
 * at once. Everything else (officers, a token seen for the first time, a wait for a revision, an idempotency key, a fault in the
 * body) goes the ordinary way, through guards, pipes and filters: there is one definition of what is right, and one place that
 * says what is wrong.
 */
@Injectable()
export class DecisionLane {
  private readonly logger = new Logger('decision-lane');
  private readonly handedOver = new WeakMap<IncomingMessage, HandedOver>();

  constructor(
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
    private readonly restrictions: Restrictions,
    private readonly questions: Questions,
    private readonly decisions: DecisionsService,
  ) {}

  /** Listens in front of the framework. Once the server closes, the framework answers everything. */
  inFrontOf({ server, ordinary, tell }: LaneEnds): RequestListener {
    const handOver = ({ request, response }: Asked, what: HandedOver) => {
      this.handedOver.set(request, what);
      this.sparing(response, () => ordinary(request, response));
    };
    const fail = (asked: Asked, error: unknown) => handOver(asked, { client: asked.client, failure: errorOf(error) });
    const answer = (answered: Answered) => this.sparing(answered.asked.response, () => tell(send(answered)));
    const answerAll = together<Asked>((all) => {
      const free: Answered[] = [];
      const logged: Answered[] = [];
      for (const asked of all) {
        // Whoever has gone is not told, so he is not charged either.
        if (asked.request.socket.destroyed) continue;
        try {
          const question = this.questionIn(asked);
          const hit = question === undefined ? undefined : this.limits.hitOf(asked.client);
          if (question === undefined || hit?.isAllowed !== true) {
            // Nothing has been charged or logged of what goes the ordinary way from its beginning.
            handOver(asked, { body: asked.body });
            continue;
          }
          const decided = this.decisions.decideNow(question, asked.client);
          (decided.entry === undefined ? free : logged).push({ asked, hit, decided });
        } catch (error) {
          fail(asked, error);
        }
      }
      free.forEach(answer);
      if (logged.length === 0) return;
      this.decisions.logAll(logged.map(({ decided }) => decided)).then(
        () => logged.forEach(answer),
        (error: unknown) => logged.forEach(({ asked }) => fail(asked, error)),
      );
    });
    return (request, response) => {
      const startedAtMs = performance.now();
      const client = server.listening ? this.clientOf(request) : undefined;
      const length = client === undefined ? undefined : lengthOfJson(request);
      if (client === undefined || length === undefined) ordinary(request, response);
      else whenRead(request, length, (body) => answerAll({ request, response, client, body, startedAtMs }));
    };
  }

  /** The hook by which the ordinary way goes on where this one ended. */
  readonly takeOver: preParsingHookHandler = (request, _reply, payload, done) => {
    const begun = this.handedOver.get(request.raw);
    if (begun === undefined) return done(null, payload);
    if ('body' in begun) return done(null, Readable.from([bytesOf(begun.body)]));
    request.principal = begun.client;
    return done(begun.failure);
  };

  private clientOf({ method, url, headers, socket }: IncomingMessage): ClientPrincipal | undefined {
    if (url !== ROUTE || method !== 'POST' || headers[IDEMPOTENCY_KEY] !== undefined) return undefined;
    const client = this.authentication.recentClient(headers.authorization, socket);
    return client !== undefined && ACCESS !== undefined && isAllowed(ACCESS, client) ? client : undefined;
  }

  /** What goes wrong with one answer ends its connection, and nothing else: the others of the turn still have to be told. */
  private sparing(response: ServerResponse, work: () => void): void {
    try {
      work();
    } catch (error) {
      response.destroy();
      this.logger.error(error, 'an answer could not be sent, or not be told of');
    }
  }

  private questionIn({ body, client, request }: Asked): Question | undefined {
    try {
      const said: unknown = JSON.parse(plainText(body));
      if (!isRequest(said)) return undefined;
      const wanted = minRevisionOf(request.headers[MIN_REVISION]);
      if (wanted !== undefined && wanted > this.restrictions.current().revision) return undefined;
      return this.questions.understand(said, client, languageOf(request));
    } catch (error) {
      if (error instanceof Problem || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

function errorOf(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error('a decision failed without an error');
}

const HEADERS = [...DATA_HEADERS.flat(), 'content-type', 'application/json; charset=utf-8'];

/** Head and body leave in one write. Left to `end`, they would be gathered with an empty last piece into a vectored one. */
function send({ asked, hit, decided: { text, budget } }: Answered): AnsweredRequest {
  const { request, response, client, startedAtMs } = asked;
  const requestId = requestIdOf(request);
  const headers = [...HEADERS, 'content-length', String(text.length), 'x-request-id', requestId];
  addTo(headers, rateLimitHeaders(hit));
  if (budget !== undefined) addTo(headers, budgetHeaders(budget));
  response.writeHead(200, headers);
  response.write(text, 'latin1');
  request.socket.uncork();
  response.end();
  const elapsedMs = performance.now() - startedAtMs;
  return { requestId, method: 'POST', route: ROUTE, status: 200, elapsedMs, asker: actorOf(client) };
}

/** The loop over entries takes four times as long. */
function addTo(headers: string[], numbers: Readonly<Record<string, number>>): void {
  for (const name in numbers) headers.push(name, String(numbers[name]));
}
