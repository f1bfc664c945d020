import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { DecisionFacts, type BookQuestion } from '../src/decisions/decision-facts.service.js';
import { PresentFacts } from '../src/decisions/present-facts.service.js';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import type { DecisionInput } from '../src/domain/decision.js';
import { localDate } from '../src/domain/period.js';
import { urlOf } from '../src/platform/database.js';
import { Pii } from '../src/platform/pii.js';
import { Revisions } from '../src/platform/revisions.js';
import { ListingStage } from '../src/registry/listing-stage.service.js';
import { RetainedSims } from '../src/registry/retained/retained-sims.service.js';
import { SubjectsService } from '../src/registry/subjects.service.js';
import { NO_SUBJECT, type RestrictionIndex } from '../src/restrictions/restriction-index.js';
import { Restrictions } from '../src/restrictions/restrictions.service.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { aFollower } from './support/followers.js';
import { listCard } from './support/staged.js';

const clock = new FixedClock(new Date('2025-06-05T10:00:00+08:00'));
const PEOPLE = Array.from({ length: 8 }, () => aResidentId());
const PHONES = Array.from({ length: 4 }, (_, number) => `1990000000${number}`);
/** The last one stays clean, so that somebody has another number to keep. */
const LISTED_PHONES = PHONES.slice(0, -1);
const ACCOUNTS = Array.from({ length: 4 }, (_, number) => `62284800000000000${number}`);
const CLIENTS = ['demo-carrier-a', 'demo-carrier-b', 'demo-bank-a', 'demo-bank-b'] as const;

let app: TestApp;
let submitter: Caller;
let approver: Caller;
let clients: Map<string, Caller>;
let institutions: string[];

beforeAll(async () => {
  app = await aTestApp({ clock });
  [submitter, approver] = await Promise.all([asOfficer(app, 'city-submitter'), asOfficer(app, 'city-approver')]);
  const callers = await Promise.all(CLIENTS.map((id) => asClient(app, id)));
  clients = new Map(CLIENTS.map((id, at) => [id, callers[at] ?? submitter]));
  const rows: { id: string }[] = await app.db.query('SELECT institution_id AS id FROM api_client WHERE id = ANY ($1)', [
    CLIENTS,
  ]);
  institutions = rows.map(({ id }) => id);
});

/** Puts designations through the four eyes. */
async function approve(entries: unknown[]): Promise<void> {
  const drafted = await submitter.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

type Step = () => Promise<unknown>;

const aPerson = fc.constantFrom(...PEOPLE);

const approval: fc.Arbitrary<Step> = fc
  .array(
    fc.record({
      person: aPerson,
      isTelecom: fc.boolean(),
      day: fc.integer({ min: 10, max: 28 }),
      phone: fc.option(fc.constantFrom(...LISTED_PHONES)),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((rows) => () => {
    const entries = rows.map(({ person, isTelecom, day, phone }) => {
      const identifiedOn = isTelecom ? `2023-08-${day}` : `2025-01-${day}`;
      return aDesignation({
        subject: { kind: 'person', idType: 'resident_id', idNumber: person, name: '赵试' },
        identifiedOn,
        noticeServedOn: identifiedOn,
        implicatedCards: phone === null ? [] : [{ kind: 'mobile_sim', number: phone, caseNo: `A${day}` }],
        ...(isTelecom
          ? {
              regime: 'cn-tel-chongqing-2021',
              ground: 'implicated_holder' as const,
              itemKinds: ['mobile_sim'],
              identifyingOrgan: { code: '500000', level: 'city' as const, name: '重庆市公安局' },
            }
          : {}),
      });
    });
    return approve(entries);
  });

const cardImport: fc.Arbitrary<Step> = fc
  .record({
    client: fc.constantFrom(...CLIENTS),
    cards: fc.uniqueArray(
      fc.record({
        place: fc.nat(3),
        person: aPerson,
        status: fc.constantFrom('active', 'suspended', 'closed'),
        openedOn: fc.option(fc.constantFrom('2020-05-09', '1987-11-30')),
      }),
      { minLength: 1, maxLength: 4, selector: ({ place }) => place },
    ),
  })
  .map(({ client, cards }) => async () => {
    const isCarrier = client.startsWith('demo-carrier');
    const body = cards.map(({ place, person, status, openedOn }) => ({
      kind: isCarrier ? 'mobile_sim' : 'bank_account',
      number: (isCarrier ? PHONES : ACCOUNTS)[place],
      holder: { idType: 'resident_id', idNumber: person, name: '钱试' },
      status,
      ...(openedOn === null ? {} : { openedOn }),
    }));
    await clients.get(client)?.put('/v1/cards').send({ cards: body }).expect(200);
  });

/** A suspicious card, as a lead sheet has it. */
const lead: fc.Arbitrary<Step> = fc
  .record({
    number: fc.constantFrom(...LISTED_PHONES, ...ACCOUNTS),
    day: fc.integer({ min: 10, max: 28 }),
    status: fc.constantFrom('implicated' as const, 'suspicious' as const),
    hasCase: fc.boolean(),
  })
  .map(
    ({ number, day, status, hasCase }) =>
      () =>
        change(async (tx, revision) => {
          const [entry]: { list_id: string; row: number }[] = await tx.query(
            `SELECT list_id, row FROM list_entry JOIN sanction_list ON sanction_list.id = list_id
         WHERE state = 'approved' ORDER BY list_id, row LIMIT 1`,
          );
          if (entry === undefined) return;
          const listing = {
            listId: entry.list_id,
            row: entry.row,
            kind: PHONES.includes(number) ? ('mobile_sim' as const) : ('bank_account' as const),
            number,
            status,
            caseNo: hasCase ? `B${day}` : null,
            sinceOn: `2025-05-${day}`,
          };
          await listCard(tx, app.app.get(ListingStage), listing, revision);
        }),
  );

const ENDINGS = ['annul', 'lift', 'appeal', 'suspend', 'resume'] as const;

const ending: fc.Arbitrary<Step> = fc.record({ act: fc.constantFrom(...ENDINGS), place: fc.nat(20) }).map(
  ({ act, place }) =>
    () =>
      change(async (tx, revision) => {
        const standing: { id: string }[] = await tx.query(
          `SELECT sanction_id AS id FROM sanction_version WHERE revision_to IS NULL AND standing = ANY ($1) ORDER BY sanction_id`,
          [act === 'resume' ? ['appealed', 'suspended'] : ['standing']],
        );
        const sanctionId = standing[place % Math.max(1, standing.length)]?.id;
        if (sanctionId === undefined) return;
        const [sanctions, rulebooks] = [app.app.get(SanctionsService), app.app.get(RulebookStore)];
        const at = new Date('2025-06-01T09:30:00+08:00');
        if (act === 'lift') await sanctions.lift(tx, rulebooks, { sanctionId, revision, at });
        else if (act === 'suspend') await sanctions.suspendEffect(tx, rulebooks, { sanctionId, revision, at });
        else await sanctions[act](tx, rulebooks, { sanctionId, revision });
      }),
);

async function change(work: (tx: TestApp['db']['manager'], revision: number) => Promise<void>): Promise<void> {
  const revisions = app.app.get(Revisions);
  const taken = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await work(tx, revision);
    return revision;
  });
  await revisions.announce(taken);
}

/** Random carriers keep random numbers of their own, and give them up: what the doors would not do, the books must tell as well. */
const keeping: fc.Arbitrary<Step> = fc
  .record({
    place: fc.nat(20),
    endedState: fc.constantFrom('cancelled' as const, 'changed' as const, 'moved' as const, 'released' as const),
    day: fc.integer({ min: 10, max: 28 }),
    isEnd: fc.boolean(),
  })
  .map(({ place, endedState, day, isEnd }) => async () => {
    const retained = app.app.get(RetainedSims);
    const at = new Date(`2025-05-${day}T10:00:00+08:00`);
    if (isEnd) {
      const open: { id: string }[] = await app.db.query(
        'SELECT id FROM retained_sim WHERE ended_at IS NULL ORDER BY id',
      );
      const id = open[place % Math.max(1, open.length)]?.id;
      if (id !== undefined)
        await change((tx, revision) => retained.end(tx, id, { state: endedState, at, by: 'client:test', revision }));
      return;
    }
    const cards: { id: string; holder_id: string; institution_id: string }[] = await app.db.query(
      `SELECT id, holder_id, institution_id FROM card WHERE kind = 'mobile_sim' AND status <> 'closed' AND NOT EXISTS (
         SELECT FROM retained_sim AS kept WHERE kept.subject_id = holder_id AND kept.institution_id = card.institution_id AND ended_at IS NULL)
       ORDER BY number_hash, institution_id`,
    );
    const card = cards[place % Math.max(1, cards.length)];
    if (card === undefined) return;
    await change(async (tx, revision) => {
      const [subjectId, institutionId] = [card.holder_id, card.institution_id];
      const kept = {
        subjectId,
        institutionId,
        cardId: card.id,
        kind: 'mobile_sim',
        restoredBy: 'client:test',
      } as const;
      await retained.keep(tx, { ...kept, restoredAt: at, approval: null, decisionId: uuidv7(), revision });
    });
  });

/** Every person with every card and every institution, and for an officer. */
function everyQuestion(): BookQuestion[] {
  const cards = [
    ...PHONES.map((number) => ({ kind: 'mobile_sim' as const, number })),
    ...PHONES.map((number) => ({ kind: 'iot_sim' as const, number })),
    ...ACCOUNTS.map((number) => ({ kind: 'bank_account' as const, number })),
  ];
  return [...PEOPLE, aResidentId()].flatMap((idNumber) =>
    cards.flatMap((card, at) =>
      [...institutions, null].map((institutionId) => ({
        institutionId,
        question: {
          action: card.kind === 'bank_account' ? 'bank_account.outflow' : 'mobile_sim.restore',
          asOf: at % 2 === 0 ? '2025-06-05T10:00:00.000+08:00' : '2025-05-15T10:00:00.000+08:00',
          language: 'zh-CN' as const,
          subject: { idType: 'resident_id' as const, idNumber, name: '钱试' },
          card,
          counterpartyCard: card,
          request: {
            channel: 'online',
            purpose: 'own_same_name_bank',
            realName: 'none' as const,
            inPerson: 'none' as const,
            agreementSince: 'none' as const,
          },
        },
      })),
    ),
  );
}

/** The same facts as the books give, out of the index. */
function factsIn(index: RestrictionIndex, { question, institutionId }: BookQuestion): Record<string, unknown> {
  const pii = app.app.get(Pii);
  const subjects = app.app.get(SubjectsService);
  const { idType, idNumber, name } = question.subject;
  const { kind, number } = question.card ?? { kind: 'mobile_sim', number: '' };
  const subject = index.subjectOf(subjects.identifierHash(idType, idNumber));
  const hash = pii.hash('card', number);
  const card = index.card(hash, kind, institutionId);
  const isOwn = kind === 'bank_account' && !index.isHeldByAnother(hash, kind, subject);
  const isSame = index.hasName(subject, subjects.nameHash(name ?? ''));
  return {
    sanctions: index.sanctionsOf(subject),
    status: card?.status ?? 'none',
    openedOn: card?.openedOn ?? 'none',
    listing: index.listing(hash, kind, localDate(question.asOf.slice(0, 10))).status,
    sims: institutionId === null ? undefined : index.holdingsOf(subject, institutionId).sims,
    purpose: isOwn ? 'own_same_name_bank' : 'transfer',
    keepings: index
      .keepingsOf(subject, hash, institutionId)
      .toSorted((one, other) => one.restoredAt - other.restoredAt),
    isUsable: index.hasOtherUsableNumber(subject, hash, ['mobile_sim'], localDate(question.asOf.slice(0, 10))),
    nameMatch: subject === NO_SUBJECT ? 'none' : isSame ? 'same' : 'differs',
  };
}

/** Everything the answers depend on, as it is read in the database. */
async function inputsInBooks(questions: readonly BookQuestion[]): Promise<DecisionInput[]> {
  const revision = await app.app.get(Revisions).current();
  const rulebook = app.app.get(RulebookStore).current();
  return app.db.transaction((tx) => app.app.get(DecisionFacts).collectKnownAt(tx, questions, { revision, rulebook }));
}

/** Facts about kept numbers that any history has shown. */
const seen = new Set<string | undefined>();

describe('restrictions', () => {
  it.each([1, 2])(
    'after random approvals, imports, kept numbers, leads, liftings, appeals and annulments the index says what the books say (seed %i)',
    async (seed) => {
      const steps = fc.sample(fc.oneof(approval, cardImport, cardImport, keeping, keeping, lead, ending), {
        numRuns: 40,
        seed,
      });
      for (const step of steps) {
        await step();

        const present = app.app.get(PresentFacts);
        const questions = everyQuestion();
        const inputs = questions.map(({ question, institutionId }) => present.collect(question, institutionId).input);
        expect(inputs).toEqual(await inputsInBooks(questions));
        for (const { holder } of inputs)
          seen.add(holder?.retainedSim).add(holder?.retainedSimCarrier).add(holder?.otherUsableSim);
        expect(app.app.get(Restrictions).current().revision).toBe(await app.app.get(Revisions).current());
      }
    },
  );

  it('those histories showed every fact there is about a kept number', () => {
    const facts = [
      'this_card',
      'another_card',
      'cancelled',
      'none',
      'same_carrier',
      'other_carrier',
      'yes',
      'no',
      undefined,
    ];

    expect(facts.filter((fact) => !seen.has(fact))).toEqual([]);
  });

  it('an index that is loaded whole is the same as one that followed every change', async () => {
    const followed = app.app.get(Restrictions).current();
    const other = aFollower(urlOf(app.db));

    expect(await other.reached(followed.revision, 60_000)).toBe(true);

    const questions = everyQuestion();
    const whole = other.index ?? followed;
    expect(whole).not.toBe(followed);
    expect(questions.map((question) => factsIn(whole, question))).toEqual(
      questions.map((question) => factsIn(followed, question)),
    );
    const { bytes: _, ...sizes } = followed.sizes();
    expect(whole.sizes()).toMatchObject(sizes);
  });

  it('the metrics tell how the index stands, and nothing that is not known', async () => {
    const { text } = await app.request().get('/metrics').expect(200);

    const { revision } = app.app.get(Restrictions).current();
    expect(text).toContain(`\nduanka_index_revision ${revision}\n`);
    expect(text).toContain('\nduanka_index_lag 0\n');
    expect(text).toMatch(/\nduanka_index_age_seconds [\d.e-]+\n/);
    expect(text).toMatch(/\nduanka_index_bytes_per_subject \d/);
  });
});
