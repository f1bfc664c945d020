import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localDate } from '../src/domain/period.js';
import { COUNTED_DIRECTIVES } from '../src/enforcement/receipts/counted-directives.js';
import { directiveCounts } from '../src/statistics/directive-counts.js';
import type { Scope } from '../src/statistics/dimensions.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDirective, aRegisteredCard } from './support/directives.js';

const NOW = new Date('2025-01-06T10:00:00+08:00');
const CARRIERS = ['demo-carrier-a', 'demo-carrier-b', 'demo-mvno'] as const;
const RESULTS = ['executed', 'refused', 'not_found'] as const;
const EVERYBODY = '00000000-0000-0000-0000-000000000000';
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

let test: TestApp;
let officer: Caller;
let carriers: Caller[];
/** By code. */
const ids = new Map<string, string>();
const cards = new Map<string, string>();

beforeAll(async () => {
  test = await aTestApp({ clock: new FixedClock(NOW) });
  officer = await asOfficer(test, 'auditor');
  carriers = await Promise.all(CARRIERS.map((code) => asClient(test, code)));
  const rows: { id: string; code: string }[] = await test.db.query('SELECT id, code FROM institution');
  for (const { id, code } of rows) ids.set(code, id);
  for (const code of CARRIERS) cards.set(code, (await aRegisteredCard(test, code)).cardId);
});

async function answer(carrier: number, lines: readonly Record<string, unknown>[]): Promise<void> {
  await carriers[carrier]
    ?.post('/v1/directives/receipts')
    .set('content-type', 'application/x-ndjson')
    .send(lines.map((line) => JSON.stringify(line)).join('\n'))
    .expect(200);
}

/** One thing that happens; `which` is taken modulo what there is. */
const DEED = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('issue' as const),
      to: fc.constantFrom(...CARRIERS, null, null),
      isOnCard: fc.boolean(),
      hours: fc.integer({ min: 1, max: 240 }),
      hoursToDue: fc.option(fc.integer({ min: 1, max: 300 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('end' as const, 'replace' as const, 'release' as const),
      which: fc.nat(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('answer' as const),
      carrier: fc.nat(CARRIERS.length - 1),
      lines: fc.array(
        fc.record({
          which: fc.nat(),
          result: fc.constantFrom(...RESULTS),
          hours: fc.option(fc.integer({ min: 0, max: 200 })),
        }),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  },
);
type Deed = typeof DEED extends fc.Arbitrary<infer Value> ? Value : never;

interface Issued {
  id: string;
  institution_id: string | null;
  card_id: string | null;
  releases: string | null;
  supersedes: string | null;
  issued_at: Date;
  due_at: Date | null;
  ended_at: Date | null;
}

interface Said {
  directive_id: string;
  institution_id: string;
  result: string;
  executed_at: Date | null;
  received_at: Date;
}

/** What is stored of a measure, each as it is, and the last receipts. */
async function stored(measure: string): Promise<{ issued: Issued[]; last: Said[] }> {
  const issued: Issued[] = await test.db.query('SELECT * FROM directive WHERE measure = $1 ORDER BY seq', [measure]);
  const receipts: Said[] = await test.db.query(
    `SELECT receipt.* FROM receipt JOIN directive ON directive.id = directive_id WHERE measure = $1 ORDER BY number`,
    [measure],
  );
  const last = new Map(receipts.map((said) => [`${said.directive_id} ${said.institution_id}`, said]));
  return { issued, last: [...last.values()] };
}

async function happen(deed: Deed, measure: string): Promise<void> {
  const { issued } = await stored(measure);
  const at = (which: number): Issued | undefined => issued[which % Math.max(1, issued.length)];
  if (deed.what === 'issue') {
    const issuedAt = hoursAgo(deed.hours);
    const dueAt = deed.hoursToDue === null ? null : new Date(issuedAt.getTime() + deed.hoursToDue * 3_600_000);
    const cardId = deed.isOnCard && deed.to !== null ? (cards.get(deed.to) ?? null) : null;
    await aDirective(test, { institution: deed.to, measure, cardId, issuedAt, dueAt });
    return;
  }
  if (deed.what === 'answer') {
    const lines = deed.lines.flatMap(({ which, result, hours }) => {
      const id = at(which)?.id;
      const executedAt = hours === null ? {} : { executedAt: hoursAgo(hours).toISOString() };
      return id === undefined ? [] : [{ id, result, detail: '说明', ...executedAt }];
    });
    if (lines.length > 0) await answer(deed.carrier, lines);
    return;
  }
  const one = at(deed.which);
  if (one === undefined || one.ended_at !== null) return;
  await test.db.query('UPDATE directive SET ended_at = $2 WHERE id = $1', [one.id, NOW]);
  const institution = [...ids].find(([, id]) => id === one.institution_id)?.[0] ?? null;
  const next = { institution, measure, cardId: one.card_id, issuedAt: NOW };
  if (deed.what === 'replace' && one.releases === null) await aDirective(test, { ...next, supersedes: one.id });
  if (deed.what === 'release' && one.releases === null)
    await aDirective(test, { ...next, action: 'restore', releases: one.id });
}

/** What became of each directive, and of each of everybody who answered, looked at one by one. */
function outcomesOf({ issued, last }: Awaited<ReturnType<typeof stored>>): Map<string, string> {
  const outcomes = new Map<string, string>();
  for (const { id, institution_id: institutionId, ended_at: endedAt } of issued) {
    const answers = last.filter(({ directive_id: of }) => of === id);
    for (const { institution_id: by, result } of answers) outcomes.set(`${id} ${by}`, result);
    const isReplaced = issued.some(({ supersedes }) => supersedes === id);
    const silent = isReplaced ? 'replaced' : endedAt === null ? 'pending' : 'withdrawn';
    if (institutionId === null) outcomes.set(`${id} ${EVERYBODY}`, answers.length > 0 ? 'answered' : silent);
    else if (answers.length === 0) outcomes.set(`${id} ${institutionId}`, silent);
  }
  return outcomes;
}

async function kept(): Promise<unknown[]> {
  return test.db.query('SELECT * FROM directive_outcome ORDER BY directive_id, addressee_id');
}

interface Asked {
  asks: string;
  state: 'pending' | 'done' | 'all';
  receipt: (typeof RESULTS)[number] | 'none' | 'any' | undefined;
  ended: 'true' | 'false' | undefined;
  overdue: 'true' | undefined;
  scope: 'named' | 'everybody' | undefined;
  /** Officers only. */
  counted: (typeof COUNTED_DIRECTIVES)[number] | undefined;
  from: string | undefined;
  to: string | undefined;
}

const ASKED: fc.Arbitrary<Asked> = fc.record({
  asks: fc.constantFrom('officer', 'officer', ...CARRIERS),
  state: fc.constantFrom('pending', 'done', 'all', 'all'),
  receipt: fc.constantFrom(undefined, 'none', 'any', ...RESULTS),
  ended: fc.constantFrom(undefined, undefined, 'true', 'false'),
  overdue: fc.constantFrom(undefined, undefined, 'true'),
  scope: fc.constantFrom(undefined, undefined, 'named', 'everybody'),
  counted: fc.constantFrom(undefined, ...COUNTED_DIRECTIVES),
  from: fc.constantFrom(undefined, undefined, '2025-01-01', '2025-01-06'),
  to: fc.constantFrom(undefined, undefined, '2025-01-01', '2025-01-05'),
});

/** The directives that a question is about, looked at one by one. */
function expected({ issued, last }: Awaited<ReturnType<typeof stored>>, asked: Asked): string[] {
  const own = ids.get(asked.asks);
  const midnight = (day: string, days = 0): number => new Date(`${day}T00:00:00+08:00`).getTime() + days * 86_400_000;
  return issued.flatMap((one) => {
    const answers = last.filter(({ directive_id: of }) => of === one.id);
    const counting = own === undefined ? answers : answers.filter(({ institution_id: by }) => by === own);
    const isReceived =
      own === undefined && one.institution_id === null ? answers.length === CARRIERS.length : counting.length > 0;
    const holds = [
      own === undefined || one.institution_id === null || one.institution_id === own,
      asked.state !== 'done' || isReceived,
      asked.state !== 'pending' || (!isReceived && (one.ended_at === null || one.releases !== null)),
      asked.receipt !== 'none' || counting.length === 0,
      asked.receipt !== 'any' || counting.length > 0,
      asked.receipt === undefined ||
        ['none', 'any'].includes(asked.receipt) ||
        counting.some(({ result }) => result === asked.receipt),
      asked.ended === undefined || (asked.ended === 'true') === (one.ended_at !== null),
      asked.overdue === undefined || (one.ended_at === null && !isReceived && one.due_at !== null && one.due_at < NOW),
      asked.scope === undefined || (asked.scope === 'everybody') === (one.institution_id === null),
      asked.from === undefined || one.issued_at.getTime() >= midnight(asked.from),
      asked.to === undefined || one.issued_at.getTime() < midnight(asked.to, 1),
      own !== undefined || asked.counted === undefined || isCounted({ issued, last }, one)[asked.counted],
    ];
    return holds.every(Boolean) ? [one.id] : [];
  });
}

/** What a directive counts as. */
function isCounted(
  { issued, last }: Awaited<ReturnType<typeof stored>>,
  { id, card_id: cardId, releases, due_at: dueAt, ended_at: endedAt }: Issued,
): Record<(typeof COUNTED_DIRECTIVES)[number], boolean> {
  const said = last.find(({ directive_id: of }) => of === id)?.result;
  const isReplaced = said === undefined && issued.some(({ supersedes }) => supersedes === id);
  const [isImposed, isRestored] = [cardId !== null && releases === null, cardId !== null && releases !== null];
  return {
    on_cards: isImposed && !isReplaced,
    executed: isImposed && said === 'executed',
    restored: isRestored && said === 'executed',
    overdue: cardId !== null && said === undefined && endedAt === null && dueAt !== null && dueAt < NOW,
  };
}

async function found({ asks, ...filters }: Asked, measure: string): Promise<string[]> {
  const query = new URLSearchParams({ measure, limit: '3' });
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  if (asks !== 'officer') query.delete('counted');
  const caller = asks === 'officer' ? officer : carriers[CARRIERS.findIndex((code) => code === asks)];
  const items: string[] = [];
  for (let hasMore = true; hasMore;) {
    const { body } = await (caller ?? officer).get(`/v1/directives?${query.toString()}`).expect(200);
    items.push(...body.items.map(({ id }: { id: string }) => id));
    query.set('cursor', body.nextCursor);
    hasMore = body.hasMore;
  }
  return items;
}

function countsOf(books: Awaited<ReturnType<typeof stored>>): Record<string, unknown> {
  const { issued, last } = books;
  const counted = (number: (typeof COUNTED_DIRECTIVES)[number]): Issued[] =>
    issued.filter((one) => isCounted(books, one)[number]);
  const hours = counted('executed')
    .flatMap(({ id, issued_at: issuedAt }) =>
      last
        .filter(({ directive_id: of }) => of === id)
        .map(({ executed_at: at, received_at: received }) =>
          Math.max(0, ((at ?? received).getTime() - issuedAt.getTime()) / 3_600_000),
        ),
    )
    .toSorted((left, right) => left - right);
  const [low, high] = [hours[(hours.length - 1) >> 1], hours[hours.length >> 1]];
  return {
    issued: issued.length,
    onCards: counted('on_cards').length,
    executed: hours.length,
    overdue: counted('overdue').length,
    medianHoursToEnforce: low === undefined || high === undefined ? null : expect.closeTo((low + high) / 2, 6),
  };
}

describe('the outcome of a directive', () => {
  it('is after any history what its receipts say, finds what filters ask for, and is what the statistics count', async () => {
    let runs = 0;
    const history = fc.array(DEED, { minLength: 4, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(history, fc.array(ASKED, { minLength: 12, maxLength: 12 }), async (happened, questions) => {
        const measure = `test.${(runs += 1)}`;
        for (const deed of happened) await happen(deed, measure);

        const books = await stored(measure);
        const rows: { key: string; state: string }[] = await test.db.query(
          `SELECT directive_id || ' ' || addressee_id AS key, state FROM directive_outcome WHERE measure = $1`,
          [measure],
        );
        expect(new Map(rows.map(({ key, state }) => [key, state]))).toEqual(outcomesOf(books));
        const before = await kept();
        await test.db.query('SELECT recount_directive_outcomes()');
        expect(await kept()).toEqual(before);

        for (const asked of questions) {
          expect({ asked, ids: await found(asked, measure) }).toEqual({ asked, ids: expected(books, asked) });
        }

        const [from, to] = [localDate('2024-12-01'), localDate('2025-01-06')];
        const scope: Scope = { asOf: to, from, to, regime: null, region: '', now: NOW };
        const counts = await directiveCounts(test.db.manager, ['institution', 'measure', 'total'], scope);
        const own = counts.find(({ by, key }) => by === 'measure' && key === measure);
        if (books.issued.length > 0) expect(own).toMatchObject(countsOf(books));
      }),
      { numRuns: 25 },
    );
  });

  it('is kept when institutions answer the same directives in opposite orders while these are ended and replaced', async () => {
    const measure = 'test.concurrent';
    const issue = (at: number, supersedes: string | null = null): Promise<string> =>
      aDirective(test, { institution: CARRIERS[at % 5] ?? null, measure, supersedes });
    const all: string[] = [];
    for (let at = 0; at < 40; at++) all.push(await issue(at));
    const lines = all.map((id) => ({ id, result: 'executed' }));

    await Promise.all([
      answer(0, lines),
      answer(1, lines.toReversed()),
      answer(2, lines),
      test.db.query('UPDATE directive SET ended_at = $2 WHERE id = ANY ($1)', [all.toReversed(), NOW]),
      ...all.slice(0, 10).map((id, at) => issue(at, id)),
      answer(0, lines.toReversed()),
    ]);

    const before = await kept();
    await test.db.query('SELECT recount_directive_outcomes()');
    expect(await kept()).toEqual(before);
  });
});
