import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';
import { serveConsole } from './console.js';
import { DecisionLane } from './decisions/decision-lane.service.js';
import { Problem } from './domain/problem.js';
import { actorOf } from './institutions/principal.js';
import { Issuing } from './enforcement/directives/issuing.service.js';
import { isServed } from './node-role.js';
import { buildOpenApi } from './openapi.js';
import { IdempotencyInterceptor, ReplayFilter } from './platform/idempotency.interceptor.js';
import { IdempotencyRecords } from './platform/idempotency-records.js';
import { createLog, NestLog } from './platform/logging.js';
import { Metrics } from './platform/metrics.js';
import { NDJSON } from './platform/ndjson.js';
import type { Foundation } from './platform/platform.module.js';
import { pathOf, ProblemFilter } from './platform/problem.filter.js';
import { requestIdOf } from './platform/request-id.js';
import { requestLog, type AnsweredRequest } from './platform/request-log.js';
import { RESPONSE_HEADERS } from './platform/response-headers.js';
import { RouteTable } from './platform/route-table.js';
import { validationPipe } from './platform/validation.js';
import { Restrictions } from './restrictions/restrictions.service.js';

const JSON_LIMIT_BYTES = 1024 * 1024;
const DOCS = '/docs';

/** Swagger UI runs its own script, and styles itself inline. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * The whole application, ready to listen; the same for the service, the command line and the tests.
 *
 * @param log where its log goes; by default standard output
 */
export async function createApp(
  foundation: Foundation,
  log: Logger = createLog(foundation.config.logLevel),
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const filter = new ProblemFilter(log, (path) => routes.methodsOf(path));
  const adapter = fastifyAdapter(foundation.config, filter);
  const fastify: FastifyInstance = adapter.getInstance();
  fastify.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
    // A controller says with @RouteConfig that its route takes larger bodies; Nest passes only the config on.
    const limit = route.config !== undefined && 'bodyLimit' in route.config ? route.config.bodyLimit : undefined;
    if (typeof limit === 'number') route.bodyLimit = limit;
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(foundation), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const idempotency = new IdempotencyInterceptor(app.get(IdempotencyRecords), askerOf);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(filter, new ReplayFilter());
  app.useGlobalInterceptors(idempotency);
  fastify.addHook('onSend', async (request, reply, payload) => {
    await idempotency.settle(request, reply, payload);
    return payload;
  });
  secure(fastify);
  keepToRole(fastify, foundation.config, filter);
  const [lane, tell] = [app.get(DecisionLane), requestLog(app.get(Metrics), log)];
  fastify.addHook('preParsing', lane.takeOver);
  observe(fastify, tell);
  await acceptBodies(app, fastify, foundation.config);
  serveDocs(app);
  await serveConsole(fastify);
  await app.init();
  // Not awaited: until it is loaded, the service says that it is not ready.
  app.get(Restrictions).start();
  if (foundation.config.role === 'full') app.get(Issuing).start();
  await fastify.ready();
  openLane(fastify, lane, tell);
  return app;
}

function fastifyAdapter(config: Config, filter: ProblemFilter): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: JSON_LIMIT_BYTES,
    genReqId: requestIdOf,
    // An id in a URL is a UUID at most; what is longer is no id of ours.
    routerOptions: { maxParamLength: 256 },
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    multipart: false,
    logger: false,
    // What the router refuses never reaches a route: a path that cannot be decoded, or is too long, is no path of ours.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      filter.answer(new Problem('not-found'), request, reply),
  });
}

function askerOf(request: FastifyRequest): string | undefined {
  return request.principal === undefined ? undefined : actorOf(request.principal);
}

/** Headers that browsers obey, and the request id that caller and log share. */
function secure(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.header('X-Request-Id', request.id);
    if (isDocs(request)) reply.header('Content-Security-Policy', DOCS_POLICY);
    for (const [name, value] of RESPONSE_HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  });
}

function isDocs(request: FastifyRequest): boolean {
  const path = pathOf(request);
  return path === DOCS || path.startsWith(`${DOCS}/`);
}

/** A node answers what its role is for; the rest it sends away before anything is read of it (RFC 9110, 421). */
function keepToRole(fastify: FastifyInstance, { role }: Config, filter: ProblemFilter): void {
  if (role === 'full') return;
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (request.is404 || route === undefined || isServed(role, request.method, route)) done();
    else filter.answer(new Problem('not-on-this-node'), request, reply);
  });
}

/** Also of what the framework does not see. */
function observe(fastify: FastifyInstance, tell: (answered: AnsweredRequest) => void): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const { id: requestId, method } = request;
    const { statusCode: status, elapsedTime: elapsedMs } = reply;
    tell({ requestId, method, route, status, elapsedMs, asker: askerOf(request) });
    done();
  });
}

/** The short way of decisions stands in front of the framework, which goes on where that ends. */
function openLane(fastify: FastifyInstance, lane: DecisionLane, tell: (answered: AnsweredRequest) => void): void {
  const { server } = fastify;
  server.removeAllListeners('request');
  server.on(
    'request',
    lane.inFrontOf({ server, tell, ordinary: (request, response) => fastify.routing(request, response) }),
  );
}

async function acceptBodies(app: NestFastifyApplication, fastify: FastifyInstance, config: Config): Promise<void> {
  fastify.removeContentTypeParser('text/plain');
  // Lines of any number: the handler reads the stream itself, so no limit applies to it as a whole.
  fastify.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));
  await app.register(fastifyMultipart, {
    limits: { fileSize: config.maxFileBytes, files: 1, fields: 20, fieldSize: 64 * 1024, parts: 21 },
  });
}

function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup(DOCS, app, () => buildOpenApi(app), {
    customSiteTitle: '断卡 Duanka',
    jsonDocumentUrl: `${DOCS}/openapi.json`,
    raw: ['json'],
  });
}
