import { Tag } from 'antd';
import { useNameOf, type Catalogue } from '../../api/catalogue';
import { useInstitutions } from '../../api/institutions';
import { useWords, words } from '../../language/words';
import { useFilterText } from './filters';
import type { SearchParameters } from './search-parameters';

const WORDS = words({
  zh: {
    names: {
      region: '地区',
      part: '下级地区',
      organ: '认定机关',
      regime: '制度',
      category: '类别',
      ground: '情形',
      measure: '措施',
      institution: '持卡机构',
    },
    remove: (name: string) => `去掉筛选:${name}`,
  },
  en: {
    names: {
      region: 'Region',
      part: 'Part of the region',
      organ: 'Organ',
      regime: 'Regime',
      category: 'Category',
      ground: 'Ground',
      measure: 'Measure',
      institution: 'Cards at',
    },
    remove: (name: string) => `Remove filter: ${name}`,
  },
});

/** A key by which the statistics count, as the address has it. */
type KeyName = keyof (typeof WORDS)['zh']['names'];

/** Where the catalogue names the key. */
const NAMED: Partial<Record<KeyName, keyof Catalogue>> = {
  regime: 'regimes',
  category: 'categories',
  ground: 'grounds',
  measure: 'measures',
};

/** What the address says of the keys that a number of the statistics came with: whose sanctions, under which law. */
export function keysIn({ read }: SearchParameters) {
  return {
    region: read('region'),
    part: read('part'),
    organ: read('organ'),
    regime: read('regime'),
    category: read('category'),
    ground: read('ground'),
  };
}

/** Keys that a number of the statistics came with and that have no field: they are taken away, not chosen. */
export function KeyTags({ names }: { names: readonly KeyName[] }) {
  return names.map((name) => <KeyTag key={name} name={name} />);
}

function KeyTag({ name }: { name: KeyName }) {
  const said = useWords(WORDS);
  const calledOf = useCalledOf();
  const [value] = useFilterText(name);
  if (value === '') return null;
  return <FilterTag name={name} title={said.names[name]} called={calledOf(name, value)} />;
}

interface FilterTagProps {
  /** Of the search parameter. */
  name: string;
  title: string;
  /** What its value is called. */
  called: string;
}

/** A filter in the address that has no field: it is shown, and can be taken away. */
export function FilterTag({ name, title, called }: FilterTagProps) {
  const said = useWords(WORDS);
  const [, setValue] = useFilterText(name);
  return (
    <Tag closable={{ 'aria-label': said.remove(title) }} onClose={() => setValue('')}>
      {title} {called}
    </Tag>
  );
}

/** `calledOf('organ', '340000/province')` → 安徽省 · 省级; what has no name, or none yet, by its code. */
function useCalledOf(): (name: KeyName, value: string) => string {
  const nameOf = useNameOf();
  const institutions = useInstitutions();
  return (name, value) => {
    const kind = NAMED[name];
    if (kind !== undefined) return nameOf(kind, value);
    if (name === 'institution') return institutions.nameOf(value);
    // A region, or an organ as `<region>/<level>`.
    const [region = value, level] = value.split('/');
    const called = institutions.regionNameOf(region);
    return level === undefined ? called : `${called} · ${nameOf('organLevels', level)}`;
  };
}
