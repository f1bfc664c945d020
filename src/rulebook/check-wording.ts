import { MARKS, OUTCOMES } from '../domain/decision.js';
import { CARD_KINDS, GROUNDS } from '../domain/designation.js';
import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import type { FactType } from '../domain/facts.js';
import { OPERATORS } from './fact-type.js';
import type { ParsedFiles } from './files.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import type { Wording } from './wording.js';

const FILE = 'wording.json';
const FACTS: Readonly<Record<string, FactType>> = { ...DECISION_FACTS, ...INTAKE_FACTS };

/** These have their words in the catalogue. */
const IN_CATALOGUE: ReadonlySet<string> = new Set([...GROUNDS, ...CARD_KINDS]);

/**
 * Whatever a sentence of a rule may have to name and `wording.json` has no word for, and words for facts that do not
 * exist.
 */
export function checkWording(parsed: ParsedFiles): Finding[] {
  const wording = parsed.wording[0]?.content;
  if (wording === undefined) {
    return [finding({ file: FILE, path: '' }, 'file-missing', { zh: '缺少这个文件', en: 'This file is missing' })];
  }
  return [
    ...Object.entries(FACTS).flatMap(([fact, type]) => checkFact(wording, fact, type)),
    ...Object.keys(wording.facts).flatMap((fact) => (FACTS[fact] === undefined ? [unknownFact(fact)] : [])),
    ...missing(wording, 'operators', [...new Set(Object.values(OPERATORS).flat())]),
    ...missing(wording, 'units', unitsIn(parsed)),
    ...missing(wording, 'outcomes', OUTCOMES),
    ...missing(wording, 'marks', MARKS),
    ...missing(wording, 'rejections', effectsIn(parsed, 'reject')),
    ...missing(wording, 'notes', effectsIn(parsed, 'note')),
    ...missing(wording, 'parties', ['intake', ...parsed['decision-rules'].map(({ content }) => content.party)]),
    ...missing(
      wording,
      'sectors',
      parsed.regime.flatMap(({ content }) => content.sectors),
    ),
  ];
}

function checkFact(wording: Wording, fact: string, type: FactType): Finding[] {
  const words = wording.facts[fact];
  if (words === undefined) return [wordMissing(`/facts/${fact}`, fact)];
  const known = new Set(Object.keys(words.values ?? {}));
  return valuesOf(type)
    .filter((value) => !known.has(value) && !IN_CATALOGUE.has(value))
    .map((value) => wordMissing(`/facts/${fact}/values`, value));
}

function valuesOf(type: FactType): readonly string[] {
  if (type.type === 'enum') return type.values;
  return type.type === 'boolean' ? ['true', 'false'] : [];
}

/** Numbers take a unit; lists of words and switches do not. */
function unitsIn(parsed: ParsedFiles): string[] {
  const units = parsed.parameters.flatMap(({ content }) => content.parameters.map(({ unit }) => unit));
  return [...new Set(units)].filter((unit) => unit !== 'words' && unit !== 'switch');
}

function effectsIn(parsed: ParsedFiles, kind: 'reject' | 'note'): string[] {
  const effects = parsed['intake-rules'].flatMap(({ content }) => content.rules.map(({ effect }) => effect));
  const named = effects.flatMap((effect) => {
    if (kind === 'reject') return 'reject' in effect ? [effect.reject] : [];
    return 'note' in effect ? [effect.note] : [];
  });
  return [...new Set(named)];
}

function missing(wording: Wording, table: Exclude<keyof Wording, 'facts'>, names: readonly string[]): Finding[] {
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(wording[table], name))
    .map((name) => wordMissing(`/${table}`, name));
}

function wordMissing(path: string, name: string): Finding {
  return finding({ file: FILE, path }, 'word-missing', {
    zh: `${name} 没有中英文用语,规则的句子无法说它`,
    en: `There is no word for ${name}: the sentences of the rules cannot name it`,
  });
}

function unknownFact(fact: string): Finding {
  return finding({ file: FILE, path: `/facts/${fact}` }, 'unknown-fact', {
    zh: `没有事实 ${fact}`,
    en: `There is no fact ${fact}`,
  });
}
