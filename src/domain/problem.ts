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
  'console-not-built': [
    404,
    '控制台尚未构建',
    'The console is not built',
    '运行 npm run build 后重新启动服务。',
    'Run npm run build and start the service again.',
  ],
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
  'current-password-wrong': [403, '当前密码不正确', 'The current password is wrong', '', ''],
  'password-unsuitable': [
    422,
    '新密码不符合要求',
    'The new password cannot be used',
    '不得与用户名或当前密码相同',
    'It may be neither the user name nor the current password',
  ],
  'officer-not-found': [404, '没有这个民警账户', 'No such officer', '', ''],
  'client-not-found': [404, '没有这个接口客户端', 'No such API client', '', ''],
  'sanction-not-found': [404, '没有这条惩戒', 'No such sanction', '', ''],
  'sanction-not-standing': [409, '该惩戒已解除或撤销', 'The sanction was lifted or annulled before', '', ''],
  'sanction-not-ended': [
    409,
    '该惩戒尚未解除、撤销或期满',
    'The sanction has not ended yet',
    '解除惩戒告知书在解除以后出具',
    'A notice of lifting is given when it has ended',
  ],
  'notice-template-missing': [
    409,
    '现行规则集没有告知书模板',
    'The rulebook in force has no templates of notices',
    '请发布带有 notices.json 的规则集',
    'Publish a rulebook with notices.json',
  ],
  'service-day-impossible': [
    422,
    '送达日期不合理',
    'The notice cannot have been served on this day',
    '应在 {first} 至 {last} 之间',
    'It lies between {first} and {last}',
  ],
  'service-recorded': [409, '此次送达已有记录', 'This service is on record already', '', ''],
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
  'list-not-draft': [
    409,
    '名单已提交,不能再更正',
    'Only the rows of a draft are corrected',
    '请撤回后重新导入',
    'Withdraw the list and import it again',
  ],
  'list-entry-not-found': [404, '名单没有这一行', 'The list has no such row', '', ''],
  'list-entry-excluded': [409, '该行已剔除', 'The row was taken out', '请先恢复该行', 'Put it back first'],
  'list-entry-not-excluded': [409, '该行未被剔除', 'The row was not taken out', '', ''],
  'list-entry-without-original': [
    409,
    '该行未保留原文,不能更正',
    'What was written in this row was not kept',
    '请重新导入名单',
    'Import the list again',
  ],
  'list-column-unknown': [
    422,
    '名单没有这一列',
    'The list has no such column',
    '请使用名单文件的列名',
    'Use the headings of the file',
  ],
  'lists-not-comparable': [422, '两份名单用途不同,无法比较', 'Lists of different purposes cannot be compared', '', ''],
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
  'rulebook-changed': [
    409,
    '审批期间启用了新的规则集',
    'Another rulebook came into force during the approval',
    '名单未变,请再次批准',
    'The list is as it was: approve it again',
  ],
  // registry
  'subject-not-found': [404, '没有这个惩戒对象', 'No such subject', '', ''],
  'card-not-found': [404, '没有这张卡', 'No such card', '', ''],
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
  'retained-sim-not-found': [404, '没有这条保留卡记录', 'No such kept number', '', ''],
  'retained-sim-ended': [
    409,
    '该号码的保留已终止',
    'The number is not kept any more',
    '当前状态:{state}',
    'It is {state}',
  ],
  'card-not-registered': [
    422,
    '本企业未登记该对象名下的这个号码',
    'The carrier has not registered this number as the subject’s',
    '请先登记(PUT /v1/cards):只恢复本人名下的号码',
    'Register it first (PUT /v1/cards): a number is restored to its own holder only',
  ],
  'card-closed': [422, '该号码已销号', 'The number is closed', '', ''],
  'approval-not-found': [404, '没有这份恢复批准', 'No such approval', '', ''],
  'approval-not-for-subject': [
    422,
    '该批准不是给此人或此号码的',
    'The approval is for another subject or number',
    '',
    '',
  ],
  'approval-used': [409, '该批准已使用', 'The approval was used', '', ''],
  'approval-revoked': [409, '该批准已撤回', 'The approval was revoked', '', ''],
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
  // reconciliation
  'reconciliation-not-found': [404, '没有这次对账', 'No such reconciliation', '', ''],
  'reconciliation-running': [
    409,
    '本机构的另一次对账正在进行',
    'Another reconciliation of the institution is running',
    '{id}:请等待其结束或取消',
    '{id}: wait until it ends, or cancel it',
  ],
  'reconciliation-ended': [
    409,
    '本次对账已被取消或中止',
    'The reconciliation was cancelled or given up',
    '请重新开始',
    'Start again',
  ],
  'reconciliation-empty': [
    422,
    '没有收到任何卡',
    'No card was sent',
    '如确实不持有任何卡,请以 confirmEmpty=true 重发',
    'If the institution holds none, say so with confirmEmpty=true',
  ],
  'reconciliation-transition-refused': [
    409,
    '对账的状态不允许此操作',
    'The state of the reconciliation does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'task-not-found': [404, '没有这项差异任务', 'No such reconciliation task', '', ''],
  'task-transition-refused': [
    409,
    '任务的状态不允许此操作',
    'The state of the task does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  // due process
  'appeal-not-found': [404, '没有这件申诉', 'No such appeal', '', ''],
  'appeal-transition-refused': [
    409,
    '申诉的状态不允许此操作',
    'The state of the appeal does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'appeal-open': [409, '对该惩戒已有申诉在办', 'An appeal against the sanction is pending', '', ''],
  'appeal-sanction-missing': [
    422,
    '没有可申诉的惩戒',
    'There is no sanction to appeal against',
    '异议申诉须针对一条惩戒;同名、号码有误可以不针对惩戒',
    'An objection is against a sanction; a namesake or a wrong number need not be',
  ],
  'appeal-sanction-ambiguous': [
    422,
    '有多条惩戒,请指明申诉哪一条',
    'There are several sanctions: name the one appealed against',
    'sanctionId 为其一:{ids}',
    'sanctionId is one of {ids}',
  ],
  'appeal-sanction-of-another': [422, '该惩戒不是此人的', 'The sanction is another subject’s', '', ''],
  'appeal-without-sanction': [
    422,
    '这件申诉不针对任何惩戒',
    'The appeal is about no sanction',
    '没有可中止或更正的惩戒',
    'There is nothing to suspend or to correct',
  ],
  'appeal-own-list': [
    403,
    '名单的提交人、审批人不得核查、决定对该名单的申诉',
    'Nobody judges an appeal against a list they wrote or approved',
    '',
    '',
  ],
  'appeal-organ-level': [
    403,
    '机关级别低于认定机关',
    'The organ is of a lower level than the one that identified the subject',
    '需要 {required}',
    'It takes {required}',
  ],
  'correction-not-accepted': [
    422,
    '更正后的认定不能受理',
    'The corrected designation is not acceptable',
    '原因:{code}',
    'Reason: {code}',
  ],
  'correction-for-mistakes': [
    422,
    '仅同名、号码有误的申诉可以附更正',
    'Only a namesake or a wrong number is corrected',
    '',
    '',
  ],
  'lifting-not-found': [404, '没有这件解除', 'No such lifting', '', ''],
  'lifting-transition-refused': [
    409,
    '解除的状态不允许此操作',
    'The state of the lifting does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'lifting-open': [409, '对该惩戒已有解除待审批', 'A lifting of the sanction waits for a decision', '', ''],
  'lifting-own-proposal': [
    403,
    '提出人不得审批自己提出的解除',
    'A lifting is decided by someone other than who proposed it',
    '',
    '',
  ],
  'lifting-before-start': [
    422,
    '解除不得早于惩戒开始',
    'A sanction is not lifted before it starts',
    '惩戒始于 {startsOn}',
    'It starts on {startsOn}',
  ],
  'lifting-after-end': [
    422,
    '惩戒已经期满',
    'The sanction has ended by itself',
    '没有可提前解除的期限',
    'There is no term left to end early',
  ],
  'standing-not-found': [
    404,
    '查无结果:编号或证件号码不符',
    'Nothing was found: the receipt number or the identifier is wrong',
    '',
    '',
  ],
  'standing-locked': [
    429,
    '查询失败次数过多',
    'Too many attempts failed',
    '请在 {seconds} 秒后再试',
    'Try again in {seconds} seconds',
  ],
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
  // directives
  'directive-not-found': [404, '没有这条执行指令', 'No such directive', '', ''],
  'receipt-conflict': [409, '已回执为已执行,不得更改', 'It was reported as executed, which is final', '', ''],
  'receipt-without-reason': [422, '拒绝执行须说明理由', 'A refusal says why', '请填写 detail', 'Say it in detail'],
  'receipt-moment-impossible': [
    422,
    '执行时间不合理',
    'The moment of execution is impossible',
    '不得晚于现在,也不得早于指令下达',
    'It is neither later than now nor before the directive was issued',
  ],
  // webhooks
  'webhook-not-found': [404, '没有这个回调端点', 'No such webhook', '', ''],
  'webhook-delivery-not-found': [404, '没有这次投递', 'No such delivery', '', ''],
  'webhook-url-refused': [
    422,
    '不接受此回调地址',
    'This URL is not called',
    '须为 https 公网地址,不含用户名和密码',
    'It has to be https, on a public address, without user name and password',
  ],
  'webhook-too-many': [409, '回调端点过多', 'Too many webhooks', '最多 {most} 个', 'At most {most}'],
  'webhook-busy': [409, '尚有投递在等待', 'Deliveries are waiting already', '请等待其完成', 'Wait until they are done'],
  'webhook-disabled': [409, '回调端点已停用', 'The webhook is disabled', '请先启用', 'Enable it first'],
  'not-in-rulebook': [
    409,
    '现行规则集没有规定',
    'The rulebook in force says nothing of this',
    '{what}:请先发布含此规定的规则集',
    '{what}: publish a rulebook that does',
  ],
  'second-officer-needed': [
    403,
    '须由另一名人员决定',
    'This is decided by someone other than whoever proposed it',
    '',
    '',
  ],
  'card-order-not-found': [404, '没有这项止付或者冻结', 'No such card order', '', ''],
  'card-order-transition-refused': [
    409,
    '止付、冻结的状态不允许此操作',
    'The state of the card order does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'card-order-stands': [
    409,
    '该卡已有同类止付或者冻结',
    'An order of this kind stands on the card already',
    '{id}',
    '{id}',
  ],
  'card-institution-unclear': [
    422,
    '须注明开户机构',
    'The institution of the card has to be named',
    '登记中该卡的机构数:{found}',
    'Institutions that have registered this card: {found}',
  ],
  'card-institution-wrong': [422, '该机构不可能持有此卡', 'The institution cannot hold such a card', '', ''],
  'campaign-not-found': [404, '没有这项行动', 'No such campaign', '', ''],
  'campaign-transition-refused': [
    409,
    '行动的状态不允许此操作',
    'The state of the campaign does not allow this',
    '当前状态:{state}',
    'It is {state}',
  ],
  'campaign-institution-unknown': [422, '没有这个机构', 'No such institution', '{code}', '{code}'],
  'campaign-has-no-sample': [422, '该类行动不抽样', 'A campaign of this kind takes no sample', '', ''],
  // statistics
  'period-invalid': [
    400,
    '统计期间无效',
    'The period is not valid',
    '起始日不得晚于截止日,最长 {years} 年',
    'It begins no later than it ends, and has {years} years at most',
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
