import { describe, expect, it } from '@jest/globals';
import { acceptedStep, newTotpSecret, totpUri } from './totp.js';

const RFC_SECRET = Buffer.from('12345678901234567890');

function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

describe('one-time codes', () => {
  // RFC 6238 appendix B, SHA-1: the last six of its eight digits.
  it.each([
    { seconds: 59, code: '287082', step: 1 },
    { seconds: 1_111_111_109, code: '081804', step: 37_037_036 },
    { seconds: 1_111_111_111, code: '050471', step: 37_037_037 },
    { seconds: 1_234_567_890, code: '005924', step: 41_152_263 },
    { seconds: 2_000_000_000, code: '279037', step: 66_666_666 },
  ])('the code of RFC 6238 for second $seconds is accepted', ({ seconds, code, step }) => {
    expect(acceptedStep(RFC_SECRET, code, at(seconds), null)).toBe(step);
  });

  it.each([
    { offset: -60, isAccepted: false },
    { offset: -30, isAccepted: true },
    { offset: 30, isAccepted: true },
    { offset: 60, isAccepted: false },
  ])('a telephone whose clock is $offset seconds off: accepted is $isAccepted', ({ offset, isAccepted }) => {
    expect(acceptedStep(RFC_SECRET, '050471', at(1_111_111_111 + offset), null) !== null).toBe(isAccepted);
  });

  it('a code is good for one sign-in', () => {
    const step = acceptedStep(RFC_SECRET, '050471', at(1_111_111_111), null);

    expect(acceptedStep(RFC_SECRET, '050471', at(1_111_111_111), step)).toBeNull();
  });

  it('a code of the step before the last one used is refused', () => {
    expect(acceptedStep(RFC_SECRET, '081804', at(1_111_111_111), 37_037_037)).toBeNull();
  });

  it.each(['', '05047', '0504710', '05047x', '000000'])('%p is no code', (code) => {
    expect(acceptedStep(RFC_SECRET, code, at(1_111_111_111), null)).toBeNull();
  });

  it('an authenticator can read the secret from the URI', () => {
    const uri = new URL(totpUri(RFC_SECRET, 'city-submitter'));

    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Duanka',
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      digits: '6',
      period: '30',
    });
  });

  it('no two officers share a secret', () => {
    expect(newTotpSecret()).toHaveLength(20);
    expect(newTotpSecret().equals(newTotpSecret())).toBe(false);
  });
});
