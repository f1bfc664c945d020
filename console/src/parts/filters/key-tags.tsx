import { Tag } from 'antd';
import { useNameOf, type Catalogue } from '../../api/catalogue';
import { useInstitutions } from '../../api/institutions';
import { useWords, words } from '../../language/words';
import { useFilterText } from './filters';

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

/** Keys that a number of the statistics came with and that have no field: they are taken away, not chosen. */
export function KeyTags({ names }: { names: readonly KeyName[] }) {
  return names.map((name) => <KeyTag key={name} name={name} />);
}

function KeyTag({ name }: { name: KeyName }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const institutions = useInstitutions();
  const [value, setValue] = useFilterText(name);
  if (value === '') return null;
  const title = said.names[name];
  const kind = NAMED[name];
  const called = kind === undefined ? institutions.nameOf(value) : nameOf(kind, value);
  return (
    <Tag closable={{ 'aria-label': said.remove(title) }} onClose={() => setValue('')}>
      {title} {called}
    </Tag>
  );
}
