import { stringify } from 'csv-stringify/sync';
import { harmless } from '../files/refused.js';
import type { TextLanguage } from '../rulebook/reasons.js';
import type { StatisticsResponse, StatisticsRow } from './statistics.dto.js';

type Cell = (row: StatisticsRow) => string | number | null;

const COLUMNS: readonly (readonly [zh: string, en: string, cell: Cell])[] = [
  ['代码', 'key', ({ key }) => key],
  ['名称', 'name', ({ name }) => name],
  ['在惩戒对象数', 'subjects', ({ standing }) => standing.subjects],
  ['在执行惩戒数', 'in force', ({ standing }) => standing.inForce],
  ['已期满', 'ended', ({ standing }) => standing.ended],
  ['已解除', 'lifted', ({ standing }) => standing.lifted],
  ['已撤销', 'annulled', ({ standing }) => standing.annulled],
  ['期内新增', 'new in period', ({ period }) => period.new],
  ['期内期满', 'ended in period', ({ period }) => period.ended],
  ['期内解除', 'lifted in period', ({ period }) => period.lifted],
  ['期内撤销', 'annulled in period', ({ period }) => period.annulled],
  ['下发指令', 'directives issued', ({ directives }) => directives.issued],
  ['针对单卡的指令', 'directives on cards', ({ directives }) => directives.onCards],
  ['已执行', 'executed', ({ directives }) => directives.executed],
  ['执行率', 'enforced share', ({ directives }) => directives.enforcedShare],
  ['逾期未回执', 'overdue', ({ directives }) => directives.overdue],
  ['执行用时中位数(小时)', 'median hours to enforce', ({ directives }) => directives.medianHoursToEnforce],
  ['解除用时中位数(小时)', 'median hours to release', ({ directives }) => directives.medianHoursToRelease],
  ['申诉', 'appeals filed', ({ appeals }) => appeals.filed],
  ['申诉成立', 'appeals upheld', ({ appeals }) => appeals.upheld],
  ['申诉不成立', 'appeals dismissed', ({ appeals }) => appeals.dismissed],
  ['申诉成立率', 'share upheld', ({ appeals }) => appeals.upheldShare],
];

/** The rows and, last, the total: UTF-8 with a byte order mark, CRLF; no cell that a spreadsheet would run. */
export function statisticsCsv({ rows, total }: StatisticsResponse, language: TextLanguage): string {
  const header = COLUMNS.map(([zh, en]) => (language === 'zh' ? zh : en));
  const lines = [...rows, total].map((row) => COLUMNS.map(([, , cell]) => textOf(cell(row))));
  return stringify([header, ...lines], { bom: true, record_delimiter: 'windows' });
}

function textOf(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : harmless(value);
}
