import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditedChains } from '../platform/audited-chains.js';
import { Keyring } from '../platform/keyring.js';
import { Pii } from '../platform/pii.js';
import type { KeyObject } from 'node:crypto';
import { anchorKeyOf } from './anchor-key.js';
import { FormerDecisions } from './former-decisions.js';
import type { Query } from './log-database.js';
import { verifyLog, type LogFindingKind, type LogReport } from './log-verification.js';
import { storedLog } from './stored-log.js';

/** The chain of the decisions from before there were groups, as findings name it. */
const FORMER = 'decision_log';

/** The decision log among the chains that `audit verify` checks: under one name, however many processes have written. */
@Injectable()
export class LogCheck implements OnModuleInit {
  constructor(
    private readonly chains: AuditedChains,
    private readonly pii: Pii,
    private readonly keyring: Keyring,
  ) {}

  onModuleInit(): void {
    this.chains.add('decisions', (manager) => this.verify(manager));
  }

  /** Checks every chain, anchor and content, in flat memory. @param manager sees one state of the database throughout */
  verify(manager: EntityManager): Promise<LogReport> {
    return verifyStored(queryOf(manager), anchorKeyOf(this.keyring).publicKey, this.pii);
  }
}

/** Checks the groups and the decisions from before there were any. @param pii undefined: contents are not read */
export async function verifyStored(query: Query, publicKey: KeyObject, pii: Pii | undefined): Promise<LogReport> {
  const former = await new FormerDecisions(query, pii).verify();
  const report = await verifyLog(storedLog(query), publicKey, pii);
  const findings = [
    ...former.findings.map((finding) => ({ ...finding, chain: FORMER })),
    ...report.findings,
  ] satisfies { kind: LogFindingKind }[];
  return {
    ...report,
    intact: findings.length === 0,
    rows: former.rows + report.rows,
    decisions: former.rows + report.decisions,
    findings,
  };
}

/** Asks in a transaction of TypeORM. */
export function queryOf(manager: Pick<EntityManager, 'query'>): Query {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    manager.query(sql, [...values]);
}
