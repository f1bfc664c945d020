import { useNameOf, type Catalogue } from '../../../api/catalogue';
import { useWords, words } from '../../../language/words';

/** What rows are counted by in a summary; the rows themselves are asked for by the same names. */
export const COUNTED_WORDS = words({
  zh: {
    minors: '行为时未成年',
    namesakes: '与他人同名(含本批)',
    alreadySanctioned: '已有其他惩戒在执行',
    joining: '与既有惩戒连续执行',
    capped: '达到五年上限',
    needsReview: '期限须人工核对',
    unregistered: '未登记的卡',
    ground: '惩戒情形',
    regime: '适用办法',
    category: '惩戒类别',
    kind: '对象类型',
    organ: '认定单位',
    measure: '惩戒措施',
    cappedMeasure: '受上限限制',
    cardKind: '卡种',
    status: '名单类型',
    institution: '开户机构',
  },
  en: {
    minors: 'Minors when it was done',
    namesakes: 'Share a name with others',
    alreadySanctioned: 'Under another sanction',
    joining: 'Cumulated with earlier ones',
    capped: 'Cut by the five-year cap',
    needsReview: 'Terms to be checked by hand',
    unregistered: 'Cards nobody registered',
    ground: 'Ground',
    regime: 'Regime',
    category: 'Category',
    kind: 'Kind of subject',
    organ: 'Identifying organ',
    measure: 'Measure',
    cappedMeasure: 'Capped',
    cardKind: 'Kind of card',
    status: 'Listing',
    institution: 'Institution',
  },
});

/** Where the catalogue names the keys. */
const NAMED: Readonly<Record<string, keyof Catalogue>> = {
  ground: 'grounds',
  regime: 'regimes',
  category: 'categories',
  kind: 'subjectKinds',
  measure: 'measures',
  cappedMeasure: 'measures',
  cardKind: 'cardKinds',
  status: 'listings',
};

/** `useCountedName()('ground:rent')` → 惩戒情形 非法出租. What has no name is called by itself. */
export function useCountedName(): (counted: string) => string {
  const said: Readonly<Record<string, string>> = useWords(COUNTED_WORDS);
  const nameOf = useNameOf();
  return (counted) => {
    const [by = '', ...rest] = counted.split(':');
    const key = rest.join(':');
    const kind = NAMED[by];
    return `${said[by] ?? by} ${kind === undefined ? key : nameOf(kind, key)}`.trim();
  };
}
