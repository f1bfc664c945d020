import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWTPayload } from 'jose';
import { errors, jwtVerify, SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../config.js';
import { Problem } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import type { SigningKey } from '../platform/keyring.js';
import { Keyring } from '../platform/keyring.js';

const ALGORITHM = 'ES256';
/** RFC 9068: an access token, not to be taken for any other JWT. */
const TYPE = 'at+jwt';
/** An unknown `kid` may be a key that another process has just added; look for it, but not at every forged token. */
const RELOAD_AFTER_MS = 5_000;

/** Lifetime of a client's access token. */
export const ACCESS_TOKEN_SECONDS = 600;

/** What a token says once its signature, issuer, audience and expiry are verified. */
export type TokenClaims =
  | { type: 'officer'; id: string; sessionId: string }
  /** `expiresAtMs`: since 1970. */
  | { type: 'client'; id: string; scope: string; expiresAtMs: number };

/** Public half of a signing key (RFC 7517). */
export interface PublishedKey {
  kid: string;
  kty: string;
  crv: string;
  x: string;
  y: string;
  alg: string;
  use: string;
}

interface KeyPair {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Signs and verifies the access tokens of officers and clients: short JWTs, ES256, with the key id of the keyring. */
@Injectable()
export class Tokens {
  private readonly pairs = new Map<string, KeyPair>();
  private reloadedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
  ) {}

  /** @param expiresAt also the end of the session */
  async signForOfficer(officerId: string, sessionId: string, expiresAt: Date): Promise<string> {
    return this.sign(`officer:${officerId}`, { sid: sessionId }, expiresAt);
  }

  /** @param scope granted scopes, separated by spaces; the token lives for {@link ACCESS_TOKEN_SECONDS} */
  async signForClient(clientId: string, scope: string): Promise<string> {
    const expiresAt = new Date(this.clock.now().getTime() + ACCESS_TOKEN_SECONDS * 1000);
    return this.sign(`client:${clientId}`, { client_id: clientId, scope }, expiresAt);
  }

  /** @throws {Problem} `unauthenticated` for anything that is not a valid token of ours, without saying why */
  async verify(token: string): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.publicKey(kid), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.config.issuer,
        audience: this.config.issuer,
        requiredClaims: ['exp', 'iat'],
        currentDate: this.clock.now(),
      });
      return claimsOf(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new Problem('unauthenticated');
      throw error;
    }
  }

  /** Public halves of all keys that may still have signed a valid token (RFC 7517). */
  jwks(): { keys: PublishedKey[] } {
    return { keys: this.keyring.signingKeys().map((key) => published(this.pairOf(key))) };
  }

  private async sign(subject: string, claims: JWTPayload, expiresAt: Date): Promise<string> {
    const { kid, privateKey } = this.pairOf(this.keyring.activeSigningKey());
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
      .setIssuer(this.config.issuer)
      .setAudience(this.config.issuer)
      .setSubject(subject)
      .setJti(uuidv7())
      .setIssuedAt(this.clock.now())
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  }

  private publicKey(kid: string | undefined): KeyObject {
    const known = this.signingKey(kid);
    if (known !== undefined) return this.pairOf(known).publicKey;
    const elapsedMs = performance.now() - this.reloadedAtMs;
    if (elapsedMs > RELOAD_AFTER_MS) {
      this.reloadedAtMs = performance.now();
      this.keyring.reload();
    }
    const added = this.signingKey(kid);
    if (added === undefined) throw new errors.JWKSNoMatchingKey();
    return this.pairOf(added).publicKey;
  }

  private signingKey(kid: string | undefined): SigningKey | undefined {
    return this.keyring.signingKeys().find((key) => key.kid === kid);
  }

  private pairOf(key: SigningKey): KeyPair {
    const known = this.pairs.get(key.kid);
    if (known !== undefined) return known;
    const privateKey = createPrivateKey({ key: key.privateJwk, format: 'jwk' });
    const pair = { kid: key.kid, privateKey, publicKey: createPublicKey(privateKey) };
    this.pairs.set(key.kid, pair);
    return pair;
  }
}

function claimsOf(payload: JWTPayload): TokenClaims {
  const [type, id] = (payload.sub ?? '').split(/:(.*)/s);
  const { sid, scope, exp = 0 } = payload;
  if (type === 'officer' && id !== undefined && typeof sid === 'string') return { type, id, sessionId: sid };
  if (type === 'client' && id !== undefined && typeof scope === 'string') {
    return { type, id, scope, expiresAtMs: exp * 1000 };
  }
  throw new Problem('unauthenticated');
}

function published({ kid, publicKey }: KeyPair): PublishedKey {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  if (kty === undefined || crv === undefined || x === undefined || y === undefined) {
    throw new Error(`the signing key ${kid} is not on an elliptic curve`);
  }
  return { kid, kty, crv, x, y, alg: ALGORITHM, use: 'sig' };
}
