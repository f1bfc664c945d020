/**
 * The officer file templates as data: which columns, under which headings, and what the file is for.
 *
 * Sources: the samples in `demo/`; the record of digest §5.4; the bank table and the lead sheets of digest §5.2.
 * A heading is compared after {@link normaliseHeading}; the first of the list is the one shown to officers. Core systems
 * of banks write English headings.
 */
export const COLUMN_KEYS = [
  'sequence',
  'name',
  'subjectKind',
  'idType',
  'idNumber',
  'phone',
  'account',
  'ground',
  'items',
  'times',
  'recipients',
  'itemKinds',
  'offence',
  'punished',
  'judgedOn',
  'organ',
  'organLevel',
  'provinceApprovalNo',
  'tier',
  'documentNo',
  'identifiedOn',
  'noticeServedOn',
  'termYears',
  'leadNo',
  'caseNo',
  'listing',
  'listedOn',
  'institution',
  'cardKind',
  'cardNumber',
  'openedOn',
  'lastUsedOn',
  'verifiedOn',
  'status',
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

export const HEADINGS: Readonly<Record<ColumnKey, readonly string[]>> = {
  sequence: ['序号', '编号', 'No', 'No.'],
  name: [
    '姓名',
    '姓名/名称',
    '名称',
    '单位名称',
    '人员姓名',
    '对象名称',
    '惩戒对象',
    '惩戒对象姓名',
    '被惩戒人',
    '被惩戒人姓名',
    '开卡人',
    '开卡人姓名',
    '开户人',
    '开户人姓名',
    '持有人',
    '户名',
    '机主',
    '机主姓名',
    '客户姓名',
    '客户名称',
    'name',
    'full name',
    'customer name',
  ],
  subjectKind: ['对象类型', '对象类别', '惩戒对象类型', '主体类型'],
  idType: ['证件类型', '证件种类', '证件类别', '身份证件类型', 'id type', 'certificate type'],
  idNumber: [
    '证件号码',
    '证件号',
    '身份证号码',
    '身份证号',
    '身份证',
    '身份证件号码',
    '居民身份证号码',
    '公民身份号码',
    '开卡人证件号码',
    '开户人证件号码',
    '客户证件号码',
    'id number',
    'id no',
    'id no.',
    'certificate number',
  ],
  phone: [
    '涉案号码',
    '涉案电话号码',
    '涉案手机号码',
    '涉案手机号',
    '涉案电话卡',
    '涉案电话',
    '手机号码',
    '手机号',
    '电话号码',
    '联系电话',
    'phone',
    'phone number',
    'mobile',
    'mobile number',
  ],
  account: [
    '涉案账户',
    '涉案账号',
    '涉案银行账户',
    '涉案银行账号',
    '涉案银行卡号',
    '涉案银行卡',
    '涉案卡号',
    '账号',
    '银行账号',
    '银行卡号',
    '卡号',
  ],
  ground: ['惩戒情形', '认定情形', '惩戒事由', '违法行为', '行为类型'],
  items: ['张(个)数', '张数', '个数', '涉卡数量', '卡(账户)数量', '数量'],
  times: ['次数', '行为次数'],
  recipients: ['对象数', '对象个数', '提供对象数', '交易对象数'],
  itemKinds: ['涉及卡种', '卡种', '涉案卡种', '涉及卡类型'],
  offence: ['罪名', '所犯罪名', '判决罪名'],
  punished: ['是否判处刑罚', '是否判刑', '是否被判处刑罚'],
  judgedOn: ['判决日期', '裁判日期', '判决生效日期'],
  organ: ['认定单位', '认定机关', '认定公安机关', '认定部门'],
  organLevel: ['认定单位级别', '认定机关级别', '认定公安机关级别', '单位级别'],
  provinceApprovalNo: ['省级审批文号', '省级审核文号', '省级批准文号', '省厅审批文号'],
  tier: ['惩戒等级', '惩戒档次', '惩戒级别', '惩戒类别'],
  documentNo: ['认定书文号', '认定文号', '认定书编号', '认定书号', '文书号', '文书文号'],
  identifiedOn: ['认定日期', '认定时间', '认定书日期'],
  noticeServedOn: ['告知书送达日期', '告知日期', '送达日期', '告知书送达时间'],
  termYears: ['惩戒期限(年)', '惩戒期限', '惩戒年限', '惩戒年限(年)', '期限(年)'],
  leadNo: ['线索编号', '线索号'],
  caseNo: ['案件编号', '案件号', '案号'],
  listing: ['名单类型', '名单类别', '列入类型', '列入类别', '线索类型', '线索类别'],
  listedOn: ['列入日期', '列入时间', '列入名单日期', '线索日期', '线索下发日期'],
  institution: ['机构', '机构代码', '机构编号', '开户机构', '发卡机构'],
  cardKind: ['卡种', '卡类型', '卡类', '业务类型', 'card kind', 'card type'],
  cardNumber: ['号码', '卡号', '账号', '卡号/账号', '号码/账号', 'card number', 'card no', 'account number'],
  openedOn: ['开户(入网)日期', '开户日期', '入网日期', '开卡日期', '开户时间', '入网时间'],
  lastUsedOn: ['最近使用日期', '最后使用日期', '最近交易日期'],
  verifiedOn: ['最近核实日期', '实人认证日期', '重新核实日期'],
  status: ['状态', '卡状态', '账户状态', '号码状态'],
};

/** The templates that are recognised by their header row. */
export const TEMPLATE_IDS = [
  'joint-2024',
  'telecom-batch',
  'financial-list',
  'card-leads',
  'card-registry',
  'bank-table',
] as const;

/** A bank's own list of customers. Never guessed, always named by the reader: any list of people would pass for it. */
export const CUSTOMER_BOOK = 'customer-book';
export type TemplateId = (typeof TEMPLATE_IDS)[number] | typeof CUSTOMER_BOOK;

/** Whether an officer may name it: a template that is also recognised. */
export function isTemplateId(text: string): text is TemplateId {
  return TEMPLATE_IDS.some((id) => id === text);
}

export interface Template {
  /** As officers call it. */
  readonly title: string;
  readonly use: 'sanctions' | 'card-leads' | 'cards' | 'customers';
  /** Every group needs at least one of its columns. */
  readonly required: readonly (readonly ColumnKey[])[];
  readonly optional: readonly ColumnKey[];
}

/** From the most telling template to the least: of two that fit equally well, the first is meant. */
export const TEMPLATES: Readonly<Record<TemplateId, Template>> = {
  'joint-2024': {
    title: '联合惩戒名单(2024办法)',
    use: 'sanctions',
    required: [['name'], ['idNumber'], ['ground'], ['organ'], ['identifiedOn']],
    optional: [
      'sequence',
      'subjectKind',
      'idType',
      'items',
      'times',
      'recipients',
      'itemKinds',
      'offence',
      'punished',
      'judgedOn',
      'organLevel',
      'provinceApprovalNo',
      'tier',
      'documentNo',
      'noticeServedOn',
      'termYears',
      'caseNo',
    ],
  },
  'telecom-batch': {
    title: '电信惩戒批次名单',
    use: 'sanctions',
    required: [['name'], ['idNumber'], ['phone'], ['organ'], ['identifiedOn']],
    optional: [
      'sequence',
      'subjectKind',
      'idType',
      'documentNo',
      'noticeServedOn',
      'organLevel',
      'termYears',
      'caseNo',
    ],
  },
  'financial-list': {
    title: '金融惩戒名单',
    use: 'sanctions',
    required: [['name'], ['idNumber'], ['account'], ['organ'], ['identifiedOn']],
    optional: [
      'sequence',
      'subjectKind',
      'idType',
      'documentNo',
      'noticeServedOn',
      'organLevel',
      'termYears',
      'caseNo',
    ],
  },
  'card-leads': {
    title: '断卡线索',
    use: 'card-leads',
    required: [['leadNo'], ['caseNo'], ['phone', 'account'], ['name'], ['idNumber']],
    optional: ['sequence', 'idType', 'listing', 'listedOn'],
  },
  'card-registry': {
    title: '卡登记表',
    use: 'cards',
    required: [['cardKind'], ['cardNumber'], ['name'], ['idNumber'], ['status']],
    optional: ['sequence', 'institution', 'subjectKind', 'idType', 'openedOn', 'lastUsedOn', 'verifiedOn'],
  },
  'bank-table': {
    title: '惩戒人员信息表',
    use: 'customers',
    required: [['idNumber'], ['phone']],
    optional: ['sequence', 'idType', 'name'],
  },
  [CUSTOMER_BOOK]: {
    title: '客户清单',
    use: 'customers',
    required: [['idNumber']],
    optional: ['sequence', 'name', 'idType', 'cardKind', 'cardNumber', 'account', 'phone'],
  },
};
