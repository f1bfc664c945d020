import type { Schema } from '../../../api/client';
import { words } from '../../../language/words';

export type Score = Schema<'ScoreboardRow'>;

export const WORDS = words({
  zh: {
    title: '机构执行情况',
    table: '各机构执行情况',
    institution: '机构',
    region: '地区',
    kind: '类别',
    from: '从',
    to: '到',
    issuedFrom: '下达日期从',
    issuedTo: '下达日期到',
    allRegions: '全部地区',
    allKinds: '全部类别',
    csv: '导出 CSV',
    usual: '未选日期时为近 90 天下达的指令。点击列名排序,点击数字查看指令。',
    empty: '没有符合条件的机构',
    issued: '下达',
    executed: '已执行',
    overdue: '逾期',
    pending: '待回执',
    refused: '拒绝',
    notFound: '未找到',
    shareInTime: '按时率',
    medianHoursToExecute: '执行中位时长',
    medianHoursToRelease: '解除中位时长',
    generalAcknowledged: '通用回执',
  },
  en: {
    title: 'Scoreboard of institutions',
    table: 'What each institution did',
    institution: 'Institution',
    region: 'Region',
    kind: 'Kind',
    from: 'From',
    to: 'To',
    issuedFrom: 'Issued on this day or later',
    issuedTo: 'Issued on this day or before',
    allRegions: 'All regions',
    allKinds: 'All kinds',
    csv: 'Download CSV',
    usual: 'Directives of the last 90 days unless you choose days. A heading sorts; a number leads to its directives.',
    empty: 'No institution matches',
    issued: 'Issued',
    executed: 'Done',
    overdue: 'Overdue',
    pending: 'Pending',
    refused: 'Refused',
    notFound: 'Not found',
    shareInTime: 'In time',
    medianHoursToExecute: 'Median do',
    medianHoursToRelease: 'Median release',
    generalAcknowledged: 'General done',
  },
});

/** Columns of numbers: by which filter of directives each is counted, or how a measure of time or share is written. */
export const NUMBERS = [
  { key: 'issued', filter: 'scope=named&standing=all' },
  { key: 'executed', filter: 'scope=named&standing=executed' },
  { key: 'pending', filter: 'scope=named&standing=pending' },
  { key: 'overdue', filter: 'scope=named&standing=overdue' },
  { key: 'refused', filter: 'scope=named&standing=refused' },
  { key: 'notFound', filter: 'scope=named&standing=not_found' },
  { key: 'shareInTime', written: 'share' },
  { key: 'medianHoursToExecute', written: 'hours' },
  { key: 'medianHoursToRelease', written: 'hours' },
  { key: 'generalAcknowledged', filter: 'scope=everybody&standing=answered' },
] as const satisfies readonly { key: keyof Score; filter?: string; written?: 'share' | 'hours' }[];

export type NumberKey = (typeof NUMBERS)[number]['key'];
