/**
 * Every refusal a caller can act on, in one closed table (RFC 9457).
 *
 * The code is the contract (`type: urn:problem:<code>`), the table is the documentation. `{name}` in a detail is
 * filled from the parameters of the {@link Problem}; no parameter may ever carry an identifier, a name or a card number.
 */
export const PROBLEMS = {
  // input
  'validation-failed': [
    400,
    '请求内容不合要求',
    'The request is not valid',
    '请按 errors 逐项修改',
    'See errors, item by item',
  ],
  'malformed-json': [400, 'JSON 格式错误', 'Malformed JSON', '', ''],
  'body-too-large': [413, '请求内容过大', 'The request is too large', '', ''],
  'unsupported-media-type': [415, '不支持的内容类型', 'Unsupported media type', '', ''],
  'not-found': [404, '没有这个资源', 'No such resource', '', ''],
  'method-not-allowed': [405, '不支持的请求方法', 'Method not allowed', '', ''],
  'cursor-invalid': [400, '分页游标无效', 'The page cursor is not valid', '', ''],
  // who may do what
  unauthenticated: [401, '需要登录或令牌', 'A valid token is required', '', ''],
  'invalid-credentials': [401, '用户名、密码或验证码不正确', 'Wrong user name, password or one-time code', '', ''],
  'account-locked': [423, '账户已锁定', 'The account is locked', '请在 {until} 之后再试', 'Try again after {until}'],
  forbidden: [403, '无权进行此操作', 'Not permitted', '', ''],
  'question-not-yours': [403, '贵机构不办理此类业务', 'Your kind of institution does not ask this question', '', ''],
  'invalid-client': [401, '客户端认证失败', 'Client authentication failed', '', ''],
  'known-at-for-officers': [
    403,
    '仅民警可以查询当时所知（knownAt）',
    'Only officers ask what was known then (knownAt)',
    '',
    '',
  ],
  'known-at-in-batch': [
    422,
    '批量判定不支持 knownAt',
    'A batch is answered by what is known now, without knownAt',
    '请逐条请求判定',
    'Ask for such decisions one by one',
  ],
  'unsupported-grant-type': [400, '不支持的授权类型', 'Unsupported grant type', '', ''],
  'invalid-scope': [400, '超出客户端的授权范围', 'The scope exceeds what the client may ask', '', ''],
  'own-account': [
    403,
    '不得变更自己的账户',
    'Nobody changes their own account',
    '请由另一位管理员办理',
    'Ask another administrator',
  ],
  'totp-already-enrolled': [
    409,
    '已绑定动态口令',
    'An authenticator is confirmed already',
    '请管理员先重置',
    'An administrator resets it first',
  ],
  'totp-not-enrolled': [409, '尚未绑定动态口令', 'No authenticator is enrolled', '', ''],
  'totp-code-wrong': [422, '动态口令不正确或已使用', 'The one-time code is wrong or was used', '', ''],
  'officer-not-found': [404, '没有这个民警账户', 'No such officer', '', ''],
  'client-not-found': [404, '没有这个接口客户端', 'No such API client', '', ''],
  'sanction-not-found': [404, '没有这条惩戒', 'No such sanction', '', ''],
  'sanction-not-standing': [409, '该惩戒已解除或撤销', 'The sanction was lifted or annulled before', '', ''],
  'institution-not-found': [404, '没有这个机构', 'No such institution', '', ''],
  'code-taken': [409, '此代码或用户名已被使用', 'The code, id or user name is taken', '', ''],
  'region-unknown': [
    422,
    '没有这个行政区划代码',
    'No such region',
    '请用现行 GB/T 2260 代码',
    'Use a GB/T 2260 code in force',
  ],
  'institution-level-wrong': [
    422,
    '级别仅适用于公安机关',
    'A police organ has a level, and nothing else has one',
    '',
    '',
  ],
  'organ-needed': [422, '民警只能属于公安机关', 'An officer belongs to a police organ', '', ''],
  'keys-unusable': [
    422,
    '公钥不可用',
    'The public keys cannot be used',
    '仅限带 kid 与 alg 的非对称公钥',
    'Only asymmetric public keys with kid and alg',
  ],
  'rate-limited': [
    429,
    '请求过于频繁',
    'Too many requests',
    '请在 {seconds} 秒后再试',
    'Try again in {seconds} seconds',
  ],
  'budget-exhausted': [
    429,
    '非本机构客户的查询额度已用尽',
    'The budget for asking about people who are not your customers is used up',
    '请在 {seconds} 秒后再试;本机构客户的查询不受影响',
    'Try again in {seconds} seconds; your own customers may be asked about at any time',
  ],
  // idempotency
  'idempotency-key-reused': [422, '幂等键已用于另一请求', 'The idempotency key was used for another request', '', ''],
  'idempotency-in-progress': [
    409,
    '同一幂等键的请求正在处理',
    'A request with this idempotency key is being processed',
    '',
    '',
  ],
  'idempotency-key-invalid': [
    400,
    '幂等键无效',
    'The idempotency key is not valid',
    '1 至 255 个可见 ASCII 字符',
    'From 1 to 255 visible ASCII characters',
  ],
  'idempotency-not-for-streams': [
    400,
    '逐行数据流不支持幂等键',
    'A stream of lines takes no idempotency key',
    '请逐条提交或用 JSON 数组',
    'Send single requests or a JSON array',
  ],
  // officer files
  'file-missing': [400, '没有收到文件', 'No file was received', '', ''],
  'file-too-large': [413, '文件过大', 'The file is too large', '最多 {limitMb} MB', 'At most {limitMb} MB'],
  'file-expands-too-much': [413, '压缩文件展开后过大', 'The file expands too much', '', ''],
  'file-type-unknown': [415, '不支持的文件类型', 'Unknown file type', '请上传 CSV 或 XLSX', 'Send CSV or XLSX'],
  'file-extension-mismatch': [
    415,
    '文件扩展名与内容不符',
    'The file extension does not fit the content',
    '扩展名是 {extension},内容是 {content}:请改正文件名后再上传',
    'The name ends in {extension}, the content is {content}: correct the name and send it again',
  ],
  'file-encoding': [
    422,
    '文件编码无法识别',
    'The text encoding is not recognised',
    '请使用 UTF-8 或 GB18030',
    'Use UTF-8 or GB18030',
  ],
  'file-damaged': [422, '文件已损坏或不完整', 'The file is damaged or cut off', '{where}', '{where}'],
  'file-empty': [422, '文件没有数据行', 'The file has no data rows', '', ''],
  'file-has-formulas': [
    422,
    '表格含有公式',
    'The sheet contains formulas',
    '单元格 {cell}:请粘贴为数值',
    'Cell {cell}: paste values instead',
  ],
  'file-too-wide': [
    422,
    '表格列数过多',
    'The sheet has too many columns',
    '最多 {limit} 列',
    'At most {limit} columns',
  ],
  'file-too-many-rows': [422, '表格行数过多', 'The sheet has too many rows', '最多 {limit} 行', 'At most {limit} rows'],
  'template-unknown': [
    422,
    '无法识别表头',
    'The header row fits no known template',
    '已知模板:{known}',
    'Known templates: {known}',
  ],
  'template-not-a-list': [
    422,
    '此文件不是惩戒名单',
    'This file is not a sanction list',
    '它是「{template}」,请用对应的接口',
    'It is “{template}”: use its own door',
  ],
  'template-not-leads': [
    422,
    '此文件不是断卡线索',
    'This file is not a lead sheet',
    '它是「{template}」,请用对应的接口',
    'It is “{template}”: use its own door',
  ],
  // sanction lists
  'list-not-found': [404, '没有这个惩戒名单', 'No such sanction list', '', ''],
  'list-has-no-accepted-row': [409, '名单没有可受理的行', 'The list has no accepted row', '', ''],
  'list-transition-refused': [
    409,
    '名单的状态不允许此操作',
    'The state of the list does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'approver-is-author': [
    403,
    '提交人不得批准自己的名单',
    'A list is approved by someone other than its author',
    '',
    '',
  ],
  'approver-level-insufficient': [
    403,
    '审批机关级别不足',
    'The level of the approving organ does not suffice',
    '需要 {required}',
    'It takes {required}',
  ],
  'content-changed': [409, '名单内容与所签哈希不符', 'The content is not what was signed', '', ''],
  // registry
  'subject-not-found': [404, '没有这个惩戒对象', 'No such subject', '', ''],
  'card-of-another-institution': [
    403,
    '只能写入本机构的卡',
    'An institution writes its own cards only',
    '第 {row} 行',
    'Row {row}',
  ],
  'card-kind-not-yours': [
    403,
    '贵机构不办理此卡种',
    'Your kind of institution does not hold this kind of card',
    '',
    '',
  ],
  // decisions
  'decision-not-found': [404, '没有这个判定', 'No such decision', '', ''],
  'question-unknown': [400, '没有这类业务', 'No such action', '', ''],
  'day-before-rulebook': [
    422,
    '早于规则集的第一天',
    'Before the first day of the rulebook',
    '规则集始于 {firstDay}',
    'The rulebook starts on {firstDay}',
  ],
  'revision-not-reached': [
    409,
    '尚未到达所要求的修订号',
    'The asked revision is not reached',
    '当前 {revision}',
    'It is {revision}',
  ],
  'index-outdated': [
    503,
    '数据可能已过时,暂不判定',
    'What is known here may be outdated',
    '数据库失联 {seconds} 秒,上限 {most} 秒',
    'The database has been away for {seconds} s, at most {most} s are allowed',
  ],
  'deciding-failed': [
    503,
    '暂时无法判定',
    'No decision can be given now',
    '这不是允许,也不是拒绝',
    'This is neither a permission nor a refusal',
  ],
  'decision-log-unavailable': [
    503,
    '判定记录暂时无法保存',
    'The decision cannot be recorded now',
    '未经记录的判定不予答复:请重试',
    'No decision is given that is not recorded: try again',
  ],
  overloaded: [503, '服务繁忙', 'Too much at once', '请稍后重试', 'Try again in a moment'],
  // rulebooks
  'rulebook-not-found': [404, '没有这个规则集', 'No such rulebook', '', ''],
  'rulebook-has-findings': [
    422,
    '规则集有错误,未予保存',
    'The rulebook has faults and was not stored',
    '共 {count} 处,见 errors',
    '{count} in all, see errors',
  ],
  'rulebook-author-missing': [
    409,
    '尚无民警提交此规则集',
    'No officer has handed this rulebook in',
    '它由服务自规则目录登记:请由起草人提交后再发布',
    'The service found it in its folder: its author hands it in first',
  ],
  'publisher-is-author': [
    403,
    '提交人不得发布自己的规则集',
    'A rulebook is published by someone other than its author',
    '',
    '',
  ],
  'effective-day-past': [
    422,
    '生效日不得早于今天',
    'The effective day is in the past',
    '今天是 {today}',
    'Today is {today}',
  ],
  'what-if-not-found': [404, '没有这次影响评估', 'No such what-if', '', ''],
  'what-if-running': [
    409,
    '另一次影响评估正在进行',
    'Another what-if is running',
    '请等待其结束或取消',
    'Wait until it ends, or cancel it',
  ],
  'diff-not-signed': [
    409,
    '所签差异哈希与影响评估不符',
    'The signed hash is of no what-if of this rulebook and day',
    '请先评估,再签其 diffHash',
    'Run a what-if and sign its diffHash',
  ],
  'what-if-outdated': [
    409,
    '影响评估已过时',
    'The what-if is outdated',
    '超过 {hours} 小时,或其后另有发布:请重新评估',
    'It is older than {hours} hours, or another publication came between: run it again',
  ],
  'rulebook-leaves-unanswered': [
    409,
    '新规则集对部分对象无法作答',
    'The rulebook cannot answer about everybody',
    '{subjects} 个惩戒对象',
    '{subjects} sanctioned subjects',
  ],
  'mass-change-unconfirmed': [
    409,
    '影响面过大,须省级以上确认',
    'A mass change has to be confirmed',
    '涉及 {subjects} 个对象中的 {affected} 个:由省级以上审批人以 confirmMassChange 确认',
    'It affects {affected} of {subjects} subjects: an approver of province level or above sends confirmMassChange',
  ],
  'not-on-this-node': [
    421,
    '本节点只受理判定与涉案卡核验',
    'This node serves decisions and card checks only',
    '请改向完整节点请求',
    'Ask a full node',
  ],
  'not-ready': [503, '服务尚未就绪', 'The service is not ready', '', ''],
  'shutting-down': [503, '服务正在关闭', 'The service is shutting down', '', ''],
  internal: [500, '服务内部错误', 'Internal error', '', ''],
} as const satisfies Record<
  string,
  readonly [status: number, titleZh: string, titleEn: string, detailZh: string, detailEn: string]
>;

export type ProblemCode = keyof typeof PROBLEMS;
export type Language = 'zh-CN' | 'en';

/** One faulty place of a request: JSON path, machine code, sentence. */
export interface Fault {
  path: string;
  code: string;
  detail: string;
}

/** RFC 9457 body as it leaves the service. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: Fault[];
}

/** A refusal the caller can act on. Anything else that is thrown is a broken promise of ours (500). */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly parameters: Readonly<Record<string, string | number>> = {},
    readonly faults: readonly Fault[] = [],
  ) {
    super(code);
    this.name = 'Problem';
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }

  /** @param instance path of the request, without query: it must not carry personal data */
  toBody(language: Language, instance: string): ProblemBody {
    const [status, titleZh, titleEn, detailZh, detailEn] = PROBLEMS[this.code];
    const title = language === 'en' ? titleEn : titleZh;
    const template = language === 'en' ? detailEn : detailZh;
    const detail = template.replace(/\{(\w+)\}/g, (_, name: string) => String(this.parameters[name] ?? ''));
    return {
      type: `urn:problem:${this.code}`,
      title,
      status,
      detail: detail === '' ? title : detail,
      instance,
      ...(this.faults.length > 0 ? { errors: [...this.faults] } : {}),
    };
  }
}
