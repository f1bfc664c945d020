import type { RowCode } from '../domain/designation.js';
import type { Language } from '../domain/problem.js';

/** What an officer reads instead of a code, and what to do about it. */
const REASONS: Readonly<Record<RowCode, readonly [zh: string, en: string]>> = {
  INVALID_ID_CHECKSUM: ['证件号码校验码不符,请核对原件', 'The check character of the identifier is wrong'],
  INVALID_ID_LENGTH: ['证件号码位数或字符不符', 'The identifier has the wrong length or characters'],
  INVALID_ID_DATE: ['证件号码中的出生日期不存在', 'The birth date in the identifier does not exist'],
  INVALID_ID_REGION: ['证件号码中的地区代码不存在', 'The region in the identifier does not exist'],
  ID_LOST_PRECISION: [
    '号码已被电子表格变成科学计数法,末几位已丢失:请将该列设为文本格式后重新录入',
    'A spreadsheet destroyed the last digits: format the column as text and enter the number again',
  ],
  MISSING_NAME: ['缺少姓名或名称', 'The name is missing'],
  MISSING_FIELD: ['缺少必填项', 'A required field is empty'],
  INVALID_FIELD: ['内容无法识别', 'A field cannot be understood'],
  DUPLICATE_IN_LIST: ['与本名单前面的行重复', 'An earlier row of this list names the same'],
  ORGAN_LEVEL: ['认定单位应为设区的市级以上公安机关', 'The organ is not of city level or above'],
  NEEDS_PROVINCE: [
    '未达到数量或次数标准,须经省级以上公安机关批准',
    'Below the thresholds: it takes the approval of the provincial organ',
  ],
  OFFENCE_NOT_COVERED: ['罪名不在惩戒范围内', 'The offence is not covered'],
  ITEM_KIND_NOT_COVERED: ['涉及的卡种不在惩戒范围内', 'The kinds of card are not covered'],
  NOT_PUNISHED: ['未被判处刑罚', 'No criminal penalty was imposed'],
  UNDER_AGE: ['认定时未达到年龄', 'Under age on the day of the designation'],
  REGIME_NOT_IN_FORCE: ['认定日期没有适用的惩戒办法', 'No instrument was in force on the day of the designation'],
  REGIME_UNDETERMINED: ['无法确定适用的惩戒办法', 'The instrument cannot be determined'],
  DATE_IN_FUTURE: ['日期晚于今天', 'A date lies in the future'],
  TIER_MISSING: ['缺少惩戒等级', 'The tier is missing'],
  TERM_EXCEEDS_MAXIMUM: ['惩戒期限超过上限', 'The term exceeds the maximum'],
  NOT_LISTED: ['该号码未以此案件编号列入涉案、可疑名单,无可解除', 'The card is not listed under this case number'],
  EXCLUDED: ['经办人已剔除该行', 'The author took the row out'],
};

/** Chinese labels of the places a refusal can point at. */
const FIELD_LABELS: Readonly<Record<string, string>> = {
  'subject.kind': '对象类型',
  'subject.idType': '证件类型',
  'subject.idNumber': '证件号码',
  'subject.name': '姓名/名称',
  'holder.kind': '对象类型',
  'holder.idType': '证件类型',
  'holder.idNumber': '证件号码',
  'holder.name': '姓名/名称',
  idType: '证件类型',
  idNumber: '证件号码',
  phone: '手机号码',
  ground: '惩戒情形',
  items: '张(个)数',
  times: '次数',
  recipients: '对象数',
  itemKinds: '涉及卡种',
  'conviction.offence': '罪名',
  'conviction.punished': '是否判处刑罚',
  'conviction.judgedOn': '判决日期',
  'identifyingOrgan.name': '认定单位',
  'identifyingOrgan.level': '认定单位级别',
  provinceApprovalNo: '省级审批文号',
  tier: '惩戒等级',
  identifiedOn: '认定日期',
  noticeServedOn: '告知书送达日期',
  termYears: '惩戒期限',
  implicatedCards: '涉案号码/账户',
  'card.kind': '卡种',
  'card.number': '卡号',
  kind: '卡种',
  number: '号码',
  caseNo: '案件编号',
  leadNo: '线索编号',
  listing: '名单类型',
  listedOn: '列入日期',
  openedOn: '开户(入网)日期',
  lastUsedOn: '最近使用日期',
  verifiedOn: '最近核实日期',
  status: '状态',
};

/** The reason of a refusal as a sentence; never the content of the row. */
export function rowReason(code: RowCode, language: Language = 'zh-CN'): string {
  const [zh, en] = REASONS[code];
  return language === 'en' ? en : zh;
}

/** The reason in Chinese, after the label of the column it is about. */
export function rowReasonOf(code: RowCode, field: string | undefined): string {
  const label = field === undefined ? undefined : FIELD_LABELS[field];
  return label === undefined ? rowReason(code) : `${label}:${rowReason(code)}`;
}
