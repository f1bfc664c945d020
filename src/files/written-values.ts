import type { CardKind, Ground, IdType, SubjectKind } from '../domain/designation.js';
import { isLocalDate, type LocalDate } from '../domain/period.js';

const FULL_WIDTH_OFFSET = 0xfee0;
const CHINESE_DIGITS = '〇一二三四五六七八九';
/** What offices write into a cell that has nothing to say. */
const BLANK_MARKS: ReadonlySet<string> = new Set([
  '-',
  '--',
  '—',
  '——',
  '/',
  '\\',
  '无',
  '空',
  '暂无',
  'N/A',
  'n/a',
  'null',
  'NULL',
]);

const LAST_SIGN_BEFORE_DIGITS = 0x2f;
/** Blanks and quotes above the digits. */
const UNUSUAL_EDGES = new Set(
  Array.from('`\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff‘’＇', (sign) => sign.charCodeAt(0)),
);

/**
 * The text of a cell without blanks at its ends and without the apostrophe that marks text; empty if the cell only says
 * that there is nothing.
 */
export function plainText(cell: string | undefined): string {
  if (cell === undefined || cell === '') return '';
  const isPlain = isPlainEdge(cell.charCodeAt(0)) && isPlainEdge(cell.charCodeAt(cell.length - 1));
  const text = isPlain
    ? cell
    : cell
        .trim()
        .replace(/^['`‘’＇]+/, '')
        .trim();
  return text.length <= 4 && BLANK_MARKS.has(text) ? '' : text;
}

/** Most cells begin and end with a letter or digit: no need to look for blanks. */
function isPlainEdge(code: number): boolean {
  const isBlank = code >= 0x2000 && code <= 0x200a;
  return code > LAST_SIGN_BEFORE_DIGITS && !isBlank && !UNUSUAL_EDGES.has(code);
}

/** Without any blank, letters and digits half-width. */
function solid(text: string): string {
  return text
    .replace(/[\s\u200b-\u200f\ufeff]/g, '')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET));
}

/** 二〇二一 → 2021, 十二 → 12, 二十 → 20. */
function withArabicDigits(text: string): string {
  return text
    .replace(/[零○]/g, '〇')
    .replace(/([二三]?)十([一二三四五六七八九]?)/g, (_, tens: string, ones: string) => `${tens || '一'}${ones || '〇'}`)
    .replace(/[〇一二三四五六七八九]/g, (digit) => String(CHINESE_DIGITS.indexOf(digit)));
}

const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet of the 1900 system, in days since 1970. */
const SERIAL_EPOCH = -25_569;
/** 2000-01-01 and 2079-06-06: five digits outside are no day of any list. */
const [FIRST_SERIAL, LAST_SERIAL] = [36_526, 65_536];
const WRITTEN_DAY =
  /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T,]?\d{1,2}[::]\d{2}(?:[::]\d{2}(?:\.\d+)?)?)?$/;

/**
 * A day as offices write it: 2021-08-01, 2021/8/1, 2021.08.01, 2021年8月1日, 二〇二一年八月一日, 20210801, with a time of
 * day or not, or the serial number a spreadsheet shows when the cell lost its format. Year first, always: 01/08/2021 is
 * two different days to two readers.
 */
export function readDay(text: string): LocalDate | null {
  if (isLocalDate(text)) return text;
  const plain = withArabicDigits(solid(text));
  if (/^\d{5}(?:\.\d+)?$/.test(plain)) return dayOfSerial(Math.floor(Number(plain)));
  const match = WRITTEN_DAY.exec(plain);
  if (match === null) return null;
  const [, year = '', month = match[4] ?? '', day = match[5] ?? ''] = match;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(written) ? written : null;
}

function dayOfSerial(serial: number): LocalDate | null {
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return null;
  const written = new Date((serial + SERIAL_EPOCH) * DAY_MS).toISOString().slice(0, 10);
  return isLocalDate(written) ? written : null;
}

/** A count: 3, 3, 3张, 三张, 3.0. Null if it is no whole number from 0 to 1,000,000. */
export function readCount(text: string): number | null {
  const match = /^(\d{1,7})(?:\.0+)?[张个次户人名年条部套枚]?$/.exec(withArabicDigits(solid(text)));
  const count = match === null ? Number.NaN : Number(match[1]);
  return count <= 1_000_000 ? count : null;
}

export function readYesNo(text: string): boolean | null {
  const word = solid(text).toLowerCase();
  if (/^(?:是|已|有|被?判处|y|yes|true|1|√|✓)/.test(word)) return true;
  return /^(?:否|未|没|不|免|n|no|false|0|×|x)/.test(word) ? false : null;
}

const ID_TYPE_WORDS: readonly (readonly [RegExp, IdType])[] = [
  [/统一社会信用代码|社会信用代码|营业执照|^uscc$/, 'uscc'],
  [/港澳台居民居住证|港澳居民居住证|台湾居民居住证|^hmt_residence_permit$/, 'hmt_residence_permit'],
  [/外国人永久居留|外国人居留身份证|^foreign_permanent_resident_id$/, 'foreign_permanent_resident_id'],
  [/(?:港澳|香港|澳门)居民来往内地通行证|回乡证|^hk_macao_permit$/, 'hk_macao_permit'],
  [/台湾居民来往大陆通行证|台胞证|^taiwan_permit$/, 'taiwan_permit'],
  [/护照|^passport$/, 'passport'],
  [/^(?:中华人民共和国)?(?:第?[一二]代)?(?:临时)?(?:居民|公民)?身份证(?:件|号|号码)?$|^resident_id$/, 'resident_id'],
];

export function readIdType(text: string): IdType | null {
  return firstWord(ID_TYPE_WORDS, text);
}

const SUBJECT_KIND_WORDS: readonly (readonly [RegExp, SubjectKind])[] = [
  [/单位|企业|公司|组织|法人|机构|工商户|^unit$/, 'unit'],
  [/个人|自然人|人员|^人$|^person$/, 'person'],
];

export function readSubjectKind(text: string): SubjectKind | null {
  return firstWord(SUBJECT_KIND_WORDS, text);
}

/** The situations of Anti-Fraud Law art. 31; the more specific stands first where words of two are in one phrase. */
const GROUND_WORDS: readonly (readonly [RegExp, Ground])[] = [
  [/刑事处罚|判处刑罚|被判刑|定罪|刑罚|^conviction$/, 'conviction'],
  [/组织|^organiser$/, 'organiser'],
  [/冒用|假冒|冒名|^impersonation$/, 'impersonation'],
  [/虚构|^false_agency$/, 'false_agency'],
  [/核验|^verification_help$/, 'verification_help'],
  [/买卖|出售|购买|贩卖|售卖|收购|倒卖|^trade$/, 'trade'],
  [/出租|租借|租用|^rent$/, 'rent'],
  [/出借|转借|^lend$/, 'lend'],
];

export function readGround(text: string): Ground | null {
  return firstWord(GROUND_WORDS, text);
}

const CARD_KIND_WORDS: readonly (readonly [RegExp, CardKind])[] = [
  [/数字人民币|数币|^ecny_wallet$/, 'ecny_wallet'],
  [/支付账[户号]|支付机构账[户号]|^payment_account$/, 'payment_account'],
  [/物联网|^iot_sim$/, 'iot_sim'],
  [/银行|对公账户|对公户|结算账户|储蓄卡|借记卡|信用卡|贷记卡|^bank_account$/, 'bank_account'],
  [/固定电话|固话|座机|^fixed_line$/, 'fixed_line'],
  [/短信端口|^sms_port$/, 'sms_port'],
  [/电信线路|语音专线|语音线路|中继线|互联网专线|专线|^telecom_line$/, 'telecom_line'],
  [/互联网账[户号]|网络账[户号]|微信|QQ|^internet_account$/i, 'internet_account'],
  [/电话卡|手机卡|手机号|电话号|移动电话|sim卡|^mobile_sim$/i, 'mobile_sim'],
];

/** Null for a word that no card kind of the catalogue has. */
export function readCardKind(text: string): CardKind | null {
  return firstWord(CARD_KIND_WORDS, text);
}

/** Several card kinds in one cell. A word of none stays as it is: whether the kind is covered is for the rules to say. */
export function readCardKinds(text: string): string[] {
  const words = text.split(/[、,,;;/|\s和及]+/).filter((word) => word !== '');
  return [...new Set(words.map((word) => readCardKind(word) ?? word))];
}

const STATUS_WORDS: readonly (readonly [RegExp, 'active' | 'suspended' | 'closed'])[] = [
  [/销户|注销|销号|已销|关闭|拆机|^closed$/, 'closed'],
  [/停机|暂停|冻结|止付|挂失|停用|封停|限制|管控|锁定|关停|睡眠|^suspended$/, 'suspended'],
  [/正常|在用|使用中|开通|激活|启用|有效|^active$/, 'active'],
];

/** The state of a card in its institution; a word that names an ended or stopped card wins. */
export function readStatus(text: string): 'active' | 'suspended' | 'closed' | null {
  return firstWord(STATUS_WORDS, text);
}

/** What a row of a lead sheet does to its card: lists it, or takes it off the list. */
export type LeadStatus = 'implicated' | 'suspicious' | 'clear';

const LEAD_STATUS_WORDS: readonly (readonly [RegExp, LeadStatus])[] = [
  [/解除|撤销|移出|误列|非涉案|^clear$/, 'clear'],
  [/可疑|^suspicious$/, 'suspicious'],
  [/涉案|涉诈|^implicated$/, 'implicated'],
];

/** 涉案, 可疑 or 解除; words that clear a card win, for they name what they undo. */
export function readLeadStatus(text: string): LeadStatus | null {
  return firstWord(LEAD_STATUS_WORDS, text);
}

function firstWord<Word>(words: readonly (readonly [RegExp, Word])[], text: string): Word | null {
  const plain = solid(text);
  return words.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
}
