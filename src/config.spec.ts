import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('configuration', () => {
  it('an empty environment is a usable one: port 3000 of this machine, data in .duanka', () => {
    const config = readConfig({});

    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      isDemo: false,
      databaseUrl: undefined,
      issuer: 'http://localhost:3000',
    });
    expect(config.dataDir).toMatch(/[/\\]\.duanka$/);
    expect(config.keysFile).toMatch(/[/\\]\.duanka[/\\]keys\.json$/);
    expect(config.maxFileBytes).toBe(50 * 1024 * 1024);
  });

  it('the demo profile refuses to start in production', () => {
    expect(faultsOf({ DUANKA_DEMO: '1', NODE_ENV: 'production' })).toEqual([
      expect.stringContaining('NODE_ENV=production'),
    ]);
    expect(faultsOf({ DUANKA_DEMO: '1', NODE_ENV: 'development' })).toEqual([]);
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([]);
  });

  it('a decision node needs a database of its own choice, and may have a primary besides', () => {
    const primary = 'postgres://primary/duanka';
    expect(faultsOf({ DUANKA_ROLE: 'decision' })).toEqual([expect.stringContaining('DATABASE_URL')]);

    const node = readConfig({ DUANKA_ROLE: 'decision', DATABASE_URL: 'postgres://replica/duanka' });
    expect([node.role, node.primaryUrl]).toEqual(['decision', undefined]);
    expect(readConfig({}, { ...node.environment, DUANKA_PRIMARY_URL: primary }).primaryUrl).toBe(primary);
  });

  it.each([
    { workers: '1', limit: 6000, share: 6000 },
    { workers: '4', limit: 6000, share: 1500 },
    { workers: '8', limit: 60, share: 8 },
    { workers: '64', limit: 5, share: 1 },
  ])('of $workers workers each allows $share of $limit', ({ workers, limit, share }) => {
    expect(readConfig({ DUANKA_WORKERS: workers }).shareOf(limit)).toBe(share);
  });

  it('all faults are told at once', () => {
    const faults = faultsOf({ PORT: 'http', DUANKA_DATABASE_POOL: '1', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://db' });

    expect(faults.map((fault) => fault.split(':', 1)[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'DUANKA_DATABASE_POOL',
      'LOG_LEVEL',
    ]);
  });

  it('a fault names the setting and never its value, which may be a password', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://duanka:secret@db/duanka' }).join()).not.toContain('secret');
  });

  it.each([
    { PORT: '-1' },
    { PORT: '65536' },
    { PORT: '3e3' },
    { PORT: '80.5' },
    { DUANKA_DEMO: 'yes' },
    { DUANKA_PUBLIC_URL: 'duanka.example' },
    { DUANKA_MAX_FILE_MB: '0' },
  ])('%j is refused', (environment) => {
    expect(faultsOf(environment)).toHaveLength(1);
  });

  it('an empty setting is an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', DUANKA_DEMO: '' })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
      isDemo: false,
    });
  });

  it('the issuer is what the outside calls us, without a final slash', () => {
    expect(readConfig({ DUANKA_PUBLIC_URL: 'https://duanka.example/' }).issuer).toBe('https://duanka.example');
  });

  it('trusted proxies are a list', () => {
    expect(readConfig({ DUANKA_TRUST_PROXY: '10.0.0.0/8, 192.0.2.7' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '192.0.2.7',
    ]);
    expect(readConfig({}).trustedProxies).toEqual([]);
  });
});
