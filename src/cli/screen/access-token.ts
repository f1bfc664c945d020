import { importJWK, SignJWT, type JWK } from 'jose';
import { v4 as uuid } from 'uuid';
import { Refusal, UsageError } from '../failure.js';
import { exchange } from './http-exchange.js';
import { parsed, sentenceOf, type SaidProblem } from './line-answer.js';

/** How the client proves who it is; what it adds to a token request. */
export type Proof = () => Promise<Record<string, string>>;

/** RFC 7521 */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The service accepts five minutes at most. */
const ASSERTION_SECONDS = 60;
/** Share of its life after which a token is renewed: what is under way must not meet its end. */
const RENEWED_AFTER = 0.8;

/** By the secret of the client. */
export function secretProof(secret: string): Proof {
  return () => Promise.resolve({ client_secret: secret });
}

/**
 * By assertions signed with the private key of the client (`private_key_jwt`, RFC 7523).
 *
 * @param text the key as a JWK with `kid` and `alg`
 * @param audience whom the assertion is for: the service's `DUANKA_PUBLIC_URL`
 * @throws {UsageError} for anything else; the key is not repeated
 */
export async function keyProof(text: string, client: string, audience: string): Promise<Proof> {
  const { kid, alg, key } = await privateKey(text);
  return async () => ({
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await new SignJWT()
      .setProtectedHeader({ alg, kid })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(audience)
      .setJti(uuid())
      .setIssuedAt()
      .setExpirationTime(`${ASSERTION_SECONDS}s`)
      .sign(key),
  });
}

type SigningKey = Parameters<SignJWT['sign']>[0];

async function privateKey(text: string): Promise<{ kid: string; alg: string; key: SigningKey }> {
  try {
    const jwk: JWK = JSON.parse(text);
    const { kid, alg } = jwk;
    if (kid !== undefined && alg !== undefined && jwk.d !== undefined) return { kid, alg, key: await importJWK(jwk) };
  } catch {
    // Said below: the message of the parser would repeat a part of the key.
  }
  throw new UsageError('The file of --key-file must hold one private JWK with kid and alg');
}

/** The access token of a client, renewed while it is used. */
export class AccessToken {
  private current: Promise<string> | undefined;
  private renewAt = 0;

  constructor(
    private readonly address: string,
    private readonly client: string,
    private readonly proof: Proof,
  ) {}

  /**
   * @param givenUp aborted when nobody needs it any more
   * @throws {Unavailable}, or {@link Refusal} where the service does not know the client
   */
  async get(givenUp: AbortSignal): Promise<string> {
    if (this.current === undefined || performance.now() > this.renewAt) {
      const requested = this.request(givenUp);
      this.current = requested;
      this.renewAt = Number.POSITIVE_INFINITY;
      requested.catch(() => this.forget());
    }
    return this.current;
  }

  /** The next one is a new one. */
  forget(): void {
    this.current = undefined;
  }

  private async request(givenUp: AbortSignal): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: this.client, ...(await this.proof()) };
    const body = new URLSearchParams(form);
    const request = { method: 'POST', headers: { 'Accept-Language': 'en' }, body };
    const { status, text } = await exchange(`${this.address}/oauth/token`, request, givenUp);
    const said: SaidProblem & { access_token?: unknown; expires_in?: unknown } = parsed(text);
    if (status !== 200 || typeof said.access_token !== 'string')
      throw new Refusal(`The service gives ${this.client} no token: ${sentenceOf(said)}`);
    const seconds = typeof said.expires_in === 'number' ? said.expires_in : 0;
    this.renewAt = performance.now() + seconds * 1000 * RENEWED_AFTER;
    return said.access_token;
  }
}
