import type { Text } from './rulebook.js';

export const FINDING_CODES = [
  'schema',
  'file-missing',
  'file-unexpected',
  'duplicate-id',
  'unknown-fact',
  'unknown-operator',
  'unknown-measure',
  'unknown-question',
  'unknown-source',
  'unknown-article',
  'unknown-parameter',
  'unknown-interpretation',
  'unknown-rule',
  'unknown-category',
  'unknown-condition',
  'unknown-placeholder',
  'value-outside-fact',
  'empty-condition',
  'cyclic-reference',
  'versions-overlap',
  'versions-gap',
  'parameter-not-in-force',
  'parameter-unread',
  'sentence-missing',
  'word-missing',
  'unused-parameter',
  'unused-measure',
  'unused-source',
  'dead-rule',
  'dead-condition',
  'idle-rule',
  'covered-rule',
  'overlap',
  'gap',
  'domain-too-large',
  'case-missing',
  'case-fails',
  'question-unanswered',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One fault of the rulebook: where, what, and in words a jurist reads. */
export interface Finding {
  /** Path below `rules/`. */
  file: string;
  rule?: string;
  /** JSON pointer inside the file. */
  path: string;
  code: FindingCode;
  zh: string;
  en: string;
}

/** Where a finding belongs; carried down while a file is walked. */
export interface Place {
  file: string;
  rule?: string;
  path: string;
}

/** A finding at a place. */
export function finding(place: Place, code: FindingCode, text: Text): Finding {
  return { ...place, code, ...text };
}

/** The place one step further down. */
export function below(place: Place, ...steps: readonly (string | number)[]): Place {
  return { ...place, path: [place.path, ...steps].join('/') };
}

/** One line per finding: `cn-fin-2019/bank.rules.json cn-fin-2019/bank/open /rules/1/measure unknown-measure: …`. */
export function formatFinding(found: Finding, language: 'zh' | 'en' = 'en'): string {
  const place = [found.file, found.rule, found.path].filter((part) => part !== undefined && part !== '').join(' ');
  return `${place} ${found.code}: ${found[language]}`;
}

/** The rulebook cannot be used. The message lists every finding, one a line. */
export class RulebookError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(`the rulebook has ${findings.length} fault(s)\n${findings.map((found) => formatFinding(found)).join('\n')}`);
    this.name = 'RulebookError';
  }
}
