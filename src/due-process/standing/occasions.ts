import type { SanctionRecord } from '../../domain/decision.js';
import { localDate, localDateOfWrittenInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { answerNow } from '../../rulebook/decide.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';
import { inputOn, type Situation } from '../../rulebook/standard-questions.js';
import type { StandingAnswer } from './standing.dto.js';

/** What people ask first: an occasion of daily life, and the question an institution would ask about it. */
const OCCASIONS: readonly { what: string; title: Text; question: string; situation: Situation }[] = [
  {
    what: 'counter',
    title: { zh: '持本人证件到柜台取款', en: 'Withdraw cash in person at a counter' },
    question: 'bank_account.outflow',
    situation: { channel: 'counter', purpose: 'withdrawal', inPerson: 'yes' },
  },
  {
    what: 'salary',
    title: { zh: '工资入账', en: 'Receive wages' },
    question: 'bank_account.inflow',
    situation: { channel: 'online', purpose: 'salary' },
  },
  ...(['water', 'electricity', 'gas'] as const).map((purpose) => ({
    what: purpose,
    title: {
      water: { zh: '原已签约的水费代扣', en: 'A direct debit for water, agreed before' },
      electricity: { zh: '原已签约的电费代扣', en: 'A direct debit for electricity, agreed before' },
      gas: { zh: '原已签约的燃气费代扣', en: 'A direct debit for gas, agreed before' },
    }[purpose],
    question: 'bank_account.outflow',
    // Before any sanction of any regime.
    situation: { channel: 'online', purpose, agreementSince: localDate('2010-01-01') },
  })),
  {
    what: 'retained_sim',
    title: {
      zh: '本人到营业厅申请恢复一张未涉案的电话卡',
      en: 'Have one SIM that is not implicated restored in person',
    },
    question: 'mobile_sim.restore',
    situation: { channel: 'counter', inPerson: 'yes', cardStatus: 'suspended' },
  },
  {
    what: 'online_transfer',
    title: { zh: '网上或手机银行转账', en: 'Transfer money by internet or mobile bank' },
    question: 'bank_account.outflow',
    situation: { channel: 'online', purpose: 'transfer' },
  },
  {
    what: 'payment',
    title: { zh: '用支付账户付款', en: 'Pay with a payment account' },
    question: 'payment_account.pay',
    situation: { channel: 'online', purpose: 'other' },
  },
  {
    what: 'new_account',
    title: { zh: '新开银行账户', en: 'Open a bank account' },
    question: 'bank_account.open',
    situation: { channel: 'counter', inPerson: 'yes' },
  },
  {
    what: 'new_sim',
    title: { zh: '新办电话卡', en: 'Get a new SIM' },
    question: 'mobile_sim.activate',
    situation: { channel: 'counter', inPerson: 'yes' },
  },
];

/** When somebody asks, in which language, and whether a number of his was restored already. */
export interface Asking {
  /** Instant with offset, Asia/Shanghai. */
  asOf: string;
  language: Language;
  retainedSim: 'another_card' | 'cancelled' | 'none';
}

/** What an institution would be answered about a person on each occasion: nothing here knows the law. */
export function answersOn(
  rulebook: Rulebook,
  sanctions: readonly SanctionRecord[],
  { asOf, language, retainedSim }: Asking,
): StandingAnswer[] {
  const day = localDateOfWrittenInstant(asOf);
  return OCCASIONS.filter(({ question }) => Object.hasOwn(rulebook.catalogue.questions, question)).map(
    ({ what, title, question, situation }) => {
      const input = inputOn(day, { question, situation }, sanctions);
      const { outcome, reasons, limits } = answerNow(rulebook, { ...input, asOf, language, holder: { retainedSim } });
      const tell = reasons[0]?.tellCustomer ?? null;
      return { what, title: language === 'en' ? title.en : title.zh, outcome, tell, limits };
    },
  );
}
