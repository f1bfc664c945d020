import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Problem, type ProblemCode } from '../domain/problem.js';
import { languageOf } from './language.js';
import { loggedError } from './logging.js';

/** What the frameworks refuse before we are asked, by HTTP status. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed-json',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'unsupported-media-type',
  413: 'body-too-large',
  414: 'not-found',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  503: 'shutting-down',
};

/** Whether a path exists with another method. */
export type OtherMethods = (path: string) => readonly string[];

/**
 * Every refusal leaves as `application/problem+json` (RFC 9457) in the caller's language; what nobody expected is
 * logged once and leaves as an opaque 500.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly otherMethods: OtherMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for errors outside of Nest's routes. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemOf(error, request, reply);
    if (reply.raw.headersSent || reply.sent) {
      // A stream that has begun cannot become a problem: cut it off, so that it is not taken for whole.
      reply.raw.destroy();
      return;
    }
    const { seconds } = problem.parameters;
    if (problem.status === 429 && seconds !== undefined) reply.header('Retry-After', seconds);
    void reply
      .status(problem.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.toBody(languageOf(request), instanceOf(request))));
  }

  private problemOf(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
    if (error instanceof Problem) return this.noted(error, error, request);
    const status = statusOf(error);
    if (status === 404) return this.missing(request, reply);
    const code =
      status === undefined || status === 500
        ? undefined
        : (BY_STATUS[status] ?? (status < 500 ? 'malformed-json' : undefined));
    return this.noted(new Problem(code ?? 'internal'), error, request);
  }

  /** A 5xx is ours: its cause goes to the log. */
  private noted(problem: Problem, error: unknown, request: FastifyRequest): Problem {
    if (problem.status >= 500 && problem.code !== 'not-ready' && problem.code !== 'shutting-down') {
      const cause = error instanceof Problem && error.cause !== undefined ? error.cause : error;
      this.log.error(
        { requestId: request.id, route: request.routeOptions?.url, code: problem.code, error: loggedError(cause) },
        'request failed',
      );
    }
    return problem;
  }

  private missing(request: FastifyRequest, reply: FastifyReply): Problem {
    const methods = this.otherMethods(pathOf(request));
    if (methods.length === 0) return new Problem('not-found');
    reply.header('Allow', methods.join(', '));
    return new Problem('method-not-allowed');
  }
}

/** Path of a request without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

/** What a segment of our own paths looks like: a word of the contract, or a UUID. */
const OWN_SEGMENT = /^(?:[a-z][a-z.-]{0,40}|v\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/**
 * Where a problem occurred, for its `instance`: the path of the request, with every segment hidden that is not ours. A
 * caller who puts somebody's number into a URL does not get it back in an error that ends up in his log.
 */
export function instanceOf(request: FastifyRequest): string {
  return pathOf(request)
    .split('/')
    .map((segment) => (OWN_SEGMENT.test(segment) ? segment : '-'))
    .join('/');
}
