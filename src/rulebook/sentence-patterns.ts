import type { Text } from './rulebook.js';

/** The parts of a sentence about a rule. Each brings the punctuation that goes before it. */
export interface Patterns {
  since(from: string, to: string | undefined): string;
  identified(from: string, to: string | undefined): string;
  inForce(measure: string): string;
  ended(measure: string): string;
  card: string;
  identity: string;
  everyQuestion: string;
  questions(titles: readonly string[]): string;
  provided(condition: string): string;
  effect(effect: string): string;
  byDefault(effect: string, otherwise: string): string;
  rejected(why: string, code: string): string;
  noted(note: string): string;
  category(title: string): string;
  approved(organ: string): string;
  limits(limits: readonly string[]): string;
  softens: string;
  unless(exceptions: readonly string[]): string;
  exception(title: string, condition: string | undefined, effect: string): string;
  excepts(titles: readonly string[]): string;
  interpretation(id: string, title: string): string;
  restsOn(interpretations: readonly string[]): string;
  unlessOn(interpretations: readonly string[]): string;
  confidence(word: string, mark: string): string;
}

export const PATTERNS: Readonly<Record<keyof Text, Patterns>> = {
  zh: {
    since: (from, to) => `自${from}起${to === undefined ? '' : `至${to}止`}`,
    identified: (from, to) => `${from}起${to === undefined ? '' : `至${to}止`}认定的`,
    inForce: (measure) => `,在${measure}的期限内`,
    ended: (measure) => `,在${measure}期满之后`,
    card: ',不论持有人有无惩戒',
    identity: ',对在惩戒期内的人',
    everyQuestion: ',对任何业务',
    questions: (titles) => `,对${titles.join('')}`,
    provided: (condition) => `,如果${condition}`,
    effect: (effect) => `,${effect}`,
    byDefault: (effect, otherwise) => `${effect}(默认:${otherwise})`,
    rejected: (why, code) => `退回该行:${why}(${code})`,
    noted: (note) => `提示批准人:${note}`,
    category: (title) => `列为“${title}”`,
    approved: (organ) => `名单须由${organ}以上的机关批准`,
    limits: (limits) => `(${limits.join(';')})`,
    softens: ';此时惩戒的拒绝一律改由人工审核',
    unless: (exceptions) => `;除非${exceptions.join(';或者')}`,
    exception: (title, condition, effect) => `${title}(${condition === undefined ? '' : `${condition}:`}${effect})`,
    excepts: (titles) => `。这是${titles.join('')}的例外,只在其适用时起作用`,
    interpretation: (id, title) => `${id}${title}`,
    restsOn: (interpretations) => `。依据解释${interpretations.join('、')}`,
    unlessOn: (interpretations) => `。只在解释${interpretations.join('、')}关闭时适用`,
    confidence: (word, mark) => `。把握:${word}(${mark})。`,
  },
  en: {
    since: (from, to) => `From ${from}${to === undefined ? '' : ` to ${to}`}`,
    identified: (from, to) => `Identified from ${from}${to === undefined ? '' : ` to ${to}`}`,
    inForce: (measure) => `, while ${measure} is in force`,
    ended: (measure) => `, after ${measure} has ended`,
    card: ', whether or not the holder is under a sanction',
    identity: ', for whoever is under a running sanction',
    everyQuestion: ', whatever is asked',
    questions: (titles) => `, ${titles.join(', ')}`,
    provided: (condition) => `, if ${condition}`,
    effect: (effect) => `: ${effect}`,
    byDefault: (effect, otherwise) => `${effect} (by default: ${otherwise})`,
    rejected: (why, code) => `the row is refused, because ${why} (${code})`,
    noted: (note) => `the approver is told: ${note}`,
    category: (title) => `the row is “${title}”`,
    approved: (organ) => `the list is approved by ${organ} or above`,
    limits: (limits) => ` (${limits.join('; ')})`,
    softens: '; every refusal by a sanction is then decided by a person',
    unless: (exceptions) => `; unless ${exceptions.join(', or ')}`,
    exception: (title, condition, effect) => `${title} (${condition === undefined ? '' : `${condition}: `}${effect})`,
    excepts: (titles) => `. This is an exception to ${titles.join(', ')} and counts only where that applies`,
    interpretation: (id, title) => `${id} ${title}`,
    restsOn: (interpretations) => `. It rests on interpretation ${interpretations.join(', ')}`,
    unlessOn: (interpretations) =>
      `. It applies only while interpretation ${interpretations.join(', ')} is switched off`,
    confidence: (word, mark) => `. Confidence: ${word} (${mark}).`,
  },
};
