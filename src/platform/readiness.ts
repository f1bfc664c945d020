import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { isOutdated } from './database.js';

/** Whether this node should be sent requests. */
@Injectable()
export class Readiness {
  private isClosing = false;
  private isCurrent = false;

  constructor(private readonly dataSource: DataSource) {}

  /** From now on not ready: the load balancer sends the next requests elsewhere. */
  close(): void {
    this.isClosing = true;
  }

  /** @throws {Problem} `shutting-down` or `not-ready` */
  async assertReady(): Promise<void> {
    if (this.isClosing) throw new Problem('shutting-down');
    try {
      await this.dataSource.query('SELECT 1');
      this.isCurrent ||= !(await isOutdated(this.dataSource));
    } catch {
      throw new Problem('not-ready');
    }
    if (!this.isCurrent) throw new Problem('not-ready');
  }
}
