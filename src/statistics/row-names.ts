import { regionName } from '../domain/region.js';
import { ORGAN_LEVEL_WORDS } from '../domain/words.js';
import type { TextLanguage } from '../rulebook/reasons.js';
import type { Rulebook, Text } from '../rulebook/rulebook.js';
import type { Dimension } from './dimensions.js';

const TOTAL: Text = { zh: '合计', en: 'Total' };

/** Where the names of keys come from. */
export interface Names {
  rulebook: Rulebook;
  /** By code. */
  institutions: ReadonlyMap<string, string>;
  language: TextLanguage;
}

type Naming = (key: string, names: Names) => string | undefined;

const NAMINGS: Readonly<Record<Dimension | 'total', Naming>> = {
  total: (_, { language }) => TOTAL[language],
  region: (key) => regionName(key) ?? undefined,
  organ: organName,
  regime: regimeName,
  institution: (key, { institutions }) => institutions.get(key),
  measure: (key, { rulebook, language }) => rulebook.catalogue.measures[key]?.title[language],
  ground: (key, { rulebook, language }) => rulebook.catalogue.grounds[key]?.[language],
  category: categoryName,
  month: (key) => key,
};

/** The name of a key in the language of the reader; the key itself where nobody knows a name. */
export function nameOf(by: Dimension | 'total', key: string, names: Names): string {
  return NAMINGS[by](key, names) ?? key;
}

function organName(key: string, { language }: Names): string | undefined {
  const [code = '', level] = key.split('/');
  const words = Object.entries(ORGAN_LEVEL_WORDS).find(([known]) => known === level)?.[1][language];
  const region = regionName(code);
  return words === undefined || region === null ? undefined : `${region} ${words}`;
}

function regimeName(id: string, { rulebook, language }: Names): string | undefined {
  return rulebook.regimes.get(id)?.regime.title[language];
}

function categoryName(key: string, names: Names): string | undefined {
  const [regime = '', category = ''] = key.split('/');
  const known = names.rulebook.regimes.get(regime)?.regime.categories[category]?.title[names.language];
  return known === undefined ? undefined : `${regimeName(regime, names) ?? regime} ${known}`;
}
