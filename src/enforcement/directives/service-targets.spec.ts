import { describe, expect, it } from '@jest/globals';
import { readRuleFiles, rulebookFromFiles } from '../../rulebook/load.js';
import { dueAt, type ServiceTarget } from './service-targets.js';

const rulebook = rulebookFromFiles(await readRuleFiles('rules'));

describe('the clock of a directive', () => {
  it.each<{ target: ServiceTarget; issued: string; due: string | undefined; why: string }>([
    {
      target: 'impose',
      issued: '2026-11-20T23:59:59+08:00',
      due: '2026-11-26T00:00:00+08:00',
      why: 'three working days after a Friday end with the Wednesday',
    },
    {
      target: 'release',
      issued: '2026-09-30T09:00:00+08:00',
      due: '2026-10-09T00:00:00+08:00',
      why: 'the first working day after the National Day holiday is 8 October',
    },
    { target: 'release', issued: '2026-11-20T00:00:00+08:00', due: '2026-11-24T00:00:00+08:00', why: 'a weekend' },
    {
      target: 'order',
      issued: '2026-11-21T23:30:00+08:00',
      due: '2026-11-22T00:30:00+08:00',
      why: 'hours do not rest',
    },
    {
      target: 'verify',
      issued: '2026-11-20T10:00:00+08:00',
      due: '2026-11-21T10:00:00+08:00',
      why: 'it takes 24 hours',
    },
    { target: 'impose', issued: '2016-12-31T10:00:00+08:00', due: undefined, why: 'the rulebook begins in 2017' },
  ])('$target issued $issued is due $due: $why', ({ target, issued, due }) => {
    expect(dueAt(rulebook, target, new Date(issued))).toEqual(due === undefined ? null : new Date(due));
  });
});
