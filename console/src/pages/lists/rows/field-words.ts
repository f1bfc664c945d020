import type { Catalogue } from '../../../api/catalogue';
import { useNameOf } from '../../../api/catalogue';
import { useWords, words } from '../../../language/words';
import type { Leaf } from './entry-content';

/** What the fields of a designation and of a card lead are called. */
const FIELDS = words({
  zh: {
    'subject.kind': '对象类型',
    'subject.idType': '证件类型',
    'subject.idNumber': '证件号码',
    'subject.name': '姓名/名称',
    'holder.kind': '持有人类型',
    'holder.idType': '持有人证件类型',
    'holder.idNumber': '持有人证件号码',
    'holder.name': '持有人姓名/名称',
    regime: '适用办法',
    ground: '惩戒情形',
    items: '张(个)数',
    times: '次数',
    recipients: '对象数',
    itemKinds: '涉及卡种',
    'conviction.offence': '罪名',
    'conviction.punished': '是否判处刑罚',
    'conviction.judgedOn': '判决日期',
    identifiedOn: '认定日期',
    'identifyingOrgan.code': '认定单位代码',
    'identifyingOrgan.level': '认定单位级别',
    'identifyingOrgan.name': '认定单位',
    provinceApprovalNo: '省级审批文号',
    tier: '惩戒等级',
    documentNo: '认定书文号',
    noticeServedOn: '告知书送达日期',
    termStart: '惩戒起算日期',
    conductOn: '行为日期',
    termYears: '惩戒期限(年)',
    'implicatedCards.kind': '涉案卡种',
    'implicatedCards.number': '涉案卡号',
    'implicatedCards.caseNo': '涉案案件编号',
    kind: '卡种',
    number: '号码',
    status: '名单类型',
    caseNo: '案件编号',
    leadNo: '线索编号',
    sinceOn: '列入日期',
    true: '是',
    false: '否',
  },
  en: {
    'subject.kind': 'Kind of subject',
    'subject.idType': 'Type of identifier',
    'subject.idNumber': 'Identifier',
    'subject.name': 'Name',
    'holder.kind': 'Kind of holder',
    'holder.idType': "Holder's type of identifier",
    'holder.idNumber': "Holder's identifier",
    'holder.name': "Holder's name",
    regime: 'Regime',
    ground: 'Ground',
    items: 'Cards',
    times: 'Times',
    recipients: 'Recipients',
    itemKinds: 'Kinds of card',
    'conviction.offence': 'Offence',
    'conviction.punished': 'Penalty imposed',
    'conviction.judgedOn': 'Judged on',
    identifiedOn: 'Identified on',
    'identifyingOrgan.code': 'Code of the organ',
    'identifyingOrgan.level': 'Level of the organ',
    'identifyingOrgan.name': 'Identifying organ',
    provinceApprovalNo: 'Provincial approval',
    tier: 'Tier',
    documentNo: 'Document',
    noticeServedOn: 'Notice served on',
    termStart: 'Term starts on',
    conductOn: 'Conduct until',
    termYears: 'Term (years)',
    'implicatedCards.kind': 'Implicated card',
    'implicatedCards.number': 'Number of that card',
    'implicatedCards.caseNo': 'Case of that card',
    kind: 'Kind of card',
    number: 'Number',
    status: 'Listing',
    caseNo: 'Case',
    leadNo: 'Lead',
    sinceOn: 'Listed since',
    true: 'yes',
    false: 'no',
  },
} satisfies Record<'zh' | 'en', Record<string, string>>);

/** Fields whose values are words of the catalogue. */
const CATALOGUED: Readonly<Record<string, keyof Catalogue>> = {
  'subject.kind': 'subjectKinds',
  'subject.idType': 'idTypes',
  'holder.kind': 'subjectKinds',
  'holder.idType': 'idTypes',
  regime: 'regimes',
  ground: 'grounds',
  itemKinds: 'cardKinds',
  'identifyingOrgan.level': 'organLevels',
  'implicatedCards.kind': 'cardKinds',
  kind: 'cardKinds',
  status: 'listings',
};

/** How a field of an entry and its value are read out. */
export interface FieldNames {
  field(path: readonly string[]): string;
  value(leaf: Leaf): string;
}

/** {@link FieldNames} in the language of this browser; what has no name is called by its path. */
export function useFieldNames(): FieldNames {
  const names = new Map(Object.entries(useWords(FIELDS)));
  const nameOf = useNameOf();
  return {
    field: (path) => {
      const [index] = path.filter((step) => /^\d+$/.test(step)).map(Number);
      const name = names.get(keyOf(path)) ?? path.join('.');
      return index === undefined || index === 0 ? name : `${name} ${index + 1}`;
    },
    value: ({ path, value }) => {
      const kind = CATALOGUED[keyOf(path)];
      if (kind !== undefined) return nameOf(kind, String(value));
      return typeof value === 'boolean' ? (names.get(String(value)) ?? String(value)) : String(value);
    },
  };
}

/** Without the places in arrays. */
function keyOf(path: readonly string[]): string {
  return path.filter((step) => !/^\d+$/.test(step)).join('.');
}
