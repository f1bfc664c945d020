import { describe, expect, it } from '@jest/globals';
import { hashSecret, isSecretOf, newSecret, VerifiedSecrets } from './secret.js';

describe('passwords and client secrets', () => {
  it('are kept as argon2id with a salt of their own', async () => {
    const [first, second] = await Promise.all([hashSecret('three quiet rivers'), hashSecret('three quiet rivers')]);

    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain('rivers');
  });

  it('only the right one belongs to its hash', async () => {
    const secretHash = await hashSecret('three quiet rivers');

    expect(await isSecretOf(secretHash, 'three quiet rivers')).toBe(true);
    expect(await isSecretOf(secretHash, 'three quiet river')).toBe(false);
    expect(await isSecretOf(secretHash, '')).toBe(false);
  });

  it('new ones have 256 bits', () => {
    expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
    expect(newSecret()).not.toBe(newSecret());
  });

  it('a secret once found right does not make a wrong one right, nor survives the change of its hash', async () => {
    const verified = new VerifiedSecrets();
    const before = await hashSecret('first');
    const after = await hashSecret('second');

    expect(await verified.isSecretOf(before, 'first')).toBe(true);
    expect(await verified.isSecretOf(before, 'first')).toBe(true);
    expect(await verified.isSecretOf(before, 'second')).toBe(false);
    expect(await verified.isSecretOf(after, 'first')).toBe(false);
    expect(await verified.isSecretOf(after, 'second')).toBe(true);
  });
});
