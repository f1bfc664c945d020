import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { residentCheckCharacter } from '../src/domain/check-characters.js';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Revisions } from '../src/platform/revisions.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** The credit side is told whom to list, of every change, and whom to take off: each once, in order. */

/** Late enough that a minor of then is not born yet. */
const TODAY = '2050-03-01T10:00:00+08:00';
const IDENTIFIED = { identifiedOn: '2050-02-15', noticeServedOn: '2050-02-16' } as const;
const CONVICTED = {
  ...IDENTIFIED,
  ground: 'conviction' as const,
  conviction: { offence: '帮助信息网络犯罪活动罪', punished: true, judgedOn: '2050-01-20' },
};

interface Item {
  seq: number;
  kind: string;
  list: string;
  lastDay: string;
  from: string;
  category: string;
  reason: { code: string; text: string };
  corrects?: number;
  subject: { idNumber: string; name: string };
}

let clock: FixedClock;
let app: TestApp;
let regulator: Caller;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  clock = new FixedClock(new Date(TODAY));
  app = await aTestApp({ clock });
  [regulator, submitter, approver] = await signIn();
});

function signIn(): Promise<[Caller, Caller, Caller]> {
  return Promise.all([
    asClient(app, 'demo-credit'),
    asOfficer(app, 'province-submitter'),
    asOfficer(app, 'province-approver'),
  ]);
}

async function approve(...entries: DesignationDto[]): Promise<string> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts.rejected).toBe(0);
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const [row] = await app.db.query('SELECT id FROM sanction WHERE list_id = $1', [drafted.body.id]);
  return String(row.id);
}

/** Changes the books as lifting and annulment do. */
async function change(write: (tx: EntityManager, sanctions: SanctionsService, revision: number) => Promise<void>) {
  const revisions = app.app.get(Revisions);
  const changed = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await write(tx, app.app.get(SanctionsService), revision);
    return revision;
  });
  await revisions.announce(changed);
}

function annul(sanctionId: string): Promise<void> {
  return change((tx, sanctions, revision) => sanctions.annul(tx, app.app.get(RulebookStore), { sanctionId, revision }));
}

function lift(sanctionId: string): Promise<void> {
  return change((tx, sanctions, revision) =>
    sanctions.lift(tx, app.app.get(RulebookStore), { sanctionId, at: clock.now(), revision }),
  );
}

async function newest(): Promise<number> {
  const [row] = await app.db.query('SELECT coalesce(max(seq), 0) AS seq FROM directive');
  return Number(row.seq);
}

function cursorAt(seq: number): string {
  return Buffer.from(JSON.stringify({ seq: String(seq) })).toString('base64url');
}

async function itemsAfter(seq: number, list = ''): Promise<Item[]> {
  const { body } = await regulator.get(`/v1/credit-feed?cursor=${cursorAt(seq)}&limit=200${list}`).expect(200);
  return body.items;
}

/** Born in a year that is to come: nobody of today. */
function aChildOf(year: string): string {
  const body = `500105${year}0305001`;
  return body + residentCheckCharacter(body);
}

describe('the credit feed', () => {
  it('has category 1 on both lists and category 2 in the database only', async () => {
    const start = await newest();
    const convicted = aDesignation(CONVICTED);

    await approve(convicted);
    await approve(aDesignation(IDENTIFIED));

    const items = await itemsAfter(start);
    expect(items.map(({ kind, list, category, lastDay }) => `${kind} ${list} ${category} ${lastDay}`).sort()).toEqual([
      'entry database category-1 2053-02-15',
      'entry database category-2 2052-02-15',
      'entry dishonesty category-1 2053-02-15',
    ]);
    expect(items[0]).toMatchObject({
      subject: { kind: 'person', idType: 'resident_id', idNumber: convicted.subject.idNumber, name: '赵试' },
      regime: 'cn-joint-2024',
      organ: { code: '340100', level: 'city', name: '合肥市公安局' },
      documentNo: '认字〔2024〕00001号',
      from: '2050-02-15',
      reason: { code: 'listed' },
      occurredAt: '2050-03-01T10:00:00.000+08:00',
    });
    expect(await itemsAfter(start, '&list=dishonesty')).toMatchObject([
      { list: 'dishonesty', basis: [{ source: 'joint-measures-2024', article: 'C1' }, { article: 'term' }] },
    ]);
  });

  it('a minor is never published, yet recorded', async () => {
    const start = await newest();
    const idNumber = aChildOf('2033');

    await approve(
      aDesignation({ ...CONVICTED, subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' } }),
    );

    expect(await itemsAfter(start)).toMatchObject([{ kind: 'entry', list: 'database', category: 'category-1' }]);
  });

  it('whoever was a minor at the offence is not published either, though grown up since', async () => {
    const start = await newest();
    const subject = {
      kind: 'person' as const,
      idType: 'resident_id' as const,
      idNumber: aChildOf('2031'),
      name: '赵试',
    };

    await approve(aDesignation({ ...CONVICTED, conductOn: '2049-01-02', subject }));

    expect(await itemsAfter(start)).toMatchObject([{ kind: 'entry', list: 'database', category: 'category-1' }]);
  });

  it('a second listing corrects the entry, and its annulment corrects it back', async () => {
    const start = await newest();
    const subject = aDesignation().subject;
    await approve(aDesignation({ ...IDENTIFIED, subject }));
    const second = await approve(aDesignation({ ...IDENTIFIED, subject, identifiedOn: '2050-02-20' }));

    await annul(second);

    const [entry, longer, shorter, ...others] = await itemsAfter(start);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ kind: 'entry', lastDay: '2052-02-15' });
    expect(longer).toMatchObject({
      kind: 'correction',
      corrects: entry?.seq,
      lastDay: '2054-02-15',
      reason: { code: 'extended' },
    });
    expect(shorter).toMatchObject({
      kind: 'correction',
      corrects: longer?.seq,
      lastDay: '2052-02-15',
      reason: { code: 'annulled' },
    });
  });

  it('an annulled sanction is removed, and the removal says that the entry never should have been', async () => {
    const start = await newest();
    const sanctionId = await approve(aDesignation(CONVICTED));

    await annul(sanctionId);

    const removals = (await itemsAfter(start)).filter(({ kind }) => kind === 'removal');
    expect(removals.map(({ list, reason, lastDay }) => `${list} ${reason.code} ${lastDay}`).sort()).toEqual([
      'database annulled 2053-02-15',
      'dishonesty annulled 2053-02-15',
    ]);
    expect(removals[0]?.reason.text).toContain('自始不应存在');
    expect(removals[0]?.corrects).toBeGreaterThan(start);
  });

  it('a lifted sanction is removed at once', async () => {
    const start = await newest();
    const sanctionId = await approve(aDesignation(IDENTIFIED));

    await lift(sanctionId);

    expect(await itemsAfter(start)).toMatchObject([{ kind: 'entry' }, { kind: 'removal', reason: { code: 'lifted' } }]);
  });

  it('is read in full by a regulator, masked by officers, and not at all by a bank', async () => {
    const bank = await asClient(app, 'demo-bank-a');
    const idNumber = aResidentId();
    const start = await newest();
    await approve(
      aDesignation({ ...IDENTIFIED, subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' } }),
    );
    const path = `/v1/credit-feed?cursor=${cursorAt(start)}`;

    const [full, masked, refused, nobody] = await Promise.all([
      regulator.get(path),
      submitter.get(path).set('accept-language', 'en'),
      bank.get(path),
      app.request().get(path),
    ]);

    expect(full.body.items[0].subject).toMatchObject({ idNumber, name: '赵试' });
    expect(masked.body.items[0].subject).toMatchObject({ name: '赵*' });
    expect(masked.text).not.toContain(idNumber);
    expect(masked.body.items[0].reason.text).toBe('Listed, as a sanction says');
    expect([refused.status, refused.body.type]).toEqual([403, 'urn:problem:forbidden']);
    expect(nobody.status).toBe(401);
    expect((await (await asOfficer(app, 'rules-author')).get(path)).status).toBe(403);
    const [trace] = await app.db.query(`SELECT actor FROM audit_entry WHERE what = 'credit-feed.read' LIMIT 1`);
    expect(trace).toEqual({ actor: 'client:demo-credit' });
  });

  it('whoever follows the cursor misses nothing and reads nothing twice, while more is being written', async () => {
    const seen: number[] = [];
    let cursor = cursorAt(0);
    const writing = Promise.all([
      approve(aDesignation(IDENTIFIED)),
      approve(aDesignation(CONVICTED)),
      approve(aDesignation(IDENTIFIED)),
    ]);
    let isWriting = true;
    void writing.then(() => (isWriting = false));

    for (;;) {
      const wasWriting = isWriting;
      const { body } = await regulator.get(`/v1/credit-feed?cursor=${cursor}&limit=2`).expect(200);
      seen.push(...body.items.map(({ seq }: Item) => seq));
      cursor = body.nextCursor;
      if (!body.hasMore && !wasWriting) break;
    }
    await writing;

    const all: { seq: number }[] = await app.db.query(`SELECT seq FROM directive WHERE party = 'credit' ORDER BY seq`);
    expect(seen).toEqual(all.map(({ seq }) => seq));
  });

  it.each(['list=nobody', 'limit=0', 'limit=201', 'cursor=xyz', 'colour=red'])('refuses ?%s', async (query) => {
    const answer = await regulator.get(`/v1/credit-feed?${query}`);

    expect(answer.status).toBe(400);
  });

  it('tells of an end on the day after the last, and never changes what it told', async () => {
    const own = new FixedClock(new Date(TODAY));
    [clock, app] = [own, await aTestApp({ clock: own })];
    [regulator, submitter, approver] = await signIn();
    expect((await regulator.get('/v1/credit-feed').expect(200)).body).toMatchObject({ items: [], hasMore: false });
    const sanctionId = await approve(aDesignation(CONVICTED));
    const told = await itemsAfter(0);

    clock.set(new Date('2053-02-15T23:59:59+08:00'));
    await app.app.get(Issuing).now();
    [regulator, submitter, approver] = await signIn();
    expect(await itemsAfter(0)).toEqual(told);
    clock.set(new Date('2053-02-16T00:00:00+08:00'));
    await app.app.get(Issuing).now();
    const ended = await itemsAfter(0);
    await annul(sanctionId);

    expect(ended.slice(0, told.length)).toEqual(told);
    expect(ended.slice(told.length)).toMatchObject([
      { kind: 'removal', lastDay: '2053-02-15', reason: { code: 'ended' } },
      { kind: 'removal', lastDay: '2053-02-15', reason: { code: 'ended' } },
    ]);
    expect(await itemsAfter(0)).toEqual(ended);
  });
});
