import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { localDateOf } from '../src/domain/period.js';
import { Issuing } from '../src/enforcement/directives/issuing.service.js';
import { Pii } from '../src/platform/pii.js';
import { Revisions } from '../src/platform/revisions.js';
import { ListingStage } from '../src/registry/listing-stage.service.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { listCard } from './support/staged.js';

/**
 * Random histories of lists, cards, leads, liftings, annulments and days. After every step two things are held against the open
 * directives: what a bank or carrier is answered about each of its cards, and what the directives themselves must never show.
 */

const PEOPLE = Array.from({ length: 5 }, () => aResidentId());
const PHONES = Array.from({ length: 4 }, (_, number) => `1990000000${number}`);
const ACCOUNTS = Array.from({ length: 4 }, (_, number) => `62284800000000000${number}`);
const CLIENTS = ['demo-carrier-a', 'demo-carrier-b', 'demo-bank-a', 'demo-payment'] as const;
const KIND_OF = {
  'demo-carrier-a': 'mobile_sim',
  'demo-carrier-b': 'mobile_sim',
  'demo-bank-a': 'bank_account',
  'demo-payment': 'payment_account',
} as const;
const QUESTION_OF = {
  mobile_sim: { action: 'mobile_sim.use' },
  bank_account: { action: 'bank_account.outflow', channel: 'online', purpose: 'transfer' },
  payment_account: { action: 'payment_account.pay', channel: 'online', purpose: 'transfer' },
} as const;

const DAY_MS = 86_400_000;
/** Designations of 2020 end within the histories. */
const clock = new FixedClock(new Date('2025-05-20T10:00:00+08:00'));
let app: TestApp;
let callers: Map<string, Caller>;

beforeAll(async () => {
  app = await aTestApp({ clock });
  await signIn();
});

/** Tokens do not last for days. */
async function signIn(): Promise<void> {
  const [submitter, approver, ...clients] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
    ...CLIENTS.map((id) => asClient(app, id)),
  ]);
  callers = new Map([
    ['submitter', submitter],
    ['approver', approver],
  ]);
  CLIENTS.forEach((id, at) => callers.set(id, clients[at] ?? submitter));
}

function as(who: string): Caller {
  const caller = callers.get(who);
  if (caller === undefined) throw new Error(`nobody is called ${who}`);
  return caller;
}

interface Registered {
  client: string;
  kind: keyof typeof QUESTION_OF;
  number: string;
  idNumber: string;
  status: string;
}

/** Every card by institution and number, as it was reported last. */
const registered = new Map<string, Registered>();

type Step = () => Promise<unknown>;

const approval: fc.Arbitrary<Step> = fc
  .record({
    idNumber: fc.constantFrom(...PEOPLE),
    form: fc.constantFrom('telecom', 'former', 'joint', 'conviction'),
    day: fc.integer({ min: 18, max: 28 }),
    phone: fc.option(fc.constantFrom(...PHONES)),
  })
  .map(({ idNumber, form, day, phone }) => async () => {
    const identifiedOn = form === 'telecom' ? '2023-08-15' : form === 'former' ? `2020-05-${day}` : `2025-01-${day}`;
    const telecom = {
      regime: 'cn-tel-chongqing-2021',
      ground: 'implicated_holder' as const,
      itemKinds: ['mobile_sim'],
      identifyingOrgan: { code: '500000', level: 'city' as const, name: '重庆市公安局' },
    };
    const conviction = { offence: '帮助信息网络犯罪活动罪', punished: true, judgedOn: '2025-01-02' };
    const entry = aDesignation({
      subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' },
      identifiedOn,
      noticeServedOn: identifiedOn,
      implicatedCards: phone === null ? [] : [{ kind: 'mobile_sim', number: phone, caseNo: `A${day}` }],
      ...(form === 'telecom' ? telecom : {}),
      ...(form === 'former' ? { regime: 'cn-fin-2019' } : {}),
      ...(form === 'conviction' ? { ground: 'conviction' as const, conviction } : {}),
    });
    const drafted = await as('submitter')
      .post('/v1/sanction-lists')
      .send({ title: '测试', entries: [entry] })
      .expect(201);
    await as('submitter').post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
    await as('approver').post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  });

const cardImport: fc.Arbitrary<Step> = fc
  .record({
    client: fc.constantFrom(...CLIENTS),
    place: fc.nat(3),
    idNumber: fc.constantFrom(...PEOPLE),
    status: fc.constantFrom('active', 'active', 'active', 'suspended', 'suspended', 'closed'),
  })
  .map(({ client, place, idNumber, status }) => async () => {
    const kind = KIND_OF[client];
    const number = (kind === 'mobile_sim' ? PHONES : ACCOUNTS)[place] ?? '';
    // A number that is given out again was restored to nobody.
    if (registered.get(`${client} ${number}`)?.status === 'closed') return;
    const holder = { idType: 'resident_id', idNumber, name: '赵试' };
    registered.set(`${client} ${number}`, { client, kind, number, idNumber, status });
    await as(client)
      .put('/v1/cards')
      .send({ cards: [{ kind, number, holder, status }] })
      .expect(200);
  });

const ending: fc.Arbitrary<Step> = fc.record({ isAnnulled: fc.boolean(), place: fc.nat(20) }).map(
  ({ isAnnulled, place }) =>
    () =>
      change(async (tx, revision) => {
        const standing: { id: string }[] = await tx.query(
          `SELECT sanction_id AS id FROM sanction_version WHERE revision_to IS NULL AND standing = 'standing' ORDER BY sanction_id`,
        );
        const sanctionId = standing[place % Math.max(1, standing.length)]?.id;
        if (sanctionId === undefined) return;
        const [sanctions, rulebooks] = [app.app.get(SanctionsService), app.app.get(RulebookStore)];
        if (isAnnulled) await sanctions.annul(tx, rulebooks, { sanctionId, revision });
        else await sanctions.lift(tx, rulebooks, { sanctionId, revision, at: clock.now() });
      }),
);

const lead: fc.Arbitrary<Step> = fc
  .record({ number: fc.constantFrom(...PHONES, ...ACCOUNTS), kind: fc.constantFrom(...Object.values(KIND_OF)) })
  .map(
    ({ number, kind }) =>
      () =>
        change(async (tx, revision) => {
          const [entry]: { list_id: string; row: number }[] = await tx.query(
            `SELECT list_id, row FROM list_entry JOIN sanction_list ON sanction_list.id = list_id WHERE state = 'approved' LIMIT 1`,
          );
          if (entry === undefined) return;
          const place = { listId: entry.list_id, row: entry.row, kind, number, caseNo: 'B1' };
          const listing = { ...place, status: 'implicated', sinceOn: '2025-05-01' } as const;
          await listCard(tx, app.app.get(ListingStage), listing, revision);
        }),
  );

const days: fc.Arbitrary<Step> = fc.integer({ min: 1, max: 4 }).map((count) => async () => {
  clock.set(new Date(clock.now().getTime() + count * DAY_MS));
  await signIn();
  await app.app.get(Issuing).now();
});

async function change(work: (tx: EntityManager, revision: number) => Promise<void>): Promise<void> {
  const revisions = app.app.get(Revisions);
  const taken = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await work(tx, revision);
    return revision;
  });
  await revisions.announce(taken);
}

/** Cards on which a directive is open, as `<client> <number>`. */
async function imposedOn(): Promise<string[]> {
  const rows: { client: string; hash: string }[] = await app.db.query(`
    SELECT institution.code AS client, encode(card.number_hash, 'hex') AS hash
    FROM directive JOIN card ON card.id = card_id JOIN institution ON institution.id = directive.institution_id
    WHERE ended_at IS NULL AND releases IS NULL`);
  const pii = app.app.get(Pii);
  const numberOf = new Map(
    [...PHONES, ...ACCOUNTS].map((number) => [pii.hash('card', number).toString('hex'), number]),
  );
  return rows.map(({ client, hash }) => `${client} ${numberOf.get(hash)}`).sort();
}

/** Cards about which the institution that holds them is told no, as `<client> <number>`. */
async function denied(): Promise<string[]> {
  const found: string[] = [];
  for (const { client, kind, number, idNumber, status } of registered.values()) {
    if (status === 'closed') continue;
    const question = { ...QUESTION_OF[kind], subject: { idType: 'resident_id', idNumber }, card: { kind, number } };
    const { body } = await as(client).post('/v1/decisions').send(question).expect(200);
    if (body.outcome === 'DENY') found.push(`${client} ${number}`);
  }
  return found.sort();
}

/** What must be true of the directives whatever happened. */
const NEVER: Readonly<Record<string, string>> = {
  'a number that was left out': 'SELECT 1 FROM directive HAVING max(seq) <> count(*)',
  'a card with two open directives': `SELECT 1 FROM directive WHERE card_id IS NOT NULL AND ended_at IS NULL AND releases IS NULL
    GROUP BY card_id HAVING count(*) > 1`,
  'something released that had not ended': `SELECT 1 FROM directive AS imposing JOIN directive AS restore ON restore.releases = imposing.id
    WHERE imposing.ended_at IS NULL`,
  'an end that nobody was told of': `SELECT 1 FROM directive AS imposing LEFT JOIN card ON card.id = imposing.card_id
    WHERE imposing.ended_at IS NOT NULL AND imposing.releases IS NULL AND card.status IS DISTINCT FROM 'closed'
      AND NOT EXISTS (SELECT FROM directive AS next WHERE next.releases = imposing.id OR next.supersedes = imposing.id)
      AND NOT EXISTS (SELECT FROM directive AS later WHERE later.obligation = imposing.obligation AND later.seq > imposing.seq)`,
  'a directive beyond its last day': `SELECT 1 FROM directive WHERE ended_at IS NULL AND last_day < $1`,
  'a minor or an identified person who is published': `SELECT 1 FROM directive JOIN sanction ON sanction.id = sanction_id
    WHERE action = 'publish' AND (is_minor OR category <> 'category-1')`,
};

it.each([1, 2, 3])(
  'after any history what institutions are told to do is what they are answered when they ask (seed %i)',
  async (seed) => {
    const steps = fc.sample(fc.oneof(approval, cardImport, cardImport, ending, lead, days), { numRuns: 40, seed });
    for (const step of steps) {
      await step();
      // Whoever approves waits for the directives, but not for ever.
      await app.app.get(Issuing).now();

      expect(await imposedOn()).toEqual(await denied());
      for (const [what, query] of Object.entries(NEVER)) {
        const found: unknown[] = await app.db.query(query, query.includes('$1') ? [localDateOf(clock.now())] : []);
        expect([what, found.length]).toEqual([what, 0]);
      }
    }
  },
);
