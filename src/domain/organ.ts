import type { OrganLevel } from './designation.js';
import { countyWithin, locate } from './region.js';
import type { LocatedPlace } from './region.js';
import { plainName } from './written-form.js';

/** What the name of a police organ says of it. */
export interface NamedOrgan {
  /** GB/T 2260, six digits: the organ's region, else the smallest known region around it, else `000000`. */
  code: string;
  level: OrganLevel;
}

const NATION = '100000';
/** GB/T 2260 place of an organ whose name does not tell its region (某区公安分局). */
export const UNKNOWN_REGION = '000000';
const XINJIANG = '650000';
// The corps has no code of its own; its divisions (师) stand where prefectures do.
const CORPS = '新疆生产建设兵团';
// Police of trades, not of regions: their levels do not follow from a place.
const TRADE_POLICE = /铁路|航运|港航|民航|机场|森林|海关|缉私|监狱/u;
const ORGAN_NAME = /^(?<place>.+?)公安(?<office>分局|厅|局|处)(?<below>.*)$/u;

// In this order: the words for 县级市 end as those for 市 do.
const LEVEL_WORDS: readonly (readonly [OrganLevel, RegExp])[] = [
  ['ministry', /^(?:公安)?部级?$/u],
  ['province', /^(?:省|自治区|直辖市)级?(?:以上)?(?:公安机关|公安厅|公安局|厅)?$/u],
  ['county', /^(?:区县|县区|县市区|县级市|市辖区|县|区|旗)级?(?:以上)?(?:公安机关|公安局|公安分局)?$/u],
  ['city', /^(?:设区的?市|地级市|地市|市州|州市|地区|地|州|盟|市)级?(?:以上)?(?:公安机关|公安局)?$/u],
];

/**
 * Level and region of a police organ from its Chinese name: 公安部, 安徽省公安厅, 合肥市公安局, 四川省凉山彝族自治州公安局,
 * 重庆市公安局渝中区分局, 某县公安局. A department (刑侦支队) has the level of its organ; a branch (分局) or a station
 * (派出所) is of county level, also below the province-level 重庆市公安局.
 *
 * @returns `null` where the name does not tell (an unknown 市 may be of city or county level; police of railways and
 * other trades): the caller then has to use the level that the list states
 */
export function organFromName(name: string): NamedOrgan | null {
  const text = wordsOf(name);
  if (text.startsWith('公安部')) return { code: NATION, level: 'ministry' };
  if (text.startsWith(CORPS)) return organOfCorps(text.slice(CORPS.length));
  const { place = '', office = '', below = '' } = ORGAN_NAME.exec(text)?.groups ?? {};
  if (place === '' || TRADE_POLICE.test(text)) return null;

  const located = locate(place.replace(/行政公署$|行署$/u, ''));
  if (office === '分局' || /分局|派出所/u.test(below)) return { code: codeOfBranch(located, below), level: 'county' };
  const level = office === '厅' ? 'province' : levelOfPlace(located);
  return level === null ? null : { code: located.region?.code ?? UNKNOWN_REGION, level };
}

/**
 * The level of an organ in the words that officer files use: 县级, 设区的市, 地市级, 省级, 部级, or the name of an organ.
 *
 * @returns `null` for words that say no level
 */
export function levelFromText(text: string): OrganLevel | null {
  const words = wordsOf(text);
  const found = LEVEL_WORDS.find(([, pattern]) => pattern.test(words));
  return found?.[0] ?? organFromName(words)?.level ?? null;
}

/** The two digits of the province in a GB/T 2260 code; `10` is the nation, `00` unknown. */
export function provinceOf(code: string): string {
  return code.slice(0, 2);
}

function wordsOf(text: string): string {
  return plainName(text).text.replace(/[ （）、]/gu, '');
}

function organOfCorps(office: string): NamedOrgan | null {
  if (office.startsWith('公安局')) return { code: XINJIANG, level: 'province' };
  return /^第?[一二三四五六七八九十]+师.*公安局$/u.test(office) ? { code: XINJIANG, level: 'city' } : null;
}

function levelOfPlace({ region, rest }: LocatedPlace): OrganLevel | null {
  if (rest === '') return region?.level ?? null;
  if (/(?:州|盟|地区)$/u.test(rest)) return 'city';
  if (/[县旗区]$/u.test(rest)) return 'county';
  // A city inside a prefecture is of county level; elsewhere the table may just be older than the city.
  return rest.endsWith('市') && region?.level === 'city' ? 'county' : null;
}

/** 合肥市公安局蜀山分局 and 合肥市蜀山区公安分局 are the same; an economic zone has the code of its city. */
function codeOfBranch({ region, rest }: LocatedPlace, below: string): string {
  if (region === null) return UNKNOWN_REGION;
  const stem = below.includes('分局') ? below.slice(0, below.indexOf('分局')) : rest;
  return countyWithin(region, stem)?.code ?? region.code;
}
