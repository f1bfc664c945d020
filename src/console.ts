import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './domain/problem.js';
import { projectRoot } from './project.js';

const CONSOLE = '/console';
/** What stands in the built page where the nonce of each answer goes. */
const NONCE = '__NONCE__';

/**
 * Serves the officers' console as `npm run build` left it: one page for every address below `/console`, and its scripts and
 * styles, whose names change with their content, so that a browser may keep them for ever.
 */
export async function serveConsole(fastify: FastifyInstance): Promise<void> {
  const directory = join(projectRoot(), 'dist', 'console');
  const file = join(directory, 'index.html');
  const page = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const show = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (page === undefined) throw new Problem('console-not-built');
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', policyWith(nonce))
      .send(page.replace(NONCE, nonce));
  };
  fastify.get(CONSOLE, show);
  fastify.get(`${CONSOLE}/*`, show);
  if (page === undefined) return;
  await fastify.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: `${CONSOLE}/assets/`,
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '1y',
    preCompressed: true,
  });
}

/** Nothing runs that is no file of ours; nothing is styled but by our files and by antd, which knows the nonce of the page. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
