import type { AppealKind, AppealState } from './appeal.js';
import type { IdType, OrganLevel, RowNote, SubjectKind } from './designation.js';
import type { DirectiveAction, DirectiveCause, ReceiptResult } from './directive.js';

/** What something is called, in both languages. What the law calls by name has its words in `rules/`. */
interface Word {
  zh: string;
  en: string;
}

type Words<Name extends string> = Readonly<Record<Name, Word>>;

export const SUBJECT_KIND_WORDS: Words<SubjectKind> = {
  person: { zh: '个人', en: 'Person' },
  unit: { zh: '单位', en: 'Unit' },
};

export const ID_TYPE_WORDS: Words<IdType> = {
  resident_id: { zh: '居民身份证', en: 'Resident ID' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  passport: { zh: '护照', en: 'Passport' },
  hk_macao_permit: { zh: '港澳居民来往内地通行证', en: 'Mainland travel permit (Hong Kong, Macao)' },
  taiwan_permit: { zh: '台湾居民来往大陆通行证', en: 'Mainland travel permit (Taiwan)' },
  hmt_residence_permit: { zh: '港澳台居民居住证', en: 'Residence permit (Hong Kong, Macao, Taiwan)' },
  foreign_permanent_resident_id: { zh: '外国人永久居留身份证', en: 'Foreign permanent resident ID' },
};

export const LISTING_WORDS: Words<'clear' | 'suspicious' | 'implicated'> = {
  clear: { zh: '未列入', en: 'Not listed' },
  suspicious: { zh: '可疑', en: 'Suspicious' },
  implicated: { zh: '涉案', en: 'Implicated' },
};

export const ORGAN_LEVEL_WORDS: Words<OrganLevel> = {
  county: { zh: '县级', en: 'county level' },
  city: { zh: '设区的市级', en: 'city level' },
  province: { zh: '省级', en: 'province level' },
  ministry: { zh: '部级', en: 'ministry' },
};

export const ROW_NOTE_WORDS: Words<RowNote> = {
  FULL_WIDTH: { zh: '全角字符已转为半角', en: 'Full-width characters were converted' },
  WHITESPACE: { zh: '多余的空格已去除', en: 'Superfluous white space was removed' },
  TEXT_QUOTE: { zh: '电子表格的文本引号已去除', en: 'The text quote of a spreadsheet was removed' },
  LOWER_CASE: { zh: '小写字母已转为大写', en: 'Lower-case letters were converted' },
  CONVERTED_15_TO_18: { zh: '15 位身份证号码已转为 18 位', en: 'A resident ID of 15 digits was converted to 18' },
  NOTICE_MISSING: { zh: '缺少惩戒告知书送达日期', en: 'The notice was not served' },
  MINOR: { zh: '未成年人', en: 'A minor' },
  NAME_DIFFERS: { zh: '姓名与已登记的不一致', en: 'The name differs from the recorded one' },
};

export const APPEAL_KIND_WORDS: Words<AppealKind> = {
  objection: { zh: '对认定有异议', en: 'the designation is wrong' },
  namesake: { zh: '与他人同名', en: 'somebody else of the same name is meant' },
  wrong_number: { zh: '姓名或号码登记有误', en: 'a name or a number was written down wrongly' },
};

export const APPEAL_STATE_WORDS: Words<AppealState> = {
  filed: { zh: '已登记,待受理', en: 'filed' },
  accepted: { zh: '已受理,核查中', en: 'accepted, being verified' },
  verified: { zh: '已核查,待决定', en: 'verified, to be decided' },
  upheld: { zh: '申诉成立,惩戒已撤销', en: 'upheld' },
  dismissed: { zh: '申诉不成立', en: 'dismissed' },
  refused: { zh: '不予受理', en: 'not accepted' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

export const DIRECTIVE_ACTION_WORDS: Words<DirectiveAction> = {
  suspend: { zh: '暂停使用', en: 'Suspend' },
  limit: { zh: '限制业务', en: 'Limit' },
  refuse_new: { zh: '不予新办', en: 'Refuse new ones' },
  restore: { zh: '恢复', en: 'Restore' },
  stop_payment: { zh: '紧急止付', en: 'Stop payment' },
  freeze: { zh: '冻结', en: 'Freeze' },
  verify: { zh: '重新核验', en: 'Verify again' },
  publish: { zh: '公示', en: 'Publish' },
  record: { zh: '记入信用记录', en: 'Record' },
};

export const DIRECTIVE_CAUSE_WORDS: Words<DirectiveCause> = {
  sanction: { zh: '惩戒', en: 'Sanction' },
  card_listing: { zh: '涉案卡、可疑卡', en: 'Card blacklist' },
  card_order: { zh: '止付、冻结', en: 'Card order' },
  campaign: { zh: '专项核验行动', en: 'Campaign' },
};

export const RECEIPT_RESULT_WORDS: Words<ReceiptResult> = {
  executed: { zh: '已执行', en: 'Executed' },
  refused: { zh: '未执行', en: 'Refused' },
  not_found: { zh: '未查到', en: 'Not found' },
};
