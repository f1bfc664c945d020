import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import type { DesignationDto } from '../../src/lists/lists.dto.js';
import { asClient, asOfficer, type Caller } from './api.js';
import { aTestApp, FixedClock, type TestApp } from './app.js';
import { aDesignation, aResidentId } from './designations.js';

const VISIT = new Date('2021-06-15T10:00:00+08:00');

const clock = new FixedClock(VISIT);
export const app: TestApp = await aTestApp({
  clock,
  environment: { DUANKA_RATE_LIMIT: '1000000', DUANKA_LOGIN_RATE_LIMIT: '1000000' },
});

/** Who is signed in. */
interface Desk {
  submitter: Caller;
  approver: Caller;
  carrierA: Caller;
  carrierB: Caller;
  mvno: Caller;
}

async function signedIn(): Promise<Desk> {
  const [submitter, approver] = await Promise.all([asOfficer(app, 'city-submitter'), asOfficer(app, 'city-approver')]);
  const [carrierA, carrierB, mvno] = await Promise.all([
    asClient(app, 'demo-carrier-a'),
    asClient(app, 'demo-carrier-b'),
    asClient(app, 'demo-mvno'),
  ]);
  return { submitter, approver, carrierA, carrierB, mvno };
}

export const desk: Desk = await signedIn();

/** At another moment, where tokens of this one have expired. */
export async function at<Result>(moment: Date, work: () => Promise<Result>): Promise<Result> {
  try {
    clock.set(moment);
    Object.assign(desk, await signedIn());
    return await work();
  } finally {
    clock.set(VISIT);
    Object.assign(desk, await signedIn());
  }
}

const REGIMES = {
  chongqing: { regime: 'cn-tel-chongqing-2021', organ: '500000', name: '重庆市公安局', on: '2021-05-10' },
  guangdong: { regime: 'cn-tel-guangdong-2020', organ: '440100', name: '广州市公安局', on: '2020-12-14' },
  jiangsu: { regime: 'cn-tel-jiangsu-2021', organ: '320100', name: '南京市公安局', on: '2021-03-01' },
} as const;

type Province = keyof typeof REGIMES;

/** Puts designations through the four eyes. */
export async function approve(entries: DesignationDto[]): Promise<void> {
  const drafted = await desk.submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts).toMatchObject({ rejected: 0 });
  await desk.submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await desk.approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

interface Person {
  idNumber: string;
  /** Two numbers with the first carrier, one with the second, one implicated with the third. */
  a: string;
  b: string;
  c: string;
  d: string;
}

let numbers = 0;

export function aNumber(): string {
  numbers += 1;
  return `199${String(10_000_000 + numbers)}`;
}

export async function register(caller: Caller, idNumber: string, ...cards: string[]): Promise<void> {
  await put(caller, idNumber, cards, { kind: 'mobile_sim', status: 'active' });
}

export async function put(
  caller: Caller,
  idNumber: string,
  cards: string[],
  as: { kind: string; status: string },
): Promise<void> {
  const holder = { idType: 'resident_id', idNumber, name: '赵试' };
  const body = { cards: cards.map((number) => ({ ...as, number, holder })) };
  const { body: counts } = await caller.put('/v1/cards').send(body).expect(200);
  expect(counts).toMatchObject({ rejected: 0 });
}

export function aSanction(province: Province, idNumber: string, implicated: string[] = []): DesignationDto {
  const { regime, organ, name, on } = REGIMES[province];
  return aDesignation({
    subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
    regime,
    ground: 'implicated_holder',
    itemKinds: ['mobile_sim'],
    identifiedOn: on,
    noticeServedOn: on,
    identifyingOrgan: { code: organ, level: 'city', name },
    implicatedCards: implicated.map((number) => ({ kind: 'mobile_sim', number, caseNo: `A${number}` })),
  });
}

export function aJointSanction(idNumber: string, on: string, implicated: string[] = []): DesignationDto {
  return aDesignation({
    subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
    identifiedOn: on,
    noticeServedOn: on,
    implicatedCards: implicated.map((number) => ({ kind: 'mobile_sim', number, caseNo: `A${number}` })),
  });
}

/** The person of case C01: numbers A and B with one carrier, C with another, D implicated. */
export async function someone(province: Province = 'chongqing'): Promise<Person> {
  const person = { idNumber: aResidentId(), a: aNumber(), b: aNumber(), c: aNumber(), d: aNumber() };
  await register(desk.carrierA, person.idNumber, person.a, person.b);
  await register(desk.carrierB, person.idNumber, person.c);
  await register(desk.mvno, person.idNumber, person.d);
  await approve([aSanction(province, person.idNumber, [person.d])]);
  return person;
}

interface Said {
  kind?: 'mobile_sim' | 'fixed_line';
  channel?: string;
  inPerson?: boolean;
  policeApprovalNo?: string;
}

export function visit(
  number: string,
  { kind = 'mobile_sim', channel = 'counter', inPerson = true, ...more }: Said,
): object {
  return { card: { kind, number }, channel, inPerson, ...more };
}

export function restore(caller: Caller, { idNumber }: { idNumber: string }, number: string, said: Said = {}) {
  return caller
    .post('/v1/sim-restorations')
    .send({ subject: { idType: 'resident_id', idNumber }, ...visit(number, said) });
}

export function use(caller: Caller, { idNumber }: { idNumber: string }, number: string, more: object = {}) {
  const subject = { idType: 'resident_id', idNumber };
  return caller
    .post('/v1/decisions')
    .send({ action: 'mobile_sim.use', subject, card: { kind: 'mobile_sim', number }, ...more });
}

export async function usable({ idNumber, a, b, c, d }: Person): Promise<string[]> {
  const asked: [Caller, string][] = [
    [desk.carrierA, a],
    [desk.carrierA, b],
    [desk.carrierB, c],
    [desk.mvno, d],
  ];
  const found: string[] = [];
  for (const [caller, number] of asked) {
    const { body } = await use(caller, { idNumber }, number).expect(200);
    if (body.outcome === 'ALLOW') found.push(number);
  }
  return found;
}

export async function count(table: string): Promise<number> {
  const [row]: { count: number }[] = await app.db.query(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
}

export const outcomes = (answers: readonly Response[]) => answers.map(({ body }) => [body.outcome, body.restored]);
