import { join } from 'node:path';
import { projectRoot } from '../../project.js';

/** An officer file of the demo, and who takes it through the four eyes. */
export interface DemoList {
  file: string;
  /** Also how a later start recognises the list. */
  title: string;
  submitter: string;
  approver: string;
}

/** Carriers' and banks' lists of 2021, the joint list under the Measures of 2024, and a sheet of implicated cards. */
export const DEMO_LISTS: readonly DemoList[] = [
  byCity('telecom-2021-batch-1.csv', '电信惩戒名单 2021 年第一批(演示)'),
  byCity('telecom-2021-batch-2.csv', '电信惩戒名单 2021 年第二批(演示)'),
  byCity('financial-2021.csv', '金融惩戒名单 2021 年(演示)'),
  {
    ...byCity('joint-2025.csv', '联合惩戒名单 2025 年(演示)'),
    submitter: 'province-submitter',
    approver: 'province-approver',
  },
  byCity('card-leads-issue-07.xlsx', '断卡线索第 7 期(演示)'),
];

/** The cards of six institutions, in one file. */
export const DEMO_CARDS = 'card-registry.csv';

/** Approves what the city may not. */
export const PROVINCE_APPROVER = 'province-approver';

/** Absolute path of a file of the demo. */
export function demoPath(file: string): string {
  return join(projectRoot(), 'demo', file);
}

function byCity(file: string, title: string): DemoList {
  return { file, title, submitter: 'city-submitter', approver: 'city-approver' };
}
