import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { createKeyring, Keyring, newKeyringContent, openKeyring } from '../platform/keyring.js';
import { Tokens } from './tokens.service.js';

const NOW = new Date('2025-01-06T02:00:00Z');
const UNAUTHENTICATED = new Problem('unauthenticated');
const directories: string[] = [];

class StandingClock extends Clock {
  override now(): Date {
    return NOW;
  }
}

function aKeysFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'duanka-keys-'));
  directories.push(directory);
  return join(directory, 'keys.json');
}

function tokensOf(keyring: Keyring, environment: Record<string, string> = {}): Tokens {
  return new Tokens(new Config(environment), new StandingClock(), keyring);
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

describe('access tokens', () => {
  it('say whose they are', async () => {
    const tokens = tokensOf(new Keyring(newKeyringContent(NOW)));

    const officer = await tokens.signForOfficer('some-officer', 'some-session', new Date('2025-01-06T10:00:00Z'));
    const client = await tokens.signForClient('some-bank', 'decisions cards');

    expect(await tokens.verify(officer)).toEqual({ type: 'officer', id: 'some-officer', sessionId: 'some-session' });
    const expiresAtMs = NOW.getTime() + 600_000;
    expect(await tokens.verify(client)).toEqual({
      type: 'client',
      id: 'some-bank',
      scope: 'decisions cards',
      expiresAtMs,
    });
  });

  it('of another installation are refused, even with the same keys', async () => {
    const keyring = new Keyring(newKeyringContent(NOW));
    const token = await tokensOf(keyring, { DUANKA_PUBLIC_URL: 'https://test.example' }).signForClient(
      'some-bank',
      'cards',
    );

    await expect(tokensOf(keyring).verify(token)).rejects.toEqual(UNAUTHENTICATED);
  });

  it('outlive the rotation of the signing key, until the old key is retired', async () => {
    const keyring = createKeyring(aKeysFile(), NOW);
    const tokens = tokensOf(keyring);
    const before = await tokens.signForClient('some-bank', 'cards');

    keyring.addSigningKey(NOW);
    const after = await tokens.signForClient('some-bank', 'cards');

    expect(tokens.jwks().keys).toHaveLength(2);
    await expect(tokens.verify(before)).resolves.toMatchObject({ id: 'some-bank' });
    await expect(tokens.verify(after)).resolves.toMatchObject({ id: 'some-bank' });

    keyring.retireSigningKeys();

    expect(tokens.jwks().keys).toHaveLength(1);
    await expect(tokens.verify(before)).rejects.toEqual(UNAUTHENTICATED);
    await expect(tokens.verify(after)).resolves.toMatchObject({ id: 'some-bank' });
  });

  it('of a key that another process has just added are accepted', async () => {
    const keysFile = aKeysFile();
    const mine = tokensOf(createKeyring(keysFile, NOW));
    const theirs = openKeyring({ keysFile, keysJson: undefined, isDemo: false });
    theirs.addSigningKey(NOW);

    const token = await tokensOf(theirs).signForClient('some-bank', 'cards');

    await expect(mine.verify(token)).resolves.toMatchObject({ id: 'some-bank' });
  });

  it('the published keys hold no private part', () => {
    const [key] = tokensOf(new Keyring(newKeyringContent(NOW))).jwks().keys;

    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
