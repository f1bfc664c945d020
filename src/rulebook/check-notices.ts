import { MARKS } from '../domain/decision.js';
import { ID_TYPES } from '../domain/designation.js';
import { SERVICE_METHODS } from '../domain/notice-service.js';
import type { ParsedFiles } from './files.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import { Law } from './law.js';
import {
  FOOTER_PLACES,
  NOTICE_KINDS,
  NOTICE_LISTS,
  NOTICE_PLACES,
  UNPRINTABLE_PLACES,
  type NoticeTemplate,
  type NoticeVersion,
} from './notices.js';
import type { Citation, Text } from './rulebook.js';

const FILE = 'notices.json';

/** Words the notices are put together with besides those of the catalogue and the regimes. */
const WORDS: readonly string[] = [
  ...ID_TYPES,
  ...SERVICE_METHODS,
  ...MARKS,
  // Served as the list says, which does not say how; a document number that the list does not name; no rule restricts it.
  'as_listed',
  'not_stated',
  'unrestricted',
  'separator',
];

/**
 * Whatever a notice would have to say and cannot: places nobody fills, words that are missing, questions, parameters and
 * sources that do not exist, and days without a template. That both languages are there is a matter of the schema.
 */
export function checkNotices(parsed: ParsedFiles): Finding[] {
  const [file] = parsed.notices;
  if (file === undefined) {
    return [finding({ file: FILE, path: '' }, 'file-missing', { zh: '缺少这个文件', en: 'This file is missing' })];
  }
  // Without these everything would be unknown, and that they are missing is a finding already.
  if (parsed.catalogue.length === 0 || parsed.sources.length === 0) return [];
  const law = new Law(parsed);
  const days = file.content.versions.map(({ from }) => from);
  const twice = days.filter((day, index) => days.indexOf(day) !== index);
  return [
    ...twice.map((day) =>
      finding({ file: FILE, path: '/versions' }, 'versions-overlap', {
        zh: `两个版本都自 ${day} 起`,
        en: `Two versions begin on ${day}`,
      }),
    ),
    ...file.content.versions.flatMap((version, index) =>
      checkVersion(law, { file: FILE, path: `/versions/${index}` }, version),
    ),
  ];
}

function checkVersion(law: Law, place: Place, version: NoticeVersion): Finding[] {
  const { occasions, terms, words } = version;
  return [
    ...NOTICE_KINDS.flatMap((kind) => checkTemplate(below(place, kind), version[kind])),
    ...checkPlaces(below(place, 'footer'), version.footer, FOOTER_PLACES),
    ...checkPlaces(below(place, 'unprintable'), version.unprintable, UNPRINTABLE_PLACES),
    ...occasions.flatMap(({ question, text }, index) => [
      ...(law.questions.has(question) ? [] : [unknown(below(place, 'occasions', index), 'question', question)]),
      ...checkPlaces(below(place, 'occasions', index, 'text'), text, []),
    ]),
    ...terms.flatMap((id) => (law.parameters.has(id) ? [] : [unknown(below(place, 'terms'), 'parameter', id)])),
    ...WORDS.filter((word) => !Object.hasOwn(words, word)).map((word) =>
      finding(below(place, 'words'), 'word-missing', {
        zh: `${word} 没有中英文用语,告知书无法写明`,
        en: `There is no word for ${word}: a notice cannot name it`,
      }),
    ),
    ...version.basis.flatMap((citation, index) => checkCitation(law, below(place, 'basis', index), citation)),
  ];
}

function checkTemplate(place: Place, { title, sections }: NoticeTemplate): Finding[] {
  return [
    ...checkPlaces(below(place, 'title'), title, []),
    ...sections.flatMap(({ heading, paragraphs }, section) => [
      ...checkPlaces(below(place, 'sections', section, 'heading'), heading, []),
      ...paragraphs.flatMap(({ each, text }, index) =>
        checkPlaces(below(place, 'sections', section, 'paragraphs', index), text, [
          ...NOTICE_PLACES,
          ...(each === undefined ? [] : NOTICE_LISTS[each]),
        ]),
      ),
    ]),
  ];
}

function checkPlaces(place: Place, text: Text, known: readonly string[]): Finding[] {
  return (['zh', 'en'] as const).flatMap((language) => {
    const named = [...text[language].matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
    return [...new Set(named)]
      .filter((name) => !known.includes(name))
      .map((name) =>
        finding(below(place, language), 'unknown-placeholder', {
          zh: `没有可以填入 {${name}} 的内容`,
          en: `Nothing is filled in for {${name}} here`,
        }),
      );
  });
}

function checkCitation(law: Law, place: Place, { source, article }: Citation): Finding[] {
  const cited = law.sources.get(source);
  if (cited === undefined) return [unknown(place, 'source', source)];
  return Object.hasOwn(cited.item.articles, article) ? [] : [unknown(place, 'article', `${source}#${article}`)];
}

function unknown(place: Place, what: 'question' | 'parameter' | 'source' | 'article', id: string): Finding {
  return finding(place, `unknown-${what}`, { zh: `没有 ${id}`, en: `There is no ${what} ${id} here` });
}
