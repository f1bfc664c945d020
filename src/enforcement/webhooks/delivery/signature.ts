import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** What a delivery is signed over. */
export interface SignedMessage {
  /** `webhook-id` */
  id: string;
  /** `webhook-timestamp`, seconds since 1970. */
  timestamp: number;
  payload: string;
}

/** A new secret, as the institution is shown it once: `whsec_` and 32 bytes in Base64. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/**
 * The header `webhook-signature`: one signature per secret, separated by blanks, so that a receiver that knows any of them can
 * verify.
 *
 * @see https://www.standardwebhooks.com the specification, `v1`: HMAC-SHA256 over `id.timestamp.payload`
 */
export function signaturesOf(secrets: readonly string[], { id, timestamp, payload }: SignedMessage): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
    })
    .join(' ');
}
