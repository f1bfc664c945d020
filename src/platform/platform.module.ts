import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { Audit } from './audit.js';
import { AuditTrail } from './audit-trail.js';
import { AuditedChains } from './audited-chains.js';
import { Clock } from './clock.js';
import { HealthController } from './health.controller.js';
import { HostMetrics } from './host-metrics.js';
import { IdempotencyRecords } from './idempotency-records.js';
import { dataSourceOptions } from './data-source.js';
import { KeyringSeal } from './keyring-seal.js';
import { Keyring } from './keyring.js';
import { Metrics } from './metrics.js';
import { Pii } from './pii.js';
import { Primary } from './primary.js';
import { Readiness } from './readiness.js';
import { Revisions } from './revisions.js';

/** What the service stands on. Made before Nest starts, so that a fault in it is a clear start error. */
export interface Foundation {
  config: Config;
  databaseUrl: string;
  keyring: Keyring;
  clock: Clock;
  /** The metrics of all workers of this host, in Prometheus text format; absent: this process is all there is. */
  metricsOfAllWorkers?: () => Promise<string>;
}

@Global()
@Module({})
export class PlatformModule {
  static on({ config, databaseUrl, keyring, clock, metricsOfAllWorkers }: Foundation): DynamicModule {
    const services = [Pii, Audit, AuditTrail, AuditedChains, Revisions];
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(databaseUrl, config.databasePoolSize, config.role === 'decision'),
          retryAttempts: 0,
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Config, useValue: config },
        { provide: Keyring, useValue: keyring },
        { provide: Clock, useValue: clock },
        Readiness,
        Metrics,
        {
          provide: HostMetrics,
          inject: [Metrics],
          useFactory: (own: Metrics) => new HostMetrics(own, metricsOfAllWorkers),
        },
        {
          provide: Primary,
          inject: [DataSource],
          useFactory: (own: DataSource) => new Primary(own, databaseUrl, config),
        },
        IdempotencyRecords,
        KeyringSeal,
        ...services,
      ],
      exports: [Config, Keyring, Clock, Primary, Readiness, Metrics, ...services],
    };
  }
}
