import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { connect } from '../src/platform/database.js';
import { whenDone } from './support/cleanup.js';
import { aCommandLine } from './support/command-line.js';
import { aClone } from './support/database.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { ServiceProcess } from './support/service-process.js';
import { until } from './support/until.js';

/** Of one list: more than one transaction of directives. */
const PEOPLE = 1_000;
const KILLS = 2;
/** Of each person: the card, the suspension of whatever else is held, and nothing new. */
const DIRECTIVES_PER_LIST = 3 * PEOPLE;
const KEYS = { DATABASE_URL: await aClone(), DUANKA_DATA_DIR: (await aCommandLine()).directory };

interface Running {
  service: ServiceProcess;
  http: ReturnType<typeof supertest>;
}

async function aService(): Promise<Running> {
  const service = ServiceProcess.start('start', { ...KEYS, DUANKA_DEMO: '1', PORT: '0' });
  const { address } = await service.untilLogged(({ msg }) => msg === 'service started');
  return { service, http: supertest(String(address)) };
}

async function officer({ http }: Running, username: string): Promise<string> {
  const { body } = await http.post('/v1/sessions').send({ username, password: `demo-${username}` });
  return `Bearer ${body.accessToken}`;
}

async function carrier({ http }: Running): Promise<string> {
  const { body } = await http.post('/oauth/token').send({
    grant_type: 'client_credentials',
    client_id: 'demo-carrier-a',
    client_secret: 'demo-secret-demo-carrier-a',
  });
  return `Bearer ${body.access_token}`;
}

/** A list of people who hold a card each, submitted. @returns its id */
async function aSubmittedList(running: Running, round: number): Promise<string> {
  const people = Array.from({ length: PEOPLE }, (_, at) => ({
    number: `19${round}0${String(at).padStart(7, '0')}`,
    subject: { kind: 'person' as const, idType: 'resident_id' as const, idNumber: aResidentId(), name: '赵试' },
  }));
  const cards = people.map(({ number, subject: { idType, idNumber, name } }) => {
    return { kind: 'mobile_sim', number, holder: { idType, idNumber, name }, status: 'active' };
  });
  const entries = people.map(({ subject }) =>
    aDesignation({
      subject,
      regime: 'cn-tel-chongqing-2021',
      ground: 'implicated_holder',
      itemKinds: ['mobile_sim'],
      identifiedOn: '2023-08-15',
      noticeServedOn: '2023-08-16',
      identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    }),
  );
  const { http } = running;
  await http
    .put('/v1/cards')
    .set('authorization', await carrier(running))
    .send({ cards })
    .expect(200);
  const submitter = await officer(running, 'city-submitter');
  const drafted = await http
    .post('/v1/sanction-lists')
    .set('authorization', submitter)
    .send({ title: '测试', entries });
  await http.post(`/v1/sanction-lists/${drafted.body.id}/submit`).set('authorization', submitter).expect(200);
  return drafted.body.id;
}

it('whatever is killed while it issues directives, in the end none is missing and none is there twice', async () => {
  const db = await connect(KEYS.DATABASE_URL);
  whenDone(() => db.destroy());
  const count = async (query: string): Promise<number> => {
    const rows: { count: number }[] = await db.query(`SELECT count(*)::integer AS count FROM (${query}) AS found`);
    return rows[0]?.count ?? -1;
  };
  const issued = (): Promise<number> => count('SELECT 1 FROM directive');
  let running = await aService();

  for (let kill = 1; kill <= KILLS; kill += 1) {
    const list = await aSubmittedList(running, kill);
    const approver = await officer(running, 'city-approver');
    const before = await issued();
    const approval = running.http
      .post(`/v1/sanction-lists/${list}/approve`)
      .set('authorization', approver)
      .send({ remark: '核对无误' })
      // Cut off before it is answered; what it committed stands.
      .then(undefined, () => undefined);
    await until(async () => (await issued()) > before);
    await running.service.end('SIGKILL');
    await approval;
    running = await aService();
  }
  await until(async () => (await issued()) >= KILLS * DIRECTIVES_PER_LIST);
  await running.service.end('SIGTERM');

  expect(await issued()).toBe(KILLS * DIRECTIVES_PER_LIST);
  expect(await count('SELECT 1 FROM directive GROUP BY obligation HAVING count(*) > 1')).toBe(0);
  expect(await count('SELECT 1 FROM directive HAVING max(seq) <> count(*)')).toBe(0);
  expect(await count("SELECT 1 FROM directive WHERE card_id IS NOT NULL AND action = 'suspend'")).toBe(KILLS * PEOPLE);
}, 240_000);
