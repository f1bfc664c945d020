import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JsonWebKey } from 'node:crypto';
import type { Config } from '../config.js';
import { hasCode } from './error-code.js';

/** 4-byte key ids are written as 8 hex digits. */
export interface DataKey {
  id: string;
  /** 32 bytes, base64. */
  key: string;
  createdAt: string;
}

/** A private key (EC P-256, ES256) that signs tokens; its public half is what the JWKS shows. */
export interface SigningKey {
  kid: string;
  privateJwk: JsonWebKey;
  createdAt: string;
}

/** The keyring as it is stored: one JSON document, in a file of mode 0600 or in the environment. */
export interface KeyringContent {
  /** Id of the data key that encrypts new values; the others only decrypt. */
  active: string;
  dataKeys: DataKey[];
  /** 32 bytes, base64: root of the keyed hashes and digests. It never rotates, or nothing would be found again. */
  indexKey: string;
  /** Oldest first; the last one signs, all verify. */
  signingKeys: SigningKey[];
}

/** The keys cannot be used; the message tells the operator what to do. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** The keys of this process. Made by {@link openKeyring}; another process may rotate them, then {@link Keyring.reload} is due. */
export class Keyring {
  private keys = new Map<string, Buffer>();

  constructor(
    private content: KeyringContent,
    private readonly file?: string,
  ) {
    this.take(content);
  }

  get activeKeyId(): string {
    return this.content.active;
  }

  /** Root of the keyed hashes, 32 bytes. */
  get indexKey(): Buffer {
    return Buffer.from(this.content.indexKey, 'base64');
  }

  /** Whether keys can be added: a keyring from the environment belongs to whoever set it. */
  get isWritable(): boolean {
    return this.file !== undefined;
  }

  get dataKeyIds(): string[] {
    return [...this.keys.keys()];
  }

  /** The 32 bytes of a data key, or undefined where this ring does not hold it. */
  dataKey(id: string): Buffer | undefined {
    return this.keys.get(id);
  }

  /** Every signing key, oldest first: what tokens may be verified with. */
  signingKeys(): readonly SigningKey[] {
    return this.content.signingKeys;
  }

  /** The key that signs new tokens. */
  activeSigningKey(): SigningKey {
    const key = this.content.signingKeys.at(-1);
    if (key === undefined) throw new KeyringError('The keyring holds no signing key');
    return key;
  }

  /** Reads the file again, for a key that another process has added. A keyring from the environment stays as it is. */
  reload(): void {
    if (this.file !== undefined) this.take(readKeyring(this.file));
  }

  /** Adds a data key and makes it the active one. @returns its id */
  addDataKey(now: Date): string {
    const key = newDataKey(now);
    this.change((content) => ({ ...content, active: key.id, dataKeys: [...content.dataKeys, key] }));
    return key.id;
  }

  /** Removes data keys that no value uses any more. @throws {KeyringError} for the active one */
  retireDataKeys(ids: readonly string[]): void {
    if (ids.includes(this.content.active)) throw new KeyringError('The active data key cannot be retired');
    this.change((content) => ({ ...content, dataKeys: content.dataKeys.filter((key) => !ids.includes(key.id)) }));
  }

  /** Adds a signing key, which signs from now on. Older ones stay for the tokens they signed. @returns its kid */
  addSigningKey(now: Date): string {
    const key = newSigningKey(now);
    this.change((content) => ({ ...content, signingKeys: [...content.signingKeys, key] }));
    return key.kid;
  }

  /** Removes all signing keys but the newest: tokens they signed are worthless from then on. */
  retireSigningKeys(): void {
    this.change((content) => ({ ...content, signingKeys: content.signingKeys.slice(-1) }));
  }

  private change(edit: (content: KeyringContent) => KeyringContent): void {
    if (this.file === undefined)
      throw new KeyringError('These keys come from DUANKA_KEYS: change them where they are kept');
    // Read first: another process may have added a key since we started.
    const content = edit(readKeyring(this.file));
    writeKeyring(this.file, content, 'replace');
    this.take(content);
  }

  private take(content: KeyringContent): void {
    this.content = content;
    this.keys = new Map(content.dataKeys.map((key) => [key.id, Buffer.from(key.key, 'base64')]));
  }
}

/** A complete new keyring with one key of each sort. */
export function newKeyringContent(now: Date): KeyringContent {
  const key = newDataKey(now);
  return {
    active: key.id,
    dataKeys: [key],
    indexKey: randomBytes(32).toString('base64'),
    signingKeys: [newSigningKey(now)],
  };
}

/**
 * The keyring of the configuration: from the environment, or from the file. Only the demo profile makes a missing file.
 *
 * @throws {KeyringError} when there is none, or it is damaged
 */
export function openKeyring(config: Pick<Config, 'keysFile' | 'keysJson' | 'isDemo'>): Keyring {
  if (config.keysJson !== undefined) return new Keyring(parseKeyring(config.keysJson, 'DUANKA_KEYS'));
  try {
    return new Keyring(readKeyring(config.keysFile), config.keysFile);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  if (!config.isDemo) {
    throw new KeyringError(`There are no keys at ${config.keysFile}. Make them once with: duanka keys create`);
  }
  return createKeyring(config.keysFile, new Date());
}

/** Makes the keyring file, mode 0600. @throws {KeyringError} when there is one already: it is never overwritten */
export function createKeyring(file: string, now: Date): Keyring {
  const content = newKeyringContent(now);
  writeKeyring(file, content, 'create');
  return new Keyring(content, file);
}

function newDataKey(now: Date): DataKey {
  return { id: randomBytes(4).toString('hex'), key: randomBytes(32).toString('base64'), createdAt: now.toISOString() };
}

function newSigningKey(now: Date): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    kid: randomBytes(8).toString('hex'),
    privateJwk: privateKey.export({ format: 'jwk' }),
    createdAt: now.toISOString(),
  };
}

function readKeyring(file: string): KeyringContent {
  return parseKeyring(readFileSync(file, 'utf8'), file);
}

function writeKeyring(file: string, content: KeyringContent, mode: 'create' | 'replace'): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const target = mode === 'create' ? file : `${file}.${process.pid}.new`;
  try {
    const handle = openSync(target, mode === 'create' ? 'wx' : 'w', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(content, null, 2)}\n`);
      // A key that encrypted something must not be lost with the power.
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (hasCode(error, 'EEXIST'))
      throw new KeyringError(`There are keys at ${file} already; they are never overwritten`);
    throw error;
  }
  if (mode === 'replace') renameSync(target, file);
}

function parseKeyring(text: string, origin: string): KeyringContent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KeyringError(`${origin} is not JSON`);
  }
  if (!isKeyringContent(value))
    throw new KeyringError(`${origin} is not a keyring: active, dataKeys, indexKey and signingKeys are expected`);
  return value;
}

function isKeyringContent(value: unknown): value is KeyringContent {
  if (!isRecord(value) || !isKey(value['indexKey'])) return false;
  const { active, dataKeys, signingKeys } = value;
  return (
    Array.isArray(dataKeys) &&
    dataKeys.every(
      (key: unknown) =>
        isRecord(key) && typeof key['id'] === 'string' && /^[0-9a-f]{8}$/.test(key['id']) && isKey(key['key']),
    ) &&
    dataKeys.some((key: unknown) => isRecord(key) && key['id'] === active) &&
    Array.isArray(signingKeys) &&
    signingKeys.length > 0 &&
    signingKeys.every((key: unknown) => isRecord(key) && typeof key['kid'] === 'string' && isRecord(key['privateJwk']))
  );
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && Buffer.from(value, 'base64').length === 32;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
