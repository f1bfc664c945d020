import { describe, expect, it } from '@jest/globals';
import { nextAttemptAt } from './retry-schedule.js';
import { newWebhookSecret, signaturesOf } from './signature.js';

const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, payload: '{"test": 2432232314}' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

describe('the signature of a webhook', () => {
  it('is the one of the specification', () => {
    expect(signaturesOf([SECRET], MESSAGE)).toBe(SIGNATURE);
  });

  it('comes once per secret while secrets are being changed', () => {
    const [first, second] = signaturesOf([newWebhookSecret(), SECRET], MESSAGE).split(' ');

    expect(second).toBe(SIGNATURE);
    expect(first).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(first).not.toBe(second);
  });

  it('is made with secrets of 32 bytes that nobody has twice', () => {
    const secrets = Array.from({ length: 100 }, newWebhookSecret);

    expect(new Set(secrets).size).toBe(100);
    expect(secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{43}=$/.test(secret))).toBe(true);
  });
});

describe('a delivery that failed', () => {
  const now = new Date('2025-01-06T10:00:00+08:00');
  const waits = (random: number): (number | undefined)[] =>
    Array.from({ length: 10 }, (_, index) => nextAttemptAt(index + 1, now, random)).map((at) =>
      at === null ? undefined : (at.getTime() - now.getTime()) / 1000,
    );

  it('is tried again after longer and longer waits, and given up after the tenth attempt', () => {
    expect(waits(0)).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
  });

  it('waits up to a tenth longer, so that not everybody comes back at once', () => {
    expect(waits(1)[1]).toBe(330);
  });
});
