import ipaddr from 'ipaddr.js';
import { join, resolve } from 'node:path';

const HOST_PATTERN = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/;
const POSTGRES = ['postgres:', 'postgresql:'];

type Environment = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const DECISION_LOG_MODES = ['all', 'restricting', 'off'] as const;
/** What is logged: every decision, all but `ALLOW`, or none. */
export type DecisionLogMode = (typeof DECISION_LOG_MODES)[number];
/** What a node serves: everything, or only decisions and card checks, from a database that it never writes to. */
export const ROLES = ['full', 'decision'] as const;
export type NodeRole = (typeof ROLES)[number];

/** One or more settings are not usable. The message lists every fault, one a line, and no value that could be secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Every setting of the service, read once from the environment. A new setting is one field and one line here;
 * nobody else reads `process.env`.
 *
 * @throws {ConfigError} with all faults at once
 */
export class Config {
  /** `PORT` (3000): TCP port of the HTTP server; 0 takes any free one. */
  readonly port: number;
  /** `HOST` (127.0.0.1): address to listen on. Behind a TLS proxy on another machine: `0.0.0.0`. */
  readonly host: string;
  /** `DUANKA_DEMO` (0): the demo profile with its public accounts. Refused when `NODE_ENV=production`. */
  readonly isDemo: boolean;
  /** `DUANKA_DATA_DIR` (.duanka): keys and, where `DATABASE_URL` is absent, the embedded PostgreSQL. Absolute here. */
  readonly dataDir: string;
  /** `DATABASE_URL`: a PostgreSQL 15 or newer (`postgres://…`). Absent: the embedded PostgreSQL 18. */
  readonly databaseUrl: string | undefined;
  /** `DUANKA_DATABASE_POOL` (10): connections a process keeps at most; with several workers each of them. */
  readonly databasePoolSize: number;
  /** `DUANKA_DECISION_LOG` (all): which decisions are durable before they are answered; a change is audited. */
  readonly decisionLog: DecisionLogMode;
  /** `DUANKA_WORKERS` (1): processes of this host that serve HTTP, all on one port. One a core is a good number. */
  readonly workers: number;
  /** `DUANKA_ROLE` (full): `decision` serves decisions and card checks only; `DATABASE_URL` may be a read-only replica. */
  readonly role: NodeRole;
  /** `DUANKA_PRIMARY_URL` (the service's database): where the decision log is, for a node that reads a replica. */
  readonly primaryUrl: string | undefined;
  /** `DUANKA_KEYS_FILE` (<data dir>/keys.json): the keyring, mode 0600, made by `duanka keys create`. */
  readonly keysFile: string;
  /** `DUANKA_KEYS`: the keyring's JSON itself, where a secret store hands it over; then `keysFile` is not read. */
  readonly keysJson: string | undefined;
  /** `DUANKA_PUBLIC_URL` (http://localhost:<port>): where the outside reaches us; `iss` of every token. No final slash. */
  readonly issuer: string;
  /** `DUANKA_RULES_DIR` (rules): the rulebook's files. */
  readonly rulesDir: string;
  /** `LOG_LEVEL` (info). */
  readonly logLevel: LogLevel;
  /** `DUANKA_TRUST_PROXY` (none): addresses or CIDR blocks, comma separated, whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** `DUANKA_RATE_LIMIT` (6000; in the demo 60000): requests a client or officer may make per minute. */
  readonly requestsPerMinute: number;
  /** `DUANKA_LOGIN_RATE_LIMIT` (60; in the demo 600): log-ins and token requests one address may make per minute. */
  readonly loginsPerMinute: number;
  /** `DUANKA_STRANGERS_PER_DAY` (100; in the demo 1000000): persons who are not its customers that any client may ask about a day. */
  readonly strangersPerDay: number;
  /** `DUANKA_STRANGERS_PER_THOUSAND` (1): the same per thousand customers of its institution, where that is more. */
  readonly strangersPerThousand: number;
  /** `DUANKA_MAX_FILE_MB` (50): largest officer file, in MiB; here in bytes. */
  readonly maxFileBytes: number;
  /** `DUANKA_MASS_CHANGE_PERCENT` (5): share of sanctioned subjects that a rulebook may affect without a confirmation. */
  readonly massChangePercent: number;
  /** `DUANKA_MASS_CHANGE_SUBJECTS` (10000): the same as a number of subjects; whichever is reached first. */
  readonly massChangeSubjects: number;
  /**
   * `DUANKA_MAX_INDEX_AGE_SECONDS` (60): how long decisions are given from memory while the database is away; here in
   * milliseconds.
   */
  readonly maxIndexAgeMs: number;
  /**
   * `DUANKA_WEBHOOK_HOSTS` (none): where webhooks may go besides public addresses, comma separated: host names, `*.example.cn`,
   * CIDR blocks. Networks of the police are private.
   */
  readonly webhookHosts: readonly string[];
  /** `DUANKA_CLIENT_SECRET`: secret of the API client as which `duanka screen` asks; the service itself does not read it. */
  readonly clientSecret: string | undefined;
  /** `DUANKA_SHUTDOWN_SECONDS` (25): how long requests in flight may take to finish after SIGTERM; here in milliseconds. */
  readonly shutdownMs: number;

  /** @param environment what everything was read from; it goes to the processes that this one starts */
  constructor(readonly environment: Environment) {
    const setting = new Settings(environment);
    this.port = setting.integer('PORT', 3000, 0, 65_535);
    this.host = setting.text('HOST', '127.0.0.1');
    this.isDemo = setting.flag('DUANKA_DEMO');
    this.dataDir = resolve(setting.text('DUANKA_DATA_DIR', '.duanka'));
    this.databaseUrl = setting.url('DATABASE_URL', POSTGRES);
    this.databasePoolSize = setting.integer('DUANKA_DATABASE_POOL', 10, 2, 500);
    this.decisionLog = setting.oneOf('DUANKA_DECISION_LOG', DECISION_LOG_MODES, 'all');
    this.workers = setting.integer('DUANKA_WORKERS', 1, 1, 64);
    this.role = setting.oneOf('DUANKA_ROLE', ROLES, 'full');
    this.primaryUrl = setting.url('DUANKA_PRIMARY_URL', POSTGRES);
    this.keysFile = resolve(setting.text('DUANKA_KEYS_FILE', join(this.dataDir, 'keys.json')));
    this.keysJson = setting.optionalText('DUANKA_KEYS');
    this.issuer = (setting.url('DUANKA_PUBLIC_URL', ['https:', 'http:']) ?? `http://localhost:${this.port}`).replace(
      /\/+$/,
      '',
    );
    this.rulesDir = resolve(setting.text('DUANKA_RULES_DIR', 'rules'));
    this.logLevel = setting.oneOf('LOG_LEVEL', LOG_LEVELS, 'info');
    this.trustedProxies = setting.list('DUANKA_TRUST_PROXY');
    this.requestsPerMinute = setting.integer('DUANKA_RATE_LIMIT', this.isDemo ? 60_000 : 6000, 1, 10_000_000);
    this.loginsPerMinute = setting.integer('DUANKA_LOGIN_RATE_LIMIT', this.isDemo ? 600 : 60, 1, 10_000_000);
    this.strangersPerDay = setting.integer('DUANKA_STRANGERS_PER_DAY', this.isDemo ? 1_000_000 : 100, 1, 10_000_000);
    this.strangersPerThousand = setting.integer('DUANKA_STRANGERS_PER_THOUSAND', 1, 0, 1000);
    this.maxFileBytes = setting.integer('DUANKA_MAX_FILE_MB', 50, 1, 1024) * 1024 * 1024;
    this.massChangePercent = setting.integer('DUANKA_MASS_CHANGE_PERCENT', 5, 0, 100);
    this.massChangeSubjects = setting.integer('DUANKA_MASS_CHANGE_SUBJECTS', 10_000, 0, 1_000_000_000);
    this.maxIndexAgeMs = setting.integer('DUANKA_MAX_INDEX_AGE_SECONDS', 60, 2, 86_400) * 1000;
    this.webhookHosts = setting.hosts('DUANKA_WEBHOOK_HOSTS');
    this.clientSecret = setting.optionalText('DUANKA_CLIENT_SECRET');
    this.shutdownMs = setting.integer('DUANKA_SHUTDOWN_SECONDS', 25, 0, 3600) * 1000;
    if (this.isDemo && setting.optionalText('NODE_ENV') === 'production') {
      setting.refuse('DUANKA_DEMO: the demo profile has public passwords and does not start with NODE_ENV=production');
    }
    // The embedded database belongs to the full service that keeps it.
    if (this.role === 'decision' && this.databaseUrl === undefined) {
      setting.refuse('DATABASE_URL: a decision node needs one, of a replica or of the primary itself');
    }
    setting.throwIfFaulty();
  }

  /** A process's part of a limit that is counted in memory, so that all workers together keep the limit of the host. */
  shareOf(limit: number): number {
    return Math.max(1, Math.ceil(limit / this.workers));
  }
}

/**
 * Reads the environment, by default that of this process.
 *
 * @param overrides what a command sets itself, such as the demo profile of the quick start
 * @throws {ConfigError}
 */
export function readConfig(environment: Environment = process.env, overrides: Environment = {}): Config {
  return new Config({ ...environment, ...overrides });
}

/** Reads settings one by one and remembers what is wrong, so that the operator sees all faults in one go. */
class Settings {
  private readonly faults: string[] = [];

  constructor(private readonly environment: Environment) {}

  optionalText(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  }

  text(name: string, fallback: string): string {
    return this.optionalText(name) ?? fallback;
  }

  flag(name: string): boolean {
    const value = this.text(name, '0').toLowerCase();
    if (!['0', '1', 'true', 'false'].includes(value)) this.refuse(`${name}: 1 or 0 is expected`);
    return value === '1' || value === 'true';
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.optionalText(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.refuse(`${name}: a whole number from ${least} to ${most} is expected`);
    return fallback;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.text(name, fallback);
    const choice = choices.find((known) => known === value);
    if (choice === undefined) this.refuse(`${name}: one of ${choices.join(', ')} is expected`);
    return choice ?? fallback;
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    // The value itself may hold a password: the fault names the setting only.
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      this.refuse(`${name}: a URL with ${protocols.map((protocol) => `${protocol}//`).join(' or ')} is expected`);
    }
    return value;
  }

  list(name: string): string[] {
    return this.text(name, '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  hosts(name: string): string[] {
    const hosts = this.list(name).map((item) => item.toLowerCase());
    const isUsable = (item: string): boolean => ipaddr.isValidCIDR(item) || HOST_PATTERN.test(item);
    if (!hosts.every(isUsable)) this.refuse(`${name}: host names, *.domains or CIDR blocks are expected`);
    return hosts;
  }

  refuse(fault: string): void {
    this.faults.push(fault);
  }

  throwIfFaulty(): void {
    if (this.faults.length > 0) throw new ConfigError(this.faults);
  }
}
