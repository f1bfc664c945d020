import { words } from '../../language/words';

/** What officers and API clients may do. */
export const RIGHTS = words({
  zh: {
    roles: {
      submitter: '名单报送',
      approver: '名单审批',
      appeals: '申诉办理',
      auditor: '审计',
      rules_author: '规则编写',
      rules_approver: '规则审批',
      admin: '系统管理',
    },
    scopes: { decisions: '判定', cards: '卡(户)登记', blacklist: '涉案卡查询', directives: '执行指令与回执' },
  },
  en: {
    roles: {
      submitter: 'submits lists',
      approver: 'approves lists',
      appeals: 'decides appeals',
      auditor: 'audits',
      rules_author: 'writes rules',
      rules_approver: 'approves rules',
      admin: 'administers',
    },
    scopes: { decisions: 'decisions', cards: 'cards', blacklist: 'card blacklist', directives: 'directives, receipts' },
  },
});
