import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { isOutdated } from './database.js';

/** Whether this node should be sent requests. */
@Injectable()
export class Readiness {
  private isClosing = false;
  private isCurrent = false;
  private readonly conditions: (() => void)[] = [];

  constructor(private readonly dataSource: DataSource) {}

  /** From now on not ready: the load balancer sends the next requests elsewhere. */
  close(): void {
    this.isClosing = true;
  }

  /** Makes it depend on something else. @param condition throws the {@link Problem} that is told while it is not met */
  require(condition: () => void): void {
    this.conditions.push(condition);
  }

  /** @throws {Problem} `shutting-down`, `not-ready`, or that of a condition */
  async assertReady(): Promise<void> {
    if (this.isClosing) throw new Problem('shutting-down');
    try {
      await this.dataSource.query('SELECT 1');
      this.isCurrent ||= !(await isOutdated(this.dataSource));
    } catch {
      throw new Problem('not-ready');
    }
    if (!this.isCurrent) throw new Problem('not-ready');
    for (const condition of this.conditions) condition();
  }
}
