import { beforeAll, describe, expect, it } from '@jest/globals';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { daysAfter, localDateOf, yearsBetween } from '../src/domain/period.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Revisions } from '../src/platform/revisions.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** Everything is counted as of a day, or in a period. Revisions are taken by the clock of the database, so the clock is the real one. */

const today = localDateOf(new Date());
const identifiedOn = daysAfter(today, -10);
const HEFEI = { code: '340100', level: 'city', name: '合肥市公安局' } as const;
const CHONGQING = { code: '500000', level: 'city', name: '重庆市公安局' } as const;

let app: TestApp;
let officer: Caller;

beforeAll(async () => {
  app = await aTestApp();
  officer = await asOfficer(app, 'city-submitter');
  const [approver, bank] = await Promise.all([asOfficer(app, 'city-approver'), asClient(app, 'demo-bank-a')]);
  const twice = aResidentId();
  const own = (organ: DesignationDto['identifyingOrgan'], idNumber = aResidentId()): DesignationDto =>
    aDesignation({
      identifiedOn,
      noticeServedOn: identifiedOn,
      identifyingOrgan: organ,
      subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
    });
  const holder = { idType: 'resident_id', idNumber: twice, name: '赵试' };
  const cards = [
    { kind: 'bank_account', number: '6230000000001880011', holder, status: 'active' },
    { kind: 'bank_account', number: '6230000000001880029', holder, status: 'active' },
  ];
  await bank.put('/v1/cards').send({ cards }).expect(200);
  const approve = async (...entries: DesignationDto[]): Promise<void> => {
    const { body } = await officer.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
    expect(body.counts.rejected).toBe(0);
    await officer.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  };
  await approve(own(HEFEI, twice), own(HEFEI), own(CHONGQING), own(CHONGQING));
  await approve(own(HEFEI, twice));
  await approve(aDesignation({ ...LEGACY, identifyingOrgan: CHONGQING }));
  const ids: { id: string }[] = await app.db.query(
    `SELECT id FROM sanction WHERE organ_code = '500000' AND regime = 'cn-joint-2024' ORDER BY id`,
  );
  await change(({ revision, tx }) =>
    app.app.get(SanctionsService).annul(tx, app.app.get(RulebookStore), { sanctionId: ids[0]?.id ?? '', revision }),
  );
  await change(({ revision, tx }) =>
    app.app
      .get(SanctionsService)
      .lift(tx, app.app.get(RulebookStore), { sanctionId: ids[1]?.id ?? '', at: new Date(), revision }),
  );
  // One of the two cards is answered for, five hours after the directive; the other one is late.
  await app.db.query(`
    INSERT INTO receipt (directive_id, institution_id, number, result, executed_at, received_at, actor)
    SELECT id, institution_id, 1, 'executed', issued_at + interval '5 hours', now(), 'client:demo-bank-a'
    FROM directive WHERE card_id IS NOT NULL AND ended_at IS NULL ORDER BY seq LIMIT 1`);
});

/** Under the notice of 2016: a sanction of five years that is over. */
const LEGACY = {
  regime: 'cn-fin-2016',
  ground: 'lend' as const,
  identifiedOn: '2018-01-05',
  noticeServedOn: '2018-01-08',
};

async function change(
  write: (change: { tx: Parameters<SanctionsService['annul']>[0]; revision: number }) => Promise<void>,
) {
  const revisions = app.app.get(Revisions);
  const changed = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await write({ tx, revision });
    return revision;
  });
  await revisions.announce(changed);
}

interface Row {
  key: string;
  name: string;
  standing: Record<string, number>;
  period: Record<string, number>;
  directives: Record<string, number | null>;
}

async function statistics(query = ''): Promise<{ total: Row; rows: Row[]; from: string; to: string; asOf: string }> {
  const { body } = await officer.get(`/v1/statistics${query}`).expect(200);
  return body;
}

async function row(query: string, key: string): Promise<Row | undefined> {
  return (await statistics(query)).rows.find((one) => one.key === key);
}

describe('statistics', () => {
  it('count subjects once, and sanctions by how they stand today', async () => {
    const { total, rows } = await statistics();

    expect(total.standing).toEqual({ subjects: 2, inForce: 3, ended: 1, lifted: 1, annulled: 1 });
    expect(total.period).toEqual({ new: 6, ended: 0, lifted: 1, annulled: 1 });
    expect(rows).toMatchObject([
      { key: 'cn-fin-2016', standing: { subjects: 0, inForce: 0, ended: 1 } },
      {
        key: 'cn-joint-2024',
        name: '联合惩戒办法(2024)',
        standing: { subjects: 2, inForce: 3, ended: 0, lifted: 1, annulled: 1 },
      },
    ]);
  });

  it('of a day in the past show who was under sanctions then, as far as is known now', async () => {
    const yesterday = daysAfter(today, -1);

    expect((await statistics(`?asOf=${yesterday}`)).total.standing).toMatchObject({
      subjects: 3,
      inForce: 4,
      lifted: 0,
    });
    expect((await statistics('?asOf=2020-01-01')).total.standing).toMatchObject({ subjects: 1, inForce: 1, ended: 0 });
    expect((await statistics('?asOf=2017-01-01')).total.standing).toMatchObject({ subjects: 0, inForce: 0 });
  });

  it('go down from provinces to what lies in them', async () => {
    const { rows } = await statistics('?by=region');

    expect(rows).toMatchObject([
      { key: '340000', name: '安徽省', standing: { subjects: 2, inForce: 3 } },
      { key: '500000', name: '重庆市', standing: { subjects: 0, lifted: 1, annulled: 1 } },
    ]);
    expect((await statistics('?by=region&region=340000')).rows).toMatchObject([{ key: '340100', name: '合肥市' }]);
    expect((await statistics('?by=region&region=340100')).total.standing).toMatchObject({ inForce: 3 });
    expect((await statistics('?by=organ&region=340000')).rows).toMatchObject([
      { key: '340100/city', name: '合肥市 设区的市级' },
    ]);
  });

  it('count a sanction for each of its measures, on the days of the measure', async () => {
    const { rows, total } = await statistics('?by=measure&regime=cn-joint-2024');

    expect(total.standing).toMatchObject({ subjects: 2, inForce: 3 });
    expect(rows.find(({ key }) => key === 'telecom.open')?.standing).toMatchObject({ subjects: 2, inForce: 3 });
    expect(rows.map(({ key }) => key)).not.toContain('credit.dishonesty_list');
    expect(await row('?by=measure&asOf=2022-06-01', 'bank.account.open')).toMatchObject({
      standing: { inForce: 0, ended: 1 },
    });
    expect(await row('?by=measure&asOf=2022-06-01', 'bank.noncounter')).toMatchObject({ standing: { inForce: 1 } });
  });

  it('count whose subjects hold cards for the institution, and how it carries out directives', async () => {
    const { rows } = await statistics('?by=institution');

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      key: 'demo-bank-a',
      name: '演示银行甲',
      standing: { subjects: 1, inForce: 2 },
      directives: { onCards: 2, executed: 1, enforcedShare: 0.5, overdue: 0, medianHoursToEnforce: 5 },
    });
  });

  it.each([
    { by: 'ground', key: 'rent', name: '出租' },
    { by: 'category', key: 'cn-joint-2024/category-2', name: '联合惩戒办法(2024) 第二类:经公安机关认定' },
    { by: 'month', key: today.slice(0, 7), name: today.slice(0, 7) },
  ])('by $by', async ({ by, key, name }) => {
    const found = await row(`?by=${by}`, key);

    expect(found?.name).toContain(name);
    expect(found?.standing).toMatchObject({ subjects: 2, inForce: 3 });
    expect(found?.directives['issued']).toBeGreaterThan(0);
  });

  it('by month are a row for each month of the period, with what happened in it', async () => {
    const { rows, from, to } = await statistics('?by=month&from=2022-12-01&to=2023-02-01');

    expect([from, to]).toEqual(['2022-12-01', '2023-02-01']);
    expect(rows.map(({ key, standing, period }) => [key, standing['inForce'], period['ended']])).toEqual([
      ['2022-12', 1, 0],
      ['2023-01', 0, 1],
      ['2023-02', 0, 0],
    ]);
  });

  it('begin eleven months before the month in which they end', async () => {
    const { from, to, asOf } = await statistics();

    expect([to, asOf]).toEqual([today, today]);
    expect(from.slice(8)).toBe('01');
    expect(yearsBetween(daysAfter(localDateOf(new Date(from)), 0), today)).toBe(0);
    expect((await statistics('?to=2026-03-31')).from).toBe('2025-04-01');
  });

  it('come for a dashboard in one answer, with the rows they have one by one', async () => {
    const { body } = await officer.get('/v1/statistics/overview?region=340000').expect(200);

    for (const [by, rows] of [
      ['region', body.regions],
      ['institution', body.institutions],
      ['month', body.months],
    ]) {
      const alone = await statistics(`?by=${by}&region=340000`);
      expect(rows).toEqual(alone.rows);
      expect(body.total).toEqual(alone.total);
    }
    expect((await officer.get('/v1/statistics/overview?by=region')).status).toBe(400);
  });

  it('come as a table for a spreadsheet, which runs none of its cells', async () => {
    const institution = `UPDATE institution SET name = '=HYPERLINK("http://x")' WHERE code = 'demo-bank-a'`;
    await app.db.query(institution);

    const answer = await officer
      .get('/v1/statistics?by=institution&format=csv')
      .set('accept-language', 'en')
      .expect(200);

    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(`statistics-institution-${today}.csv`);
    const [header, first, total] = answer.text.split('\r\n');
    expect(header).toMatch(/^\uFEFFkey,name,subjects,in force,/);
    expect(first).toMatch(/^demo-bank-a,"'=HYPERLINK\(""http:\/\/x""\)",1,2,/);
    expect(total).toMatch(/^total,Total,2,3,1,1,1,/);
  });

  it('by institution are counted again once a card has changed', async () => {
    const counted = async (): Promise<unknown> => (await row('?by=institution', 'demo-bank-b'))?.standing;
    expect(await counted()).toBeUndefined();
    const [{ number }] = await app.db.query(
      `SELECT subject_id AS number FROM sanction WHERE organ_code = '340100' GROUP BY 1 HAVING count(*) = 1 LIMIT 1`,
    );
    const found = await officer.post(`/v1/subjects/${number}/reveal`).send({ purpose: '测试核对' }).expect(200);
    const [{ idType, idNumber }] = found.body.identifiers;
    const holder = { idType, idNumber, name: '赵试' };
    const cards = [{ kind: 'bank_account', number: '6230000000001880037', holder, status: 'active' }];
    const other = await asClient(app, 'demo-bank-b');

    await other.put('/v1/cards').send({ cards }).expect(200);

    expect(await counted()).toMatchObject({ subjects: 1, inForce: 1 });
  });

  it('are empty where nothing is', async () => {
    const { rows, total } = await statistics('?regime=cn-nowhere');

    expect(rows).toEqual([]);
    expect(total).toMatchObject({ standing: { subjects: 0 }, directives: { issued: 0, enforcedShare: null } });
  });

  it.each([
    'by=name',
    'region=50',
    'region=5000a0',
    'format=xml',
    'asOf=2026-02-30',
    'asOf=9999-12-31',
    'from=2026-02-01&to=2026-01-01',
    'from=2001-01-01&to=2026-01-01',
    `regime=${'x'.repeat(61)}`,
    'colour=red',
  ])('refuse ?%s', async (query) => {
    expect((await officer.get(`/v1/statistics?${query}`)).status).toBe(400);
  });

  it('are for officers, auditors too', async () => {
    const [bank, auditor] = await Promise.all([asClient(app, 'demo-bank-a'), asOfficer(app, 'auditor')]);

    expect((await bank.get('/v1/statistics')).status).toBe(403);
    expect((await app.request().get('/v1/statistics')).status).toBe(401);
    expect((await auditor.get('/v1/statistics')).status).toBe(200);
  });
});
