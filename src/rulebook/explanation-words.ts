import type { Text } from './rulebook.js';

/** What an explanation says besides the words of the rules. */
export interface ExplanationWords {
  question(title: string, id: string, asOf: string): string;
  sanction(id: string, regime: string, category: string, startsOn: string): string;
  term(measure: string, firstDay: string, lastDay: string): string;
  general: string;
  noRule: string;
  noCondition: string;
  all: string;
  any: string;
  notFired: string;
  excused(by: string): string;
  idle: string;
  outcome(outcome: string, word: string, confidence: string, lastDay: string | undefined): string;
  reason(effect: string, rule: string, confidence: string): string;
  limit(limit: string): string;
}

/** The words of a language. */
export function explanationWords(language: keyof Text): ExplanationWords {
  return WORDS[language];
}

const WORDS: Readonly<Record<keyof Text, ExplanationWords>> = {
  zh: {
    question: (title, id, asOf) => `${title} (${id}),${asOf}`,
    sanction: (id, regime, category, startsOn) => `惩戒 ${id}:${regime},${category},自 ${startsOn} 起`,
    term: (measure, firstDay, lastDay) => `“${measure}”的期限:${firstDay} 至 ${lastDay}(含当日)`,
    general: '与惩戒无关的规则(卡、账户、姓名)',
    noRule: '当日没有规则就此发言:措施不在期限内,或者该规定对这项业务没有规则',
    noCondition: '没有条件:恒适用',
    all: '以下全部成立',
    any: '以下至少一项成立',
    notFired: '未触发',
    excused: (by) => `触发,但被例外 ${by} 取代`,
    idle: '条件成立,但所例外的规则没有触发:不起作用',
    outcome: (outcome, word, confidence, lastDay) =>
      `结论:${outcome} ${word}${lastDay === undefined ? '' : `,至 ${lastDay}(含当日)`},把握 ${confidence}`,
    reason: (effect, rule, confidence) => `${effect} ← ${rule} (${confidence})`,
    limit: (limit) => `限制:${limit}`,
  },
  en: {
    question: (title, id, asOf) => `${title} (${id}), ${asOf}`,
    sanction: (id, regime, category, startsOn) => `Sanction ${id}: ${regime}, ${category}, from ${startsOn}`,
    term: (measure, firstDay, lastDay) => `Term of “${measure}”: ${firstDay} to ${lastDay} inclusive`,
    general: 'Rules that need no sanction (card, account, name)',
    noRule: 'No rule speaks on this day: the measure is not in force, or the instrument has no rule for the question',
    noCondition: 'No condition: it always applies',
    all: 'All of these hold',
    any: 'At least one of these holds',
    notFired: 'did not fire',
    excused: (by) => `fired, but the exception ${by} takes its place`,
    idle: 'its condition holds, but what it excepts did not fire: without effect',
    outcome: (outcome, word, confidence, lastDay) =>
      `Outcome: ${outcome}, ${word}${lastDay === undefined ? '' : `, until ${lastDay} inclusive`}, confidence ${confidence}`,
    reason: (effect, rule, confidence) => `${effect} ← ${rule} (${confidence})`,
    limit: (limit) => `Limit: ${limit}`,
  },
};
