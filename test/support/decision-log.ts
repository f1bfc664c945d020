import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../../src/config.js';
import { anchorKeyOf } from '../../src/decision-log/anchor-key.js';
import { writeAnchor } from '../../src/decision-log/anchors.js';
import { DecisionLog } from '../../src/decision-log/decision-log.service.js';
import { GroupWriter } from '../../src/decision-log/group-writer.js';
import { queryOf, verifyStored } from '../../src/decision-log/log-check.service.js';
import { LogDatabase } from '../../src/decision-log/log-database.js';
import { LogMetrics } from '../../src/decision-log/log-metrics.js';
import type { LogReport } from '../../src/decision-log/log-verification.js';
import type { DecisionToLog, LoggedDecision } from '../../src/decision-log/logged-decision.js';
import { byteText } from '../../src/platform/byte-text.js';
import { Clock } from '../../src/platform/clock.js';
import { Keyring, newKeyringContent } from '../../src/platform/keyring.js';
import { Metrics } from '../../src/platform/metrics.js';
import { Pii } from '../../src/platform/pii.js';
import { Revisions } from '../../src/platform/revisions.js';
import { whenDone } from './cleanup.js';

export const BANK = '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d';
export const CARRIER = '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9e';

/** A decision of a bank, valid but about nobody. */
export function aLoggedDecision({
  input = '{"input":{},"question":{"action":"bank_account.open"}}',
  answer = '{"outcome":"ALLOW"}',
  ...change
}: Partial<LoggedDecision> = {}): DecisionToLog {
  return {
    id: uuidv7(),
    decidedAt: new Date('2026-11-05T02:00:00.123Z'),
    asker: 'client:demo-bank-a',
    institutionId: BANK,
    rulebookHash: 'sha256:0f3c',
    revision: 6,
    outcome: 'ALLOW',
    input: byteText(input),
    answer: byteText(answer),
    ...change,
  };
}

export function decisions(count: number, change: Partial<LoggedDecision> = {}): DecisionToLog[] {
  return Array.from({ length: count }, () => aLoggedDecision(change));
}

/** The log of one writing process. */
export interface LogNode {
  log: DecisionLog;
  pii: Pii;
  keyring: Keyring;
  /** Signs where the chains stand. */
  anchor(): Promise<void>;
  /** @param tx what is not committed is verified too */
  verify(tx?: EntityManager): Promise<LogReport>;
}

export interface LogNodeOptions {
  clock?: Clock;
  keyring?: Keyring;
  /** Where the log is written, if not in the database. */
  logUrl?: string;
}

/** A log on a database; several on the same one, with the same keyring, are several nodes. */
export function aLogNode(db: DataSource, options: LogNodeOptions = {}): LogNode {
  const { clock = new Clock(), keyring = new Keyring(newKeyringContent(new Date())), logUrl } = options;
  const config = readConfig(logUrl === undefined ? {} : { DUANKA_PRIMARY_URL: logUrl });
  const pii = new Pii(keyring);
  const database = new LogDatabase(config, db);
  const metrics = new LogMetrics(new Metrics(db, new Revisions(db)), config);
  const log = new DecisionLog(config, database, pii, new GroupWriter(database, pii, clock, metrics), metrics);
  whenDone(() => database.close());
  const key = anchorKeyOf(keyring);
  return {
    log,
    pii,
    keyring,
    anchor: async () => void (await database.transaction((query) => writeAnchor(query, key, clock.now()))),
    verify: (tx) => {
      const verifyIn = (manager: EntityManager): Promise<LogReport> =>
        verifyStored(queryOf(manager), key.publicKey, pii);
      return tx === undefined ? db.transaction('REPEATABLE READ', verifyIn) : verifyIn(tx);
    },
  };
}
