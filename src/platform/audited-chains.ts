import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Audit } from './audit.js';
import type { ChainReport } from './hash-chain.js';

type Check = (manager: EntityManager) => Promise<ChainReport<string>>;

/** Every hash chain of the service by name. A feature adds its own when it starts; platform knows only `audit`. */
@Injectable()
export class AuditedChains {
  private readonly checks = new Map<string, Check>();

  constructor(
    private readonly dataSource: DataSource,
    audit: Audit,
  ) {
    this.add('audit', (manager) => audit.verify(manager));
  }

  /** @param check reads with the manager it is given, which sees one state of the database throughout */
  add(chain: string, check: Check): void {
    this.checks.set(chain, check);
  }

  /** Checks all chains, one after the other. */
  async verify(): Promise<Record<string, ChainReport<string>>> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const reports: Record<string, ChainReport<string>> = {};
      for (const [chain, check] of this.checks) reports[chain] = await check(manager);
      return reports;
    });
  }
}
