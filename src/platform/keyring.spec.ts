import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKeyring, Keyring, newKeyringContent, openKeyring } from './keyring.js';
import { Pii } from './pii.js';

const SOME_DAY = new Date('2025-01-05T02:00:00Z');
let directory: string;
let count = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'duanka-keyring-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function aFile(): string {
  count += 1;
  return join(directory, String(count), 'keys.json');
}

describe('keyring', () => {
  it('the demo profile makes its keys on the first start and finds them on the second', () => {
    const keysFile = aFile();

    const first = openKeyring({ keysFile, keysJson: undefined, isDemo: true });

    expect(openKeyring({ keysFile, keysJson: undefined, isDemo: true }).activeKeyId).toBe(first.activeKeyId);
  });

  it('outside of the demo profile missing keys are a start error that names the command', () => {
    expect(() => openKeyring({ keysFile: aFile(), keysJson: undefined, isDemo: false })).toThrow('duanka keys create');
  });

  it('the file is for its owner only', () => {
    const file = aFile();

    createKeyring(file, SOME_DAY);

    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('existing keys are never overwritten', () => {
    const file = aFile();
    createKeyring(file, SOME_DAY);
    const before = readFileSync(file, 'utf8');

    expect(() => createKeyring(file, SOME_DAY)).toThrow('never overwritten');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each([
    { text: '{', why: 'is not JSON' },
    { text: '{"active":"00000000","dataKeys":[]}', why: 'is not a keyring' },
    { text: JSON.stringify({ ...newKeyringContent(SOME_DAY), active: '00000000' }), why: 'is not a keyring' },
    { text: JSON.stringify({ ...newKeyringContent(SOME_DAY), indexKey: 'c2hvcnQ=' }), why: 'is not a keyring' },
    { text: JSON.stringify({ ...newKeyringContent(SOME_DAY), signingKeys: [] }), why: 'is not a keyring' },
  ])('damaged keys ($why) are refused, and not repeated', ({ text, why }) => {
    const refusal = (): unknown => openKeyring({ keysFile: '', keysJson: text, isDemo: false });

    expect(refusal).toThrow(`DUANKA_KEYS ${why}`);
    expect(refusal).not.toThrow('c2hvcnQ=');
  });

  it('after a rotation new values have the new key, and old ones are still read', () => {
    const keyring = createKeyring(aFile(), SOME_DAY);
    const pii = new Pii(keyring);
    const old = pii.encrypt('张三', 'subject.name');

    const id = keyring.addDataKey(SOME_DAY);

    expect(pii.encrypt('李四', 'subject.name').toString('hex', 0, 4)).toBe(id);
    expect(pii.decryptText(old, 'subject.name')).toBe('张三');
  });

  it('a key that another process has added is read from the file when its first value comes', () => {
    const file = aFile();
    const service = new Pii(createKeyring(file, SOME_DAY));
    const command = openKeyring({ keysFile: file, keysJson: undefined, isDemo: false });
    command.addDataKey(SOME_DAY);

    const cipher = new Pii(command).encrypt('张三', 'subject.name');

    expect(service.decryptText(cipher, 'subject.name')).toBe('张三');
  });

  it('two processes that add a key do not lose the one of the other', () => {
    const file = aFile();
    const one = createKeyring(file, SOME_DAY);
    const other = openKeyring({ keysFile: file, keysJson: undefined, isDemo: false });

    one.addDataKey(SOME_DAY);
    other.addDataKey(SOME_DAY);

    expect(other.dataKeyIds).toHaveLength(3);
  });

  it('the active key cannot be retired, a former one can', () => {
    const keyring = createKeyring(aFile(), SOME_DAY);
    const first = keyring.activeKeyId;
    const second = keyring.addDataKey(SOME_DAY);

    expect(() => keyring.retireDataKeys([second])).toThrow('active');
    keyring.retireDataKeys([first]);
    expect(keyring.dataKeyIds).toEqual([second]);
  });

  it('a new signing key signs, and former ones stay for verification until they are retired', () => {
    const keyring = createKeyring(aFile(), SOME_DAY);
    const first = keyring.activeSigningKey().kid;

    const second = keyring.addSigningKey(SOME_DAY);

    expect(keyring.activeSigningKey().kid).toBe(second);
    expect(keyring.signingKeys().map(({ kid }) => kid)).toEqual([first, second]);
    keyring.retireSigningKeys();
    expect(keyring.signingKeys().map(({ kid }) => kid)).toEqual([second]);
  });

  it('keys from the environment are changed where they are kept', () => {
    const keyring = new Keyring(newKeyringContent(SOME_DAY));

    expect(keyring.isWritable).toBe(false);
    expect(() => keyring.addDataKey(SOME_DAY)).toThrow('DUANKA_KEYS');
  });

  it('a damaged file is a refusal at the next reload, and the keys at hand stay', () => {
    const file = aFile();
    const keyring = createKeyring(file, SOME_DAY);
    const id = keyring.activeKeyId;
    writeFileSync(file, '{');

    expect(() => keyring.reload()).toThrow('is not JSON');
    expect(keyring.activeKeyId).toBe(id);
  });
});
