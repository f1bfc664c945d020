import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import { localDate } from '../domain/period.js';
import { plainText } from '../platform/byte-text.js';
import { NO_CARD, saidIn } from './book-facts.js';
import { storedInputText } from './decision-text.js';
import type { Question } from './question.js';
import { storedInput, type StoredInput } from './replay.js';

const QUESTION: Question = {
  action: 'bank_account.outflow',
  asOf: '2026-11-22T10:00:00.000+08:00',
  language: 'zh-CN',
  subject: { idType: 'resident_id', idNumber: '500103189410210014' },
  request: {
    channel: 'online',
    purpose: 'own_same_name_bank',
    realName: 'none',
    inPerson: 'none',
    agreementSince: 'none',
  },
};

/** Nothing is known against anybody. */
const NOTHING: DecisionInput = { ...saidIn(QUESTION), nameMatch: 'none', sanctions: [] };

/** With every member there is: a member that comes later has to be here as well. */
const SANCTION: Required<SanctionRecord> = {
  id: '0199b2d4-0000-7000-8000-00000000d5d2',
  regime: 'cn-joint-2024',
  category: 'category-2',
  ground: 'trade',
  subjectKind: 'person',
  isMinor: false,
  identifiedOn: localDate('2026-06-27'),
  startsOn: localDate('2026-06-28'),
  organ: { code: '500000', level: 'city', name: '重庆市公安局' },
  measures: [
    { measure: 'bank.noncounter.outflow', firstDay: localDate('2026-06-28'), lastDay: localDate('2028-06-27') },
  ],
  appeal: 'pending',
  liftedAt: '2026-11-01T09:30:00.000+08:00',
};

const EVERYTHING: Required<DecisionInput> = {
  ...saidIn(QUESTION),
  request: { ...QUESTION.request, purpose: 'transfer' },
  card: {
    kind: 'bank_account',
    status: 'active',
    listing: 'clear',
    isFraudRisk: 'no',
    openedOn: localDate('2020-01-01'),
  },
  counterparty: { kind: 'bank_account', listing: 'implicated' },
  holder: { simsAtCarrier: 2, retainedSim: 'this_card' },
  nameMatch: 'differs',
  sanctions: [SANCTION, { ...SANCTION, id: '0199b2d4-0000-7000-8000-00000000d5d3' }],
};

function kept(question: Question, input: DecisionInput): StoredInput {
  return storedInput({ input: plainText(storedInputText(question, input)) });
}

describe('storedInputText', () => {
  it('keeps every member', () => {
    expect(kept(QUESTION, EVERYTHING)).toEqual({ question: QUESTION, input: EVERYTHING });
  });

  it('does not write again what the question says', () => {
    expect(JSON.parse(storedInputText(QUESTION, NOTHING)).input).toEqual({ nameMatch: 'none', sanctions: [] });
    expect(kept(QUESTION, NOTHING)).toEqual({ question: QUESTION, input: NOTHING });
  });

  it('keeps any text on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (name, organ) => {
        const question = { ...QUESTION, subject: { ...QUESTION.subject, name } };
        const sanctions = [{ ...SANCTION, category: name, organ: { ...SANCTION.organ, name: organ } }];
        expect(storedInputText(question, { ...NOTHING, sanctions })).not.toContain('\n');
        expect(kept(question, { ...NOTHING, sanctions })).toEqual({ question, input: { ...NOTHING, sanctions } });
      }),
    );
  });
});

describe('storedInput', () => {
  it('reads what a former version wrote, with all of the question in the input', () => {
    const request = { ...QUESTION.request, purpose: 'transfer' };
    const input: DecisionInput = { ...NOTHING, request, card: { ...NO_CARD, kind: 'bank_account', status: 'active' } };

    expect(storedInput({ input: JSON.stringify({ question: QUESTION, input }) })).toEqual({
      question: QUESTION,
      input,
    });
  });
});
