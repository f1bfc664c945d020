import { describe, expect, it } from '@jest/globals';
import { cardAges } from './card-history.js';
import type { CardHistory } from './card-history.js';
import { localDate } from './period.js';

function aHistory(change: Partial<CardHistory> = {}): CardHistory {
  return { openedOn: 'none', firstTransactionOn: 'none', noticedAt: 'none', verifiedAt: 'none', ...change };
}

const NOTHING = { monthsUnused: 0, monthsAtVerification: 0, daysUnverified: 0, hoursUnverified: 0 };
const OPENED = localDate('2016-10-08');
const NOTICED = '2021-07-01T10:00:00+08:00';

describe('a card since it was opened', () => {
  it('what is not known counts as nothing', () => {
    expect(cardAges(aHistory(), '2021-07-02T10:00:00+08:00')).toEqual(NOTHING);
    expect(cardAges(aHistory({ openedOn: OPENED }), '2021-07-02T10:00:00+08:00')).toEqual(NOTHING);
  });

  it('is unused until its first transaction, and for ever so long if there never was one', () => {
    const never = aHistory({ openedOn: OPENED, firstTransactionOn: 'never' });
    const used = aHistory({ openedOn: OPENED, firstTransactionOn: localDate('2016-12-24') });

    expect(cardAges(never, '2017-04-09T00:00:00+08:00').monthsUnused).toBe(6);
    expect(cardAges(never, '2026-10-09T00:00:00+08:00').monthsUnused).toBe(120);
    expect(cardAges(used, '2026-10-09T00:00:00+08:00').monthsUnused).toBe(2);
  });

  it('a transaction that is still to come does not shorten the time before', () => {
    const later = aHistory({ openedOn: OPENED, firstTransactionOn: localDate('2020-01-01') });

    expect(cardAges(later, '2017-04-09T00:00:00+08:00').monthsUnused).toBe(6);
  });

  it('the day is that of Shanghai, wherever the instant was written', () => {
    const never = aHistory({ openedOn: OPENED, firstTransactionOn: 'never' });

    expect(cardAges(never, '2017-04-08T15:59:59Z').monthsUnused).toBe(5);
    expect(cardAges(never, '2017-04-08T16:00:00Z').monthsUnused).toBe(6);
  });

  it('a notice counts until it is answered, and only by an answer that follows it', () => {
    const on = '2021-07-03T10:00:00+08:00';
    const unanswered = aHistory({ noticedAt: NOTICED });
    const answered = aHistory({ noticedAt: NOTICED, verifiedAt: '2021-07-02T23:00:00+08:00' });
    const before = aHistory({ noticedAt: NOTICED, verifiedAt: '2021-06-30T10:00:00+08:00' });
    const after = aHistory({ noticedAt: NOTICED, verifiedAt: '2021-07-04T10:00:00+08:00' });

    expect(cardAges(unanswered, on)).toMatchObject({ daysUnverified: 2, hoursUnverified: 48 });
    expect(cardAges(answered, on)).toMatchObject({ daysUnverified: 0, hoursUnverified: 0 });
    expect(cardAges(before, on)).toMatchObject({ hoursUnverified: 48 });
    expect(cardAges(after, on)).toMatchObject({ hoursUnverified: 48 });
  });

  it('a verification is dated from the opening', () => {
    const verified = aHistory({ openedOn: OPENED, verifiedAt: '2017-05-02T09:00:00+08:00' });

    expect(cardAges(verified, '2017-05-02T10:00:00+08:00').monthsAtVerification).toBe(6);
    expect(cardAges(verified, '2017-05-02T08:00:00+08:00').monthsAtVerification).toBe(0);
  });

  it('an instant that is none is an error, not a card that nobody has to verify', () => {
    expect(() => cardAges(aHistory({ noticedAt: 'yesterday' }), NOTICED)).toThrow(RangeError);
  });
});
