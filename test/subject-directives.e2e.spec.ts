import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';

/** An officer sees of a subject what institutions were told, and who has done it. */

const PHONE = '19900000001';
const idNumber = aResidentId();

let app: TestApp;
let submitter: Caller;
let subjectId: string;

beforeAll(async () => {
  app = await aTestApp({ clock: new FixedClock(new Date('2023-09-01T10:00:00+08:00')) });
  submitter = await asOfficer(app, 'city-submitter');
  const [approver, carrier] = await Promise.all([asOfficer(app, 'city-approver'), asClient(app, 'demo-carrier-a')]);
  const holder = { idType: 'resident_id', idNumber, name: '赵试' };
  await carrier
    .put('/v1/cards')
    .send({ cards: [{ kind: 'mobile_sim', number: PHONE, holder, status: 'active' }] })
    .expect(200);
  const designation = aDesignation({
    regime: 'cn-tel-chongqing-2021',
    ground: 'implicated_holder',
    itemKinds: ['mobile_sim'],
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
    identifiedOn: '2023-08-15',
    noticeServedOn: '2023-08-15',
  });
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries: [designation] });
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const [row] = await app.db.query('SELECT subject_id FROM sanction LIMIT 1');
  subjectId = String(row.subject_id);
});

interface Directive {
  id: string;
  action: string;
  institution: { code: string } | null;
  receipts: object;
}

async function directives(): Promise<Directive[]> {
  const { body } = await submitter.get(`/v1/subjects/${subjectId}/directives`).expect(200);
  return body.items;
}

/** Answers by SQL: what is tested here is how answers are counted. */
function answer(directiveId: string, institution: string, number: number, result: string): Promise<unknown> {
  return app.db.query(
    `INSERT INTO receipt (directive_id, institution_id, number, result, detail_enc, received_at, actor)
     SELECT $1, id, $3, $4, '\\x00', now(), 'client:' || code FROM institution WHERE code = $2`,
    [directiveId, institution, number, result],
  );
}

describe('directives about a subject', () => {
  it('name the institution and the masked card, and wait for everybody they are addressed to', async () => {
    const items = await directives();

    const onCard = items.find(({ institution }) => institution !== null);
    expect(onCard).toMatchObject({
      action: 'suspend',
      measure: 'sim.use',
      party: 'telecom',
      institution: { code: 'demo-carrier-a', name: '演示电信甲' },
      card: { kind: 'mobile_sim', numberMasked: '199******01' },
      lastDay: '2028-08-15',
      reason: 'list.approved',
      issuedAt: '2023-09-01T10:00:00.000+08:00',
      receipts: { pending: 1, executed: 0, refused: 0, notFound: 0 },
    });
    const toAll = items.filter(({ institution }) => institution === null);
    expect(toAll.map(({ receipts }) => receipts)).toEqual(
      toAll.map(() => ({ pending: 3, executed: 0, refused: 0, notFound: 0 })),
    );
    expect(toAll.map(({ action }) => action).sort()).toEqual(['refuse_new', 'suspend']);
  });

  it('count the last receipt of each institution', async () => {
    const toAll = (await directives()).find(({ action }) => action === 'refuse_new');
    const id = toAll?.id ?? '';

    await answer(id, 'demo-carrier-a', 1, 'refused');
    await answer(id, 'demo-carrier-a', 2, 'executed');
    await answer(id, 'demo-mvno', 1, 'not_found');

    const counted = (await directives()).find((directive) => directive.id === id);
    expect(counted?.receipts).toEqual({ pending: 1, executed: 1, refused: 0, notFound: 1 });
  });

  it('are part of the timeline', async () => {
    const { body } = await submitter.get(`/v1/subjects/${subjectId}/timeline`).expect(200);

    expect(body.directives).toEqual(await directives());
    expect(body.chains).toMatchObject([{ regime: 'cn-tel-chongqing-2021', lastDay: '2028-08-15' }]);
    expect(JSON.stringify(body)).not.toMatch(new RegExp(`${PHONE}|${idNumber}|赵试`));
  });

  it('are for officers, of subjects that exist', async () => {
    const carrier = await asClient(app, 'demo-carrier-a');
    const unknown = '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d';

    expect((await carrier.get(`/v1/subjects/${subjectId}/directives`)).status).toBe(403);
    expect((await app.request().get(`/v1/subjects/${subjectId}/directives`)).status).toBe(401);
    expect((await submitter.get(`/v1/subjects/${unknown}/directives`)).body.type).toBe('urn:problem:subject-not-found');
    expect((await submitter.get('/v1/subjects/nobody/directives')).status).toBe(400);
  });
});
