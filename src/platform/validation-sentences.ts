import type { Language } from '../domain/problem.js';

/** What each rule of class-validator says when it is broken; `{0}`, `{1}` are the arguments of the rule. */
const SENTENCES: Readonly<Record<string, readonly [chinese: string, english: string]>> = {
  whitelistValidation: ['没有这个字段', 'There is no such field'],
  isDefined: ['必填', 'It is required'],
  isNotEmpty: ['不能为空', 'It must not be empty'],
  isNotEmptyObject: ['不能为空对象', 'It must not be an empty object'],
  isString: ['应为文本', 'A text is expected'],
  isBoolean: ['应为 true 或 false', 'true or false is expected'],
  isInt: ['应为整数', 'A whole number is expected'],
  isNumber: ['应为数字', 'A number is expected'],
  isPositive: ['应大于零', 'It must be greater than zero'],
  isArray: ['应为数组', 'A list is expected'],
  isObject: ['应为对象', 'An object is expected'],
  nestedValidation: ['应为对象', 'An object is expected'],
  isEnum: ['应为以下之一:{1}', 'One of these is expected: {1}'],
  isIn: ['应为以下之一:{0}', 'One of these is expected: {0}'],
  isUuid: ['应为 UUID', 'A UUID is expected'],
  isDateString: ['应为 ISO 8601 日期或时间', 'An ISO 8601 date or time is expected'],
  isIso8601: ['应为 ISO 8601 日期或时间', 'An ISO 8601 date or time is expected'],
  isRfc3339: ['应为带时区的 RFC 3339 时间', 'An RFC 3339 time with offset is expected'],
  isLocalDate: ['应为日期(YYYY-MM-DD)', 'A day (YYYY-MM-DD) is expected'],
  isInstant: [
    '应为带时区的时间,如 2025-01-05T10:00:00+08:00',
    'An instant with offset is expected, such as 2025-01-05T10:00:00+08:00',
  ],
  isUrl: ['应为网址', 'A URL is expected'],
  isHexadecimal: ['应为十六进制文本', 'A hexadecimal text is expected'],
  isNumberString: ['应为数字文本', 'A text of digits is expected'],
  matches: ['格式不正确', 'It does not have the expected form'],
  min: ['不能小于 {0}', 'It must not be less than {0}'],
  max: ['不能大于 {0}', 'It must not be greater than {0}'],
  minLength: ['至少 {0} 个字符', 'At least {0} characters are expected'],
  maxLength: ['最多 {0} 个字符', 'At most {0} characters are allowed'],
  isLength: ['长度应为 {0} 至 {1} 个字符', 'From {0} to {1} characters are expected'],
  length: ['长度应为 {0} 至 {1} 个字符', 'From {0} to {1} characters are expected'],
  arrayNotEmpty: ['至少一项', 'At least one item is expected'],
  arrayMinSize: ['至少 {0} 项', 'At least {0} items are expected'],
  arrayMaxSize: ['最多 {0} 项', 'At most {0} items are allowed'],
  arrayUnique: ['不能有重复项', 'Items must not repeat'],
  equals: ['应为 {0}', '{0} is expected'],
  // Codes of the rows of officer files, where a request has the same fault.
  INVALID_ID_CHECKSUM: ['证件号码校验位不正确', 'The check character of the number is wrong'],
  INVALID_ID_LENGTH: ['证件号码长度或格式不正确', 'The number does not have the length or form of its type'],
  INVALID_ID_DATE: ['证件号码中的出生日期不正确', 'The birth date in the number is not in the calendar'],
  INVALID_ID_REGION: ['证件号码中的地区代码不正确', 'The region in the number does not exist for its type'],
  ID_LOST_PRECISION: ['号码已被表格软件改成科学计数法', 'A spreadsheet destroyed the number'],
  MISSING_NAME: ['缺少姓名或名称', 'The name is missing'],
  MISSING_FIELD: ['必填', 'It is required'],
  INVALID_FIELD: ['内容无法识别', 'It is not understood'],
  IDENTIFIER_IN_TEXT: ['不得写入证件号码', 'It must not contain an identifier number'],
};

const OTHERWISE: readonly [string, string] = ['不合要求', 'It is not valid'];

/** The sentence for a broken rule, in the caller's language. It shows the rule's arguments, never the value. */
export function sentenceFor(constraint: string, limits: readonly unknown[], language: Language): string {
  const [chinese, english] = SENTENCES[constraint] ?? OTHERWISE;
  const sentence = language === 'en' ? english : chinese;
  return sentence.replace(/\{(\d)\}/g, (_, index: string) => shown(limits[Number(index)], language));
}

function shown(limit: unknown, language: Language): string {
  if (Array.isArray(limit)) return limit.map(String).join(language === 'en' ? ', ' : '、');
  return typeof limit === 'string' || typeof limit === 'number' || typeof limit === 'boolean' ? String(limit) : '';
}
