import type { DataSource } from 'typeorm';
import type { Config } from './config.js';
import { NodeRoleError } from './platform/node-role-error.js';
import { isStandby } from './platform/primary.js';

/** What a decision node serves: what needs no write to the database it reads. Everything else is for a full node. */
export const SERVED_BY_DECISION_NODES: readonly string[] = [
  'POST /v1/decisions',
  'POST /v1/decisions/batch',
  'GET /v1/decisions',
  'GET /v1/decisions/:id',
  'POST /v1/decisions/:id/replay',
  'POST /v1/card-blacklist/check',
  'GET /v1/budget',
  'GET /.well-known/jwks.json',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
];

const DOCS = '/docs';

/** @param route pattern such as `/v1/decisions/:id` */
export function isServed(role: Config['role'], method: string, route: string): boolean {
  if (role === 'full' || route === DOCS || route.startsWith(`${DOCS}/`)) return true;
  return SERVED_BY_DECISION_NODES.includes(`${method === 'HEAD' ? 'GET' : method} ${route}`);
}

/**
 * Refuses a role that the database does not allow, at the start and not at the first write.
 *
 * @throws {NodeRoleError} for a full node on a standby; for a decision node on one, without a primary for the log it keeps
 */
export async function assertRoleFits({ role, primaryUrl, decisionLog }: Config, database: DataSource): Promise<void> {
  if (!(await isStandby(database))) return;
  if (role === 'full') {
    throw new NodeRoleError(
      'DATABASE_URL is a read-only standby. Give the primary, or start a decision node: DUANKA_ROLE=decision',
    );
  }
  if (primaryUrl === undefined && decisionLog !== 'off') {
    throw new NodeRoleError(
      'DATABASE_URL is a read-only standby, and decisions are to be logged. Say where: DUANKA_PRIMARY_URL, or DUANKA_DECISION_LOG=off',
    );
  }
}
