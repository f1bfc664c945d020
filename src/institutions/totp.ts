import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** One step before and after: half a minute of clock difference on the officer's telephone. */
const WINDOW = 1;

/** @returns a new shared secret, 160 bits as RFC 4226 section 4 recommends */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** @returns `otpauth://totp/…`, what authenticator apps read from a QR code */
export function totpUri(secret: Buffer, username: string): string {
  return totpOf(secret, username).toString();
}

/**
 * The step a one-time code belongs to, if the code is acceptable now.
 *
 * @param lastStep the last step used: each step is good for one sign-in, and never an earlier one after it
 * @returns null for a wrong, too old, or already used code
 * @see RFC 6238 section 5.2
 */
export function acceptedStep(secret: Buffer, code: string, now: Date, lastStep: number | null): number | null {
  const totp = totpOf(secret, '');
  const timestamp = now.getTime();
  const difference = totp.validate({ token: code, timestamp, window: WINDOW });
  if (difference === null) return null;
  const step = totp.counter({ timestamp }) + difference;
  return lastStep !== null && step <= lastStep ? null : step;
}

function totpOf(secret: Buffer, label: string): TOTP {
  return new TOTP({
    issuer: 'Duanka',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromHex(secret.toString('hex')),
  });
}
