import type { Language } from '../../language/language';

type Names = Readonly<Record<string, readonly [zh: string, en: string]>>;

/** What entries are about, by the kind that stands before the id. */
const OBJECTS: Names = {
  appeal: ['申诉', 'appeal'],
  campaign: ['核验行动', 'campaign'],
  card: ['卡', 'card'],
  card_order: ['止付冻结', 'stop or freeze'],
  client: ['接口客户端', 'API client'],
  'credit-feed': ['信用信息流', 'credit feed'],
  decision_log: ['判定日志', 'decision log'],
  demo: ['演示数据', 'demo data'],
  directives: ['执行指令', 'directives'],
  institution: ['机构', 'institution'],
  keyring: ['密钥', 'keys'],
  lifting: ['解除', 'lifting'],
  officer: ['民警账户', 'officer'],
  reconciliation: ['对账', 'reconciliation'],
  reconciliation_task: ['差异任务', 'difference'],
  retained_sim: ['保留号码', 'kept number'],
  revision: ['版本', 'revision'],
  rulebook: ['规则集', 'rulebook'],
  sanction: ['惩戒', 'sanction'],
  sanction_list: ['名单', 'list'],
  sim_approval: ['恢复批准', 'approval to restore'],
  standing: ['本人查询', 'enquiry of a person'],
  subject: ['惩戒对象', 'subject'],
  webhook: ['回调端点', 'webhook'],
};

/** What the detail of an entry says. */
const DETAILS: Names = {
  accepted: ['受理', 'accepted'],
  accounts: ['账户', 'accounts'],
  against: ['对照规则集', 'against'],
  anchor: ['锚点', 'anchor'],
  approval: ['批准', 'approval'],
  authentication: ['认证方式', 'authentication'],
  bad: ['无法读取', 'unreadable'],
  before: ['之前', 'before'],
  by: ['方式', 'by'],
  capacity: ['额度', 'capacity'],
  cards: ['卡', 'cards'],
  code: ['代码', 'code'],
  contentHash: ['内容哈希', 'hash of content'],
  correctionList: ['更正名单', 'list of the correction'],
  count: ['数量', 'count'],
  decisionId: ['判定', 'decision'],
  decisions: ['判定', 'decisions'],
  diffHash: ['差异哈希', 'hash of differences'],
  directives: ['指令', 'directives'],
  disabled: ['停用', 'disabled'],
  displaced: ['被替代', 'displaced'],
  effectiveFrom: ['生效日', 'effective from'],
  executed: ['已执行', 'executed'],
  failures: ['失败次数', 'failures'],
  found: ['找到', 'found'],
  from: ['原状态', 'from'],
  groups: ['分组', 'groups'],
  institution: ['机构', 'institution'],
  isConfirmed: ['人工确认', 'confirmed'],
  isFull: ['全量', 'full'],
  items: ['条数', 'items'],
  kind: ['种类', 'kind'],
  level: ['级别', 'level'],
  lines: ['行', 'lines'],
  lookedAt: ['已查', 'looked at'],
  massChangeConfirmed: ['已确认大范围变化', 'mass change confirmed'],
  method: ['方式', 'method'],
  mode: ['模式', 'mode'],
  not_found: ['查无此卡', 'not found'],
  notice: ['文书', 'notice'],
  number: ['编号', 'number'],
  occasion: ['事由', 'occasion'],
  organ: ['机关', 'organ'],
  passwordReset: ['重置密码', 'password reset'],
  publication: ['发布序号', 'publication'],
  purpose: ['用途', 'purpose'],
  reason: ['原因', 'reason'],
  refusal: ['拒绝原因', 'refusal'],
  refused: ['拒绝', 'refused'],
  region: ['地区', 'region'],
  rejected: ['未受理', 'rejected'],
  resolved: ['已消除', 'resolved'],
  result: ['结果', 'result'],
  revision: ['版本', 'revision'],
  roles: ['角色', 'roles'],
  row: ['行', 'row'],
  sanction: ['惩戒', 'sanction'],
  scopes: ['权限范围', 'scopes'],
  selected: ['已选', 'selected'],
  servedOn: ['送达日', 'served on'],
  session: ['会话', 'session'],
  sessions: ['会话', 'sessions'],
  source: ['来源', 'source'],
  state: ['状态', 'state'],
  strangersInLastDay: ['一日内查询的陌生人', 'strangers within a day'],
  subject: ['惩戒对象', 'subject'],
  suspended: ['暂停执行', 'suspended'],
  taken: ['已接收', 'taken'],
  terms: ['期数', 'terms'],
  total: ['总数', 'total'],
  totp: ['动态口令', 'one-time code'],
  totpReset: ['重置动态口令', 'one-time code reset'],
  units: ['对象', 'units'],
  upTo: ['截至', 'up to'],
  whatIf: ['影响测算', 'what-if'],
};

/** `sanction_list` → 名单; what is not known here is shown as it is written. */
export function objectIn(language: Language, kind: string): string {
  return nameIn(OBJECTS, language, kind);
}

/** `servedOn` → 送达日; what is not known here is shown as it is written. */
export function detailIn(language: Language, key: string): string {
  return nameIn(DETAILS, language, key);
}

function nameIn(names: Names, language: Language, key: string): string {
  const [zh, en] = names[key] ?? [key, key];
  return language === 'en' ? en : zh;
}
