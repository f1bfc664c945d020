import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { URI } from 'otpauth';
import type supertest from 'supertest';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { Revisions } from '../src/platform/revisions.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { aDirective } from './support/directives.js';
import { until } from './support/until.js';

/** The committed contract, as integrators read it: every example is sent, every answer is held against its schema. */

interface Schema {
  $ref?: string;
  type?: string | string[];
  example?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
}

interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

interface Operation {
  operationId: string;
  security?: Record<string, unknown>[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

interface Example {
  operation: Operation;
  method: Method;
  path: string;
  type: string | undefined;
  summary: string;
  body: unknown;
}

const contract: {
  paths: Record<string, Partial<Record<Method, Operation>>>;
  components: { schemas: Record<string, Schema> };
} = JSON.parse(readFileSync('test/contract/openapi.json', 'utf8'));

/** Who asks, where it is not the city's submitter or, for doors of institutions, the bank. */
const ASKERS: Readonly<Record<string, string>> = {
  'ApiClients.amend': 'admin',
  'ApiClients.list': 'admin',
  'ApiClients.register': 'admin',
  'ApiClients.rotateSecret': 'admin',
  'Audit.list': 'auditor',
  'Audit.verify': 'auditor',
  'Budgets.ofClient': 'admin',
  'Cards.put': 'demo-carrier-a',
  'Institutions.list': 'admin',
  'Institutions.register': 'admin',
  'Lists.approve': 'city-approver',
  'Lists.reject': 'city-approver',
  'Appeals.preview': 'appeals-officer',
  'Liftings.preview': 'appeals-officer',
  'Officers.changePassword': 'province-submitter',
  'Officers.amend': 'admin',
  'Officers.confirm': 'county-submitter',
  'Officers.enrol': 'county-submitter',
  'Officers.list': 'admin',
  'Officers.register': 'admin',
  'Officers.revoke': 'admin',
  'Rulebooks.publish': 'rules-approver',
  'Rulebooks.submit': 'rules-author',
  'Sessions.close': 'appeals-officer',
  'WhatIfs.cancel': 'rules-author',
  'WhatIfs.start': 'rules-author',
  'ReconciliationTasks.close': 'city-approver',
  'ReconciliationTasks.reopen': 'city-approver',
  'Restorations.change': 'demo-carrier-a',
  'Restorations.end': 'demo-carrier-a',
  'SimApprovals.give': 'city-approver',
  'SimApprovals.revoke': 'city-approver',
  'Appeals.accept': 'appeals-officer',
  'Appeals.verify': 'appeals-officer',
  'Appeals.uphold': 'appeals-officer',
  'Appeals.dismiss': 'appeals-officer',
  'Appeals.refuse': 'appeals-officer',
  'Appeals.withdraw': 'appeals-officer',
  'Liftings.approve': 'city-approver',
  'Liftings.reject': 'city-approver',
  'CardOrders.approve': 'city-approver',
  'Campaigns.start': 'city-approver',
};

let test: TestApp;
/** What stands for the names in a path, in their order. */
const ids: Record<string, () => string | readonly string[] | Promise<string | readonly string[]>> = {};

beforeAll(async () => {
  test = await aTestApp();
  const submitter = await asOfficer(test, 'city-submitter');
  const approver = await asOfficer(test, 'city-approver');
  const bank = await asClient(test, 'demo-bank-a');
  const imported = await listOf(submitter, 'joint-2025.csv');
  await submitter.post(`/v1/sanction-lists/${imported}/submit`).expect(200);
  await (
    await asOfficer(test, 'province-approver')
  )
    .post(`/v1/sanction-lists/${imported}/approve`)
    .send({ remark: '核对' })
    .expect(200);
  const [subject] = await test.db.query('SELECT subject_id AS id FROM sanction LIMIT 1');
  const decision = await bank
    .post('/v1/decisions')
    .send({ action: 'bank_account.open', subject: { idType: 'resident_id', idNumber: '110101188001010011' } });
  const { body: folder } = await (
    await asOfficer(test, 'rules-author')
  )
    .post('/v1/rulebooks')
    .send({ source: 'folder' });
  const rulebook = String(folder.hash);
  const [{ id: sanctionId }] = await test.db.query('SELECT id FROM sanction ORDER BY identified_on, id LIMIT 1');
  const [officer] = await test.db.query(`SELECT id FROM officer WHERE username = 'county-submitter'`);
  Object.assign(ids, {
    'Lists.get': () => imported,
    'Entries.page': () => imported,
    'Entries.reasons': () => imported,
    'Entries.file': () => imported,
    'Entries.refused': () => imported,
    'Entries.reveal': () => [imported, '1'],
    'EntryRevisions.correct': async () => [await listOf(submitter, 'joint-2025.csv'), '1'],
    'EntryRevisions.exclude': async () => [await listOf(submitter, 'joint-2025.csv'), '1'],
    'EntryRevisions.include': () => anExcludedRow(submitter),
    'Review.summary': () => imported,
    'Review.comparison': () => imported,
    'Review.execution': () => imported,
    'Lists.submit': () => draft(submitter),
    'Lists.withdraw': () => draft(submitter),
    'Lists.approve': () => submitted(submitter),
    'Lists.reject': () => submitted(submitter),
    'Subjects.view': () => subject.id,
    'Subjects.reveal': () => subject.id,
    'Timeline.ofSubject': () => subject.id,
    'Decisions.get': () => decision.body.decisionId,
    'Decisions.replay': () => decision.body.decisionId,
    'Officers.amend': () => officer.id,
    'Officers.revoke': () => officer.id,
    'Rulebooks.get': () => rulebook,
    'Rulebooks.document': () => rulebook,
    'Rulebooks.summary': () => rulebook,
    'Rulebooks.diff': () => rulebook,
    'Rulebooks.publish': () => rulebook,
    'WhatIfs.list': () => rulebook,
    'WhatIfs.start': () => rulebook,
    'WhatIfs.get': async () => [rulebook, await aWhatIf(rulebook)],
    'WhatIfs.cancel': async () => [rulebook, await aWhatIf(rulebook)],
    'ApiClients.amend': () => 'demo-isp',
    'ApiClients.rotateSecret': () => 'demo-mvno',
    'Budgets.ofClient': () => 'demo-bank-a',
    'Directives.get': () => aDirective(test, TO_THE_BANK),
    'Directives.receive': () => aDirective(test, TO_THE_BANK),
    'Webhooks.amend': () => aWebhook(bank),
    'Webhooks.remove': () => aWebhook(bank),
    'Webhooks.rotateSecret': () => aWebhook(bank),
    'Webhooks.test': () => aWebhook(bank),
    'Webhooks.log': () => aWebhook(bank),
    'Webhooks.replay': () => aDelivery(bank),
    'Reconciliations.get': () => aDoubtedAccount(bank),
    'Reconciliations.confirm': () => aDoubtedAccount(bank),
    'Reconciliations.cancel': () => aDoubtedAccount(bank),
    'ReconciliationTasks.get': () => anExplainedTask(bank),
    'ReconciliationTasks.answer': () => anExplainedTask(bank),
    'ReconciliationTasks.close': () => anExplainedTask(bank),
    'ReconciliationTasks.reopen': () => anExplainedTask(bank),
    'Restorations.change': () => aKeptNumber(submitter, approver),
    'Restorations.end': () => aKeptNumber(submitter, approver),
    'SimApprovals.revoke': () => anApproval(approver),
    'Notices.notice': () => sanctionId,
    'Notices.liftingNotice': aLiftedSanction,
    'Notices.services': () => sanctionId,
    'Notices.serve': () => sanctionId,
    'Appeals.get': () => anAppeal(),
    'Appeals.preview': () => anAppeal(),
    'Appeals.releases': () => anAppeal(),
    'Appeals.accept': () => anAppeal(),
    'Appeals.refuse': () => anAppeal(),
    'Appeals.withdraw': () => anAppeal(),
    'Appeals.verify': () => anAppeal('accept'),
    'Appeals.uphold': () => anAppeal('accept', 'verify'),
    'Appeals.dismiss': () => anAppeal('accept', 'verify'),
    'Liftings.propose': () => aSanction(submitter, approver),
    'Liftings.get': () => aLifting(submitter, approver),
    'Liftings.preview': () => aLifting(submitter, approver),
    'Liftings.approve': () => aLifting(submitter, approver),
    'Liftings.reject': () => aLifting(submitter, approver),
    'CardOrders.get': () => anOrder(submitter, 'freeze'),
    'CardOrders.extend': () => anOrder(submitter, 'stop_payment'),
    'CardOrders.approve': () => anOrder(submitter, 'freeze'),
    'CardOrders.reject': () => anOrder(submitter, 'freeze'),
    'CardOrders.release': () => anOrder(submitter, 'stop_payment'),
    'Campaigns.get': () => aCampaign(submitter),
    'Campaigns.items': () => aCampaign(submitter),
    'Campaigns.start': () => aCampaign(submitter),
    'Campaigns.cancel': () => aCampaign(submitter),
    'Campaigns.close': () => aRunningCampaign(submitter),
    'Campaigns.report': () => aRunningCampaign(submitter),
    'SubjectDirectives.ofSubject': () => subject.id,
    'SubjectCards.ofSubject': () => subject.id,
    'SubjectDecisions.decide': () => subject.id,
    'RegisteredCards.get': () => aCard(),
    'RegisteredCards.reveal': () => aCard(),
  });
  // Of the demo data.
  await ownNumbers('500111188704051085', ['19900093045']);
  expect(approver.token).not.toBe('');
});

async function anExcludedRow(submitter: Caller): Promise<readonly string[]> {
  const id = await listOf(submitter, 'joint-2025.csv');
  await submitter.post(`/v1/sanction-lists/${id}/entries/1/exclude`).send({ remark: '材料待补' }).expect(200);
  return [id, '1'];
}

const TO_THE_BANK = { institution: 'demo-bank-a', party: 'bank', measure: 'bank.noncounter' } as const;

/** Where nobody listens. */
async function aWebhook(caller: Caller): Promise<string> {
  const { body } = await caller.post('/v1/webhooks').send({ url: 'http://127.0.0.1:9/' }).expect(201);
  return String(body.id);
}

async function aDelivery(caller: Caller): Promise<readonly string[]> {
  const id = await aWebhook(caller);
  const { body } = await caller.post(`/v1/webhooks/${id}/test`).expect(202);
  return [id, String(body.id)];
}

/** Numbers of one person with a carrier. */
async function ownNumbers(idNumber: string, numbers: string[]): Promise<Caller> {
  const carrier = await asClient(test, 'demo-carrier-a');
  const holder = { idType: 'resident_id', idNumber, name: '何霞建' };
  const cards = numbers.map((number) => ({ kind: 'mobile_sim', number, holder, status: 'active' }));
  await carrier.put('/v1/cards').send({ cards }).expect(200);
  return carrier;
}

async function aCard(): Promise<string> {
  const [card] = await test.db.query('SELECT id FROM card ORDER BY id LIMIT 1');
  return String(card.id);
}

/** Of somebody who also has the number of the examples. */
async function aKeptNumber(submitter: Caller, approver: Caller): Promise<string> {
  const idNumber = aResidentId();
  const kept = `198${Date.now() % 100_000_000}`.padEnd(11, '0');
  const carrier = await ownNumbers(idNumber, [kept, '19900495888']);
  const today = new Date().toISOString().slice(0, 10);
  const subject = { kind: 'person', idType: 'resident_id', idNumber, name: '何霞建' } as const;
  const entries = [aDesignation({ subject, identifiedOn: today, noticeServedOn: today })];
  const { body: list } = await submitter.post('/v1/sanction-lists').send({ title: '例', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${list.id}/approve`).send({ remark: '核对' }).expect(200);
  const visit = { subject: { idType: 'resident_id', idNumber }, channel: 'counter', inPerson: true };
  const { body } = await carrier
    .post('/v1/sim-restorations')
    .send({ ...visit, card: { kind: 'mobile_sim', number: kept } })
    .expect(200);
  return String(body.retained.id);
}

async function anApproval(approver: Caller): Promise<string> {
  const subject = { idType: 'resident_id', idNumber: '500111188704051085' };
  const { body } = await approver.post('/v1/sim-approvals').send({ subject, remark: '本人申请' }).expect(201);
  return String(body.approvalNo);
}

async function aLiftedSanction(): Promise<string> {
  const [{ id: sanctionId }] = await test.db.query(
    'SELECT id FROM sanction ORDER BY identified_on DESC, id DESC LIMIT 1',
  );
  const revisions = test.app.get(Revisions);
  const revision = await test.db.transaction(async (tx) => {
    const next = await revisions.next(tx, 'test');
    const change = { sanctionId, revision: next, at: new Date() };
    await test.app.get(SanctionsService).lift(tx, test.app.get(RulebookStore), change);
    return next;
  });
  await revisions.announce(revision);
  return String(sanctionId);
}

/** A what-if that has ended: there is one at a time. */
async function aWhatIf(hash: string): Promise<string> {
  const author = await asOfficer(test, 'rules-author');
  for (;;) {
    const started = await author.post(`/v1/rulebooks/${hash}/what-if`).send({ effectiveFrom: '2099-01-01' });
    if (started.status === 202) return ended(author, `/v1/rulebooks/${hash}/what-if/${started.body.id}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function ended(reader: Caller, path: string): Promise<string> {
  for (;;) {
    const { body } = await reader.get(path).expect(200);
    if (body.state !== 'running') return String(body.id);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A reconciliation of the bank that names none of its cards. */
async function aDoubtedAccount(bank: Caller): Promise<string> {
  const holder = { idType: 'resident_id', idNumber: '110101188001010011' };
  const kept = { kind: 'bank_account', number: '6232300000019684190', status: 'active' };
  await bank
    .put('/v1/cards')
    .send({ cards: [{ ...kept, holder: { ...holder, name: '赵试' } }] })
    .expect(200);
  const answer = await accountOf(bank, { kind: 'bank_account', number: '6232300000019684299', holder });
  return String(answer.headers['location']).split('/').at(-1) ?? '';
}

/** A task that a bank has explained: it can be read, explained again, closed or opened again. */
async function anExplainedTask(bank: Caller): Promise<string> {
  const holder = { idType: 'resident_id', idNumber: '110101188001010011' };
  const { text } = await accountOf(bank, { kind: 'bank_account', number: `62323${Date.now()}`, holder });
  const id = /"taskId":"([^"]+)"/.exec(text)?.[1] ?? '';
  await bank.post(`/v1/reconciliation-tasks/${id}/answer`).send({ explanation: '新开户' }).expect(200);
  return id;
}

function accountOf(bank: Caller, card: object) {
  return bank
    .post('/v1/reconciliations')
    .set('content-type', 'application/x-ndjson')
    .send(JSON.stringify({ ...card, state: 'active' }))
    .expect(200);
}

let orders = 0;

async function anOrder(caller: Caller, kind: string): Promise<string> {
  orders += 1;
  const card = { kind: 'bank_account', number: `62323000000${String(20_000_000 + orders)}` };
  const order = { kind, card, institutionCode: 'demo-bank-a', caseNo: 'A500160116941', grounds: '受害人报案' };
  const { body } = await caller.post('/v1/card-orders').send(order).expect(201);
  return String(body.id);
}

async function aCampaign(caller: Caller): Promise<string> {
  const { body } = await caller.post('/v1/campaigns').send({ kind: 'silent_sim', title: '例' }).expect(201);
  return String(body.id);
}

async function aRunningCampaign(caller: Caller): Promise<string> {
  const id = await aCampaign(caller);
  const approver = await asOfficer(test, 'city-approver');
  await approver.post(`/v1/campaigns/${id}/start`).expect(200);
  await until(async () => (await caller.get(`/v1/campaigns/${id}`).expect(200)).body.state === 'running');
  return id;
}

async function listOf(caller: Caller, file: string): Promise<string> {
  const { body } = await caller.post('/v1/sanction-lists/import').attach('file', `demo/${file}`).expect(201);
  return String(body.id);
}

async function draft(caller: Caller): Promise<string> {
  const { body } = await caller
    .post('/v1/sanction-lists')
    .send({ title: '例', entries: [aDesignation()] })
    .expect(201);
  return String(body.id);
}

async function submitted(caller: Caller): Promise<string> {
  const id = await draft(caller);
  await caller.post(`/v1/sanction-lists/${id}/submit`).expect(200);
  return id;
}

/** An appeal against a sanction of its own, after some steps. */
async function anAppeal(...steps: ('accept' | 'verify')[]): Promise<string> {
  const officer = await asOfficer(test, 'appeals-officer');
  const sanctionId = await aSanction(await asOfficer(test, 'city-submitter'), await asOfficer(test, 'city-approver'));
  const [row] = await test.db.query('SELECT subject_id AS id FROM sanction WHERE id = $1', [sanctionId]);
  const revealed = await officer.post(`/v1/subjects/${row.id}/reveal`).send({ purpose: '举例' }).expect(200);
  const [subject] = revealed.body.identifiers;
  const { body } = await officer
    .post('/v1/appeals')
    .send({ subject, sanctionId, kind: 'namesake', grounds: '例' })
    .expect(201);
  const said = { accept: {}, verify: { finding: '例' } };
  for (const step of steps) await officer.post(`/v1/appeals/${body.id}/${step}`).send(said[step]).expect(200);
  return String(body.id);
}

async function aSanction(author: Caller, second: Caller): Promise<string> {
  const id = await submitted(author);
  await second.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '例' }).expect(200);
  const [row] = await test.db.query('SELECT id FROM sanction WHERE list_id = $1', [id]);
  return String(row.id);
}

async function aLifting(author: Caller, second: Caller): Promise<string> {
  const sanctionId = await aSanction(author, second);
  const said = { ground: '例', documentNo: '例' };
  const { body } = await author.post(`/v1/sanctions/${sanctionId}/lift`).send(said).expect(201);
  return String(body.id);
}

function examples(): Example[] {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => examplesOf(method as Method, path, operation)),
  );
}

function examplesOf(method: Method, path: string, operation: Operation): Example[] {
  const base = { operation, method, path };
  const media = Object.entries(operation.requestBody?.content ?? {});
  if (media.length === 0) return [{ ...base, type: undefined, summary: 'without a body', body: undefined }];
  return media.flatMap(([type, content]) =>
    content.examples === undefined
      ? [{ ...base, type, summary: type, body: content.example ?? exampleOf(content.schema ?? {}, type) }]
      : Object.values(content.examples).map(({ summary, value }) => ({
          ...base,
          type,
          summary: summary ?? type,
          body: value,
        })),
  );
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (contract.components.schemas[name] ?? {});
}

/** The example a reader puts together from the schema: what is required, and whatever has an example of its own. */
function exampleOf(given: Schema, type: string): unknown {
  const schema = resolved(given);
  if (schema.example !== undefined) return schema.example;
  const alternatives = schema.oneOf?.map((one) => exampleOf(one, type));
  if (alternatives !== undefined)
    return alternatives.find((one) => (typeof one === 'string') === type.includes('ndjson'));
  if (schema.type === 'array') return [exampleOf(schema.items ?? {}, type)];
  if (schema.properties === undefined) return undefined;
  const members = Object.entries(schema.properties).filter(
    ([name, member]) => schema.required?.includes(name) === true || resolved(member).example !== undefined,
  );
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member, type)]));
}

async function callerOf({ operation, summary }: Example): Promise<Caller | undefined> {
  const kinds = (operation.security ?? []).flatMap((entry) => Object.keys(entry));
  if (kinds.length === 0) return undefined;
  const usual = kinds.includes('officer') ? 'city-submitter' : 'demo-bank-a';
  const asker = /\((demo-[a-z-]+)\)/.exec(summary)?.[1] ?? ASKERS[operation.operationId] ?? usual;
  return asker.startsWith('demo-') ? asClient(test, asker) : asOfficer(test, asker);
}

async function send(example: Example): Promise<supertest.Response> {
  const { method, type, operation } = example;
  const id = example.path.includes('{') ? await ids[operation.operationId]?.() : '';
  if (id === undefined) throw new Error(`${operation.operationId} needs a fixture in this spec`);
  const names = [id].flat();
  const path = example.path.replaceAll(/\{\w+\}/g, () => names.shift() ?? '');
  const caller = await callerOf(example);
  const body = await bodyOf(example, path, caller);
  const request = caller === undefined ? test.request()[method](path) : caller[method](path);
  if (type === undefined) return request;
  if (type === 'multipart/form-data') {
    const isCards = path.startsWith('/v1/cards');
    return request.attach('file', isCards ? Buffer.from(OWN_CARDS) : leadsOrList(path), isCards ? 'cards.csv' : '');
  }
  return request.set('content-type', type).send(type.includes('ndjson') ? String(body) : encoded(type, body));
}

/** What no document can give an example of: a code of this moment, a number that was just given, the hash of what was just compared. */
async function bodyOf({ operation, body }: Example, path: string, caller: Caller | undefined): Promise<unknown> {
  if (operation.operationId === 'Officers.confirm') return { code: await aCode(caller) };
  if (operation.operationId === 'Standing.show') return withReceipt(body);
  if (operation.operationId !== 'Rulebooks.publish') return body;
  const whatIf = `${path.replace(/\/publish$/, '')}/what-if/${await aWhatIf(String(path.split('/')[3]))}`;
  const compared = await caller?.get(whatIf).expect(200);
  return { effectiveFrom: compared?.body.effectiveFrom, diffHash: compared?.body.diffHash };
}

/** The person of the example appeals, so that there is a receipt number. */
async function withReceipt(body: unknown): Promise<unknown> {
  const { subject }: { subject?: unknown } = Object(body);
  const officer = await asOfficer(test, 'appeals-officer');
  const appeal = { subject, kind: 'namesake', grounds: '例' };
  const filed = await officer.post('/v1/appeals').send(appeal).expect(201);
  return { receiptNo: filed.body.receiptNo, subject };
}

async function aCode(caller: Caller | undefined): Promise<string> {
  const enrolment = await caller?.post('/v1/officers/me/totp');
  const totp = URI.parse(String(enrolment?.body.otpauthUri));
  return totp.generate();
}

const OWN_CARDS =
  '机构,卡种,号码,持有人,证件类型,证件号码,开户(入网)日期,状态\ndemo-bank-a,银行账户,6232300000019684190,赵试,居民身份证,110101188001010011,2016-05-09,正常\n';

function leadsOrList(path: string): string {
  return path.includes('card-blacklist') ? 'demo/card-leads-issue-07.xlsx' : 'demo/telecom-2021-batch-1.csv';
}

function encoded(type: string, body: unknown): string {
  return type === 'application/x-www-form-urlencoded'
    ? new URLSearchParams(
        Object.entries(body ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString()
    : JSON.stringify(body);
}

function faultsOf({ operation }: Example, answer: supertest.Response): unknown {
  const type = answer.type;
  const media = operation.responses[String(answer.status)]?.content?.[type];
  if (media?.schema === undefined || !type.endsWith('json')) return [];
  const answers: unknown[] = type.includes('ndjson') ? linesOf(answer.text) : [answer.body];
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'contract', components: contract.components });
  const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('#/components', 'contract#/components'));
  const check = ajv.compile(schema);
  return answers.flatMap((one) => (check(one) ? [] : (check.errors ?? [])));
}

function linesOf(text: string): unknown[] {
  return text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

describe('the committed contract', () => {
  it('has no two shapes of one name, of which one would take the place of the other', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dto.ts'));
    const names = files.flatMap((name) =>
      [...readFileSync(join('src', name), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, shape]) => shape),
    );

    expect(names.length).toBeGreaterThan(250);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('describes every operation with a summary in both languages and an operation id', () => {
    const operations = examples().map(({ operation }) => operation);

    expect(operations.length).toBeGreaterThan(45);
    expect(operations.filter((operation) => !JSON.stringify(operation).includes('summary'))).toEqual([]);
  });

  it.each(
    examples().map((example) => ({ ...example, title: `${example.method} ${example.path}: ${example.summary}` })),
  )('$title works against the demo data as written', async (example) => {
    const answer = await send(example);

    expect({ status: answer.status, problem: answer.status < 300 ? undefined : answer.text }).toEqual({
      status: expect.any(Number),
      problem: undefined,
    });
    expect(Object.keys(example.operation.responses)).toContain(String(answer.status));
    expect(faultsOf(example, answer)).toEqual([]);
  });
});
