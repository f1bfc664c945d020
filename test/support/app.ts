import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { createApp } from '../../src/app.setup.js';
import { readConfig, type LogLevel } from '../../src/config.js';
import { Clock } from '../../src/platform/clock.js';
import { Keyring, newKeyringContent } from '../../src/platform/keyring.js';
import { createLog } from '../../src/platform/logging.js';
import { Restrictions } from '../../src/restrictions/restrictions.service.js';
import { whenDone } from './cleanup.js';
import { aClone } from './database.js';

/** A clock that stands still until it is set. */
export class FixedClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date): void {
    this.instant = instant;
  }
}

/** The whole service on a database of its own. */
export interface TestApp {
  app: NestFastifyApplication;
  /** A new HTTP request to it: `request().get('/health/live')`. */
  request: () => ReturnType<typeof supertest>;
  db: DataSource;
  /** Everything it logged, one JSON text a line. */
  log: string[];
  close: () => Promise<void>;
}

export interface TestAppOptions {
  /** By default the real one. */
  clock?: Clock;
  /** The demo profile; by default on. */
  demo?: boolean;
  logLevel?: LogLevel;
  /** Of a database that others use too; by default a new one. */
  databaseUrl?: string;
  /** The keys that database was written with; by default new ones. */
  keyring?: Keyring;
  /** Further settings, as environment variables. */
  environment?: Readonly<Record<string, string>>;
}

/** Boots the real application; it is closed and its database dropped when the test file is done. */
export async function aTestApp({
  clock = new Clock(),
  demo = true,
  logLevel = 'info',
  databaseUrl,
  keyring = new Keyring(newKeyringContent(new Date())),
  environment = {},
}: TestAppOptions = {}): Promise<TestApp> {
  const url = databaseUrl ?? (await aClone());
  const config = readConfig({
    PORT: '0',
    DUANKA_DEMO: demo ? '1' : '0',
    LOG_LEVEL: logLevel,
    DATABASE_URL: url,
    ...environment,
  });
  const log: string[] = [];
  const app = await createApp(
    { config, databaseUrl: url, keyring, clock },
    createLog(logLevel, { write: (line) => void log.push(line) }),
  );
  await app.listen(0, '127.0.0.1');
  await app.get(Restrictions).loaded();
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await app.close();
    isOpen = false;
  };
  whenDone(close);
  return { app, request: () => supertest(app.getHttpServer()), db: app.get(DataSource), log, close };
}
