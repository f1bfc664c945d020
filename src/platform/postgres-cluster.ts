import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './error-code.js';
import type { Settlement } from './postgres-settlement.js';

/** Name of the role that owns everything in the embedded server. */
export const SUPERUSER = 'duanka';

/** The embedded PostgreSQL cannot be used; the message tells the operator what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/**
 * The superuser's password of the cluster; makes the cluster where there is none.
 *
 * @throws {EmbeddedPostgresError} where it cannot be made, or its password is lost
 */
export async function clusterPassword(settlement: Settlement, dataDir: string, fast: boolean): Promise<string> {
  const passwordFile = join(dataDir, 'postgres.password');
  const exists = existsSync(join(settlement.cluster, 'PG_VERSION'));
  if (exists && !existsSync(passwordFile)) {
    if (!settlement.isElsewhere) {
      throw new EmbeddedPostgresError(`There is a database in ${settlement.cluster}, but ${passwordFile} is missing`);
    }
    await setAside(settlement);
  }
  const password = passwordOf(passwordFile);
  if (!existsSync(join(settlement.cluster, 'PG_VERSION'))) await initialise(settlement, password, fast);
  return password;
}

/** Reads the password, or makes one; of two that start at the same time both get the same. */
function passwordOf(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8').trim();
}

/** The data directory was removed, its database elsewhere was not: keep it, out of the way. Without the keys it is unreadable. */
async function setAside(settlement: Settlement): Promise<void> {
  await settlement.run('pg_ctl', ['stop', '-w', '-m', 'fast', '-D', settlement.cluster]);
  renameSync(settlement.cluster, `${settlement.cluster}.left-${Date.now()}`);
}

/** Into a directory of its own first, so that an interrupted start leaves no half-made cluster. */
async function initialise(settlement: Settlement, password: string, fast: boolean): Promise<void> {
  const workshop = mkdtempSync(join(settlement.home, 'initdb-'));
  const passwordFile = join(workshop, 'password');
  const cluster = join(workshop, 'cluster');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    for (const path of [workshop, passwordFile]) {
      if (settlement.owner !== undefined) chownSync(path, settlement.owner.uid, settlement.owner.gid);
    }
    const result = await settlement.run('initdb', [
      `--pgdata=${cluster}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(fast ? ['--no-sync'] : []),
    ]);
    if (result.status !== 0)
      throw new EmbeddedPostgresError(`The embedded PostgreSQL cannot be set up:\n${result.output}`);
    appendFileSync(join(cluster, 'postgresql.conf'), `\ninclude_if_exists = 'duanka.conf'\n`);
    renameSync(cluster, settlement.cluster);
  } catch (error) {
    // Another start has set it up in the same second, with the same password.
    if (!existsSync(join(settlement.cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
