import type { NewInstitution } from './institutions.service.js';
import type { Role } from './principal.js';

/** Chongqing: its own regime of 2021 makes it the richest example. */
const REGION = '500000';
/** Yuzhong District of Chongqing. */
const COUNTY = '500103';

/** The institutions of the demo. The code of a client's institution is the client id, and the name in its card files. */
export const DEMO_INSTITUTIONS: readonly NewInstitution[] = [
  {
    code: 'demo-organ-city',
    kind: 'police_organ',
    level: 'city',
    region: REGION,
    name: '重庆市公安局(演示·设区的市级)',
  },
  {
    code: 'demo-organ-province',
    kind: 'police_organ',
    level: 'province',
    region: REGION,
    name: '重庆市公安局(演示·省级)',
  },
  {
    code: 'demo-organ-county',
    kind: 'police_organ',
    level: 'county',
    region: COUNTY,
    name: '渝中区公安分局(演示·县级)',
  },
  { code: 'demo-bank-a', kind: 'bank', level: null, region: REGION, name: '演示银行甲' },
  { code: 'demo-bank-b', kind: 'bank', level: null, region: REGION, name: '演示银行乙' },
  { code: 'demo-payment', kind: 'payment_institution', level: null, region: REGION, name: '演示支付' },
  { code: 'demo-carrier-a', kind: 'basic_carrier', level: null, region: REGION, name: '演示电信甲' },
  { code: 'demo-carrier-b', kind: 'basic_carrier', level: null, region: REGION, name: '演示电信乙' },
  { code: 'demo-mvno', kind: 'mvno', level: null, region: REGION, name: '演示虚拟运营商' },
  { code: 'demo-isp', kind: 'internet_provider', level: null, region: REGION, name: '演示互联网服务' },
  { code: 'demo-credit', kind: 'regulator', level: null, region: REGION, name: '演示信用平台' },
];

/** The officers of the demo, by organ code. */
export const DEMO_OFFICERS: readonly { username: string; organ: string; roles: readonly Role[] }[] = [
  { username: 'city-submitter', organ: 'demo-organ-city', roles: ['submitter'] },
  { username: 'city-approver', organ: 'demo-organ-city', roles: ['approver'] },
  { username: 'province-submitter', organ: 'demo-organ-province', roles: ['submitter'] },
  { username: 'province-approver', organ: 'demo-organ-province', roles: ['approver'] },
  { username: 'county-submitter', organ: 'demo-organ-county', roles: ['submitter'] },
  { username: 'appeals-officer', organ: 'demo-organ-city', roles: ['appeals'] },
  { username: 'auditor', organ: 'demo-organ-province', roles: ['auditor'] },
  { username: 'rules-author', organ: 'demo-organ-province', roles: ['rules_author'] },
  { username: 'rules-approver', organ: 'demo-organ-province', roles: ['rules_approver'] },
  { username: 'admin', organ: 'demo-organ-province', roles: ['admin'] },
];

/** The clients of the demo; each belongs to the institution of the same code. */
export const DEMO_CLIENTS = [
  'demo-bank-a',
  'demo-bank-b',
  'demo-payment',
  'demo-carrier-a',
  'demo-carrier-b',
  'demo-mvno',
  'demo-isp',
  'demo-credit',
] as const;

/** Public on purpose: the demo profile does not start in production. */
export function demoPassword(username: string): string {
  return `demo-${username}`;
}

/** Public on purpose, as {@link demoPassword}. */
export function demoSecret(clientId: string): string {
  return `demo-secret-${clientId}`;
}
