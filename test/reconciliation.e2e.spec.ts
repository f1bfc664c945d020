import { request as openRequest, type IncomingMessage } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { residentCheckCharacter } from '../src/domain/check-characters.js';
import { Pii } from '../src/platform/pii.js';
import { Revisions } from '../src/platform/revisions.js';
import { SubjectsService } from '../src/registry/subjects.service.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asOfficer, caller, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { until } from './support/until.js';

const NDJSON = 'application/x-ndjson';
const clock = new FixedClock(new Date('2025-06-05T10:00:00+08:00'));

let app: TestApp;
let submitter: Caller;
let approver: Caller;
let auditor: Caller;
let admin: Caller;

beforeAll(async () => {
  app = await aTestApp({ clock, environment: { DUANKA_LOGIN_RATE_LIMIT: '100000', DUANKA_STRANGERS_PER_DAY: '1' } });
  submitter = await asOfficer(app, 'city-submitter');
  approver = await asOfficer(app, 'city-approver');
  auditor = await asOfficer(app, 'auditor');
  admin = await asOfficer(app, 'admin');
});

type Answer = Record<string, unknown> & { taskId?: string };

interface Account {
  status: number;
  differences: Answer[];
  problems: Answer[];
  last: Answer;
}

interface Card {
  kind: string;
  number: string;
  holder: { idType: string; idNumber: string };
  state: string;
}

/** The order number says that the two digits of the year are of 1885. */
const CENTENARIAN = `50010518850101996${residentCheckCharacter('50010518850101996')}`;
const CENTENARIAN_SHORT = '500105850101996';

let numbered = 0;

function aCard(change: Partial<Card> = {}): Card {
  numbered += 1;
  return {
    kind: 'bank_account',
    number: `62284801${String(numbered).padStart(10, '0')}`,
    holder: { idType: 'resident_id', idNumber: aResidentId() },
    state: 'active',
    ...change,
  };
}

/** An institution with an API client of its own: what one test registers, no other has to name. */
async function anInstitution(kind = 'bank'): Promise<Caller> {
  numbered += 1;
  const code = `bank-${numbered}`;
  await admin.post('/v1/institutions').send({ code, kind, name: '试行', region: '500000' }).expect(201);
  const { body } = await admin
    .post('/v1/api-clients')
    .send({ id: code, institutionCode: code, scopes: ['cards', 'directives'] })
    .expect(201);
  const token = await app
    .request()
    .post('/oauth/token')
    .send({ grant_type: 'client_credentials', client_id: code, client_secret: body.secret })
    .expect(200);
  return caller(app, `Bearer ${String(token.body.access_token)}`);
}

/** Registers cards; one reported as limited is active to the registry. */
function register(institution: Caller, cards: readonly Card[]) {
  const rows = cards.map(({ state, holder, ...card }) => ({
    ...card,
    holder: { ...holder, name: '赵试' },
    status: state === 'limited' ? 'active' : state,
  }));
  return institution.put('/v1/cards').send({ cards: rows }).expect(200);
}

async function sanction(...people: string[]): Promise<void> {
  const entries = people.map((idNumber) =>
    aDesignation({ subject: { kind: 'person', idType: 'resident_id', idNumber, name: '赵试' } }),
  );
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries }).expect(201);
  await submitter.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await approver.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
}

/** Lifts whatever a person is under, so that what was imposed is restored by directive. */
async function lift(idNumber: string): Promise<void> {
  const subjects = app.app.get(SubjectsService);
  const revisions = app.app.get(Revisions);
  const [row]: { id: string }[] = await app.db.query(
    `SELECT sanction.id FROM sanction JOIN identifier USING (subject_id) WHERE number_hash = $1`,
    [subjects.identifierHash('resident_id', idNumber)],
  );
  const taken = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    const change = { sanctionId: row?.id ?? '', revision, at: clock.now() };
    await app.app.get(SanctionsService).lift(tx, app.app.get(RulebookStore), change);
    return revision;
  });
  await revisions.announce(taken);
}

function textOf(cards: readonly (Card | string)[]): string {
  return cards.map((card) => `${typeof card === 'string' ? card : JSON.stringify(card)}\n`).join('');
}

function read(status: number, text: string): Account {
  const lines: Answer[] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return {
    status,
    differences: lines.filter((line) => 'difference' in line),
    problems: lines.filter((line) => 'type' in line),
    last: lines.at(-1) ?? {},
  };
}

async function reconcile(institution: Caller, cards: readonly (Card | string)[], query = ''): Promise<Account> {
  const { status, text } = await institution
    .post(`/v1/reconciliations${query}`)
    .set('content-type', NDJSON)
    .send(textOf(cards));
  return read(status, text);
}

/** An account that is given bit by bit. */
function openAccount({ token }: Caller, query = '') {
  const address = app.app.getHttpServer().address();
  if (typeof address !== 'object' || address === null) throw new Error('The test server does not listen');
  const request = openRequest({
    port: address.port,
    path: `/v1/reconciliations${query}`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': NDJSON },
  });
  // Hanging up is an error to the request, too.
  request.on('error', () => undefined);
  const response = new Promise<IncomingMessage>((resolve) => {
    request.on('response', (answer) => {
      answer.on('error', () => undefined);
      resolve(answer);
    });
  });
  return { request, response };
}

const tasksOf = async (reader: Caller, query = ''): Promise<Record<string, unknown>[]> =>
  (await reader.get(`/v1/reconciliation-tasks${query}`).expect(200)).body.items;

describe('what differs', () => {
  it('nothing, where everybody says the same', async () => {
    const bank = await anInstitution();
    const cards = [aCard(), aCard({ state: 'closed' })];
    await register(bank, cards);

    const account = await reconcile(bank, cards);

    expect(account).toMatchObject({ status: 200, differences: [], problems: [] });
    expect(account.last).toMatchObject({
      summary: { state: 'done', lines: 2, cards: 2, bad: 0, byDifference: {} },
      complete: true,
    });
  });

  it('a sanctioned person’s account in use, told with measure, last day and directive; restricted enough it is in order', async () => {
    const bank = await anInstitution();
    const [used, limited, suspended] = [aCard(), aCard({ state: 'limited' }), aCard({ state: 'suspended' })];
    await register(bank, [used, limited, suspended]);
    await sanction(...[used, limited, suspended].map(({ holder }) => holder.idNumber));

    const { differences, last } = await reconcile(bank, [limited, used, suspended]);

    expect(differences).toEqual([
      {
        line: 2,
        difference: 'sanctioned_but_active',
        card: { kind: 'bank_account', number: used.number },
        state: 'active',
        expected: {
          action: 'limit',
          measure: 'bank.noncounter.outflow',
          lastDay: '2026-12-10',
          directiveId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
        taskId: expect.any(String),
      },
    ]);
    expect(last).toMatchObject({ summary: { byDifference: { sanctioned_but_active: 1 } }, complete: true });
  });

  it('a phone card that is limited only, where it is to be suspended', async () => {
    const carrier = await anInstitution('basic_carrier');
    const card = aCard({ kind: 'mobile_sim', number: '19900007001', state: 'limited' });
    await register(carrier, [card]);
    await sanction(card.holder.idNumber);

    const { differences } = await reconcile(carrier, [card]);

    expect(differences).toMatchObject([{ difference: 'sanctioned_but_active', expected: { action: 'suspend' } }]);
  });

  it('an account suspended on nobody’s order, and one still blocked after its restoration was ordered', async () => {
    const bank = await anInstitution();
    const [groundless, released] = [aCard({ state: 'suspended' }), aCard({ state: 'suspended' })];
    await register(bank, [groundless, released]);
    await sanction(released.holder.idNumber);
    expect((await reconcile(bank, [groundless, released])).differences).toHaveLength(1);
    await lift(released.holder.idNumber);

    const { differences } = await reconcile(bank, [groundless, released]);

    expect(differences).toMatchObject([
      { line: 1, difference: 'suspended_without_ground', expected: { action: null } },
      { line: 2, difference: 'released_but_blocked', expected: { action: null } },
    ]);
  });

  it('a frozen account is to stay frozen, whoever ordered it', async () => {
    const bank = await anInstitution();
    const [frozen, thawed] = [aCard({ state: 'suspended' }), aCard()];
    await register(bank, [frozen, thawed]);
    await order([frozen, thawed], 'freeze');

    const { differences } = await reconcile(bank, [frozen, thawed]);

    expect(differences).toMatchObject([
      { line: 2, difference: 'sanctioned_but_active', expected: { action: 'freeze', measure: 'order.freeze' } },
    ]);
  });

  it('a card that is registered for somebody else; fifteen digits are the same person', async () => {
    const bank = await anInstitution();
    const [same, other] = [aCard({ holder: { idType: 'resident_id', idNumber: CENTENARIAN } }), aCard()];
    await register(bank, [same, other]);

    const { differences } = await reconcile(bank, [
      { ...same, holder: { idType: 'resident_id', idNumber: CENTENARIAN_SHORT } },
      { ...other, holder: { idType: 'resident_id', idNumber: aResidentId() } },
    ]);

    expect(differences).toMatchObject([{ line: 2, difference: 'holder_mismatch', card: { number: other.number } }]);
  });

  it('who names a sanctioned stranger as the holder of a known card does not learn that he is sanctioned', async () => {
    const bank = await anInstitution();
    const card = aCard();
    const stranger = aResidentId();
    await register(bank, [card]);
    await sanction(stranger);

    const { differences } = await reconcile(bank, [{ ...card, holder: { idType: 'resident_id', idNumber: stranger } }]);

    expect(differences).toMatchObject([{ difference: 'holder_mismatch', expected: { action: null, measure: null } }]);
  });

  it('an unknown card, with whether its holder is sanctioned; about strangers only within the budget against scanning', async () => {
    const bank = await anInstitution();
    const customer = aCard();
    await register(bank, [customer]);
    const strangers = Array.from({ length: 30 }, () => aCard());
    await sanction(customer.holder.idNumber, ...strangers.map(({ holder }) => holder.idNumber));

    const { differences } = await reconcile(bank, [
      { ...customer, state: 'limited' },
      aCard({ holder: customer.holder }),
      ...strangers,
    ]);

    expect(differences.every(({ difference }) => difference === 'unknown_card')).toBe(true);
    const [own, ...others] = differences;
    expect(own).toMatchObject({ line: 2, holder: 'sanctioned', expected: { action: 'limit' } });
    expect(others.at(0)).toMatchObject({ holder: 'sanctioned' });
    expect(others.at(-1)).toMatchObject({ holder: 'withheld', expected: { action: null, measure: null } });
    const [task] = await tasksOf(bank);
    expect(task).toMatchObject({ expected: { action: null } });
    const seen = await auditor.get(`/v1/reconciliation-tasks/${String(task?.['id'])}`).expect(200);
    expect(seen.body.expected).toMatchObject({ action: 'limit', measure: 'bank.noncounter.outflow' });
  });

  it('a card that was registered and not named, at the end; not of a part, and not if it is closed', async () => {
    const bank = await anInstitution();
    const [named, alsoNamed, missing, closed] = [aCard(), aCard(), aCard(), aCard({ state: 'closed' })];
    await register(bank, [named, alsoNamed, missing, closed]);

    const part = await reconcile(bank, [named], '?full=false');
    const full = await reconcile(bank, [named, alsoNamed]);

    expect(part).toMatchObject({ differences: [], last: { complete: true } });
    expect(full.differences).toEqual([
      expect.objectContaining({
        difference: 'missing_card',
        state: null,
        card: { kind: 'bank_account', number: missing.number },
      }),
    ]);
    expect(full.differences[0]).not.toHaveProperty('line');
  });

  it('a card named twice, in one batch or in two', async () => {
    const bank = await anInstitution();
    const card = aCard();
    await register(bank, [card]);
    const others = Array.from({ length: 1_100 }, () => aCard({ state: 'closed' }));

    const { differences, last } = await reconcile(bank, [card, card, ...others, card]);

    expect(differences).toMatchObject([
      { line: 2, difference: 'duplicate_line' },
      { line: 1_103, difference: 'duplicate_line' },
    ]);
    expect(differences[0]?.taskId).toBe(differences[1]?.taskId);
    expect(last).toMatchObject({ summary: { lines: 1_103, cards: 1_101, byDifference: { duplicate_line: 2 } } });
  });

  it('another institution’s card is an unknown card, and says nothing about that institution', async () => {
    const [bank, other] = [await anInstitution(), await anInstitution()];
    const card = aCard({ state: 'suspended' });
    await register(other, [card]);

    const { differences } = await reconcile(bank, [card]);

    expect(differences).toMatchObject([{ difference: 'unknown_card', holder: 'clear' }]);
  });

  it('the registry stays as it was: cards are written by their own door', async () => {
    const bank = await anInstitution();
    const card = aCard();
    await register(bank, [card]);

    await reconcile(bank, [{ ...card, state: 'suspended' }]);

    const { body } = await bank.get('/v1/cards').expect(200);
    expect(body.items).toMatchObject([{ number: card.number, status: 'active' }]);
  });
});

describe('the tasks that follow', () => {
  it('one difference is one task until a complete account no longer shows it; when it comes back it is a new one', async () => {
    const bank = await anInstitution();
    const [card, quiet] = [aCard({ state: 'suspended' }), aCard()];
    await register(bank, [card, quiet]);
    const first = await reconcile(bank, [card, quiet]);
    const second = await reconcile(bank, [card, quiet]);
    const part = await reconcile(bank, [{ ...card, state: 'active' }], '?full=false');
    expect(await tasksOf(bank, '?state=open')).toHaveLength(1);

    const third = await reconcile(bank, [{ ...card, state: 'active' }, quiet]);
    const fourth = await reconcile(bank, [card, quiet]);

    const taskId = first.differences[0]?.taskId;
    expect(second.differences[0]?.taskId).toBe(taskId);
    expect(part.last).toMatchObject({ summary: { resolved: 0 } });
    expect(third.last).toMatchObject({ summary: { resolved: 1, byDifference: {} } });
    expect(fourth.differences[0]?.taskId).not.toBe(taskId);
    const { body } = await bank.get(`/v1/reconciliation-tasks/${taskId}`).expect(200);
    expect(body).toMatchObject({ state: 'resolved', firstSeenIn: idOf(first), lastSeenIn: idOf(second) });
  });

  it('the institution explains, an officer rejects, then accepts; it stays accepted until there is another ground', async () => {
    const bank = await anInstitution();
    const [card, quiet] = [aCard(), aCard()];
    await register(bank, [card, quiet]);
    await sanction(card.holder.idNumber);
    const taskId = String((await reconcile(bank, [card, quiet])).differences[0]?.taskId);
    const step = (who: Caller, verb: string, body: object) =>
      who.post(`/v1/reconciliation-tasks/${taskId}/${verb}`).send(body);

    const early = await step(approver, 'reopen', { remark: '?' });
    const answered = await step(bank, 'answer', { explanation: '系统升级,明日执行' }).expect(200);
    const rejected = await step(approver, 'reopen', { remark: '须立即执行' }).expect(200);
    await step(bank, 'answer', { explanation: '持卡人已死亡' }).expect(200);
    const closed = await step(approver, 'close', { remark: '属实' }).expect(200);
    const late = await step(bank, 'answer', { explanation: '再说一次' });
    await reconcile(bank, [card, quiet]);
    const stillClosed = await bank.get(`/v1/reconciliation-tasks/${taskId}`);
    await sanction(card.holder.idNumber);
    await reconcile(bank, [card, quiet]);
    const recurred = await bank.get(`/v1/reconciliation-tasks/${taskId}`);

    expect(early.body).toMatchObject({
      type: 'urn:problem:task-transition-refused',
      detail: expect.stringContaining('open'),
    });
    expect(answered.body).toMatchObject({ state: 'answered', explanation: '系统升级,明日执行' });
    expect(rejected.body).toMatchObject({
      state: 'open',
      remark: '须立即执行',
      card: { number: expect.stringContaining('*') },
    });
    expect(closed.body).toMatchObject({ state: 'closed' });
    expect(late.body).toMatchObject({ type: 'urn:problem:task-transition-refused', status: 409 });
    expect(stillClosed.body.state).toBe('closed');
    expect(recurred.body).toMatchObject({ state: 'open', card: { number: card.number } });
  });

  it('an institution sees its own in full, officers everybody’s masked, and nobody else’s tasks can be touched', async () => {
    const [bank, other] = [await anInstitution(), await anInstitution()];
    const card = aCard({ state: 'suspended' });
    await register(bank, [card]);
    const taskId = String((await reconcile(bank, [card])).differences[0]?.taskId);

    const { body: ofOther } = await other.get('/v1/reconciliation-tasks').expect(200);
    const [own] = await tasksOf(bank, '?difference=suspended_without_ground&state=open');
    const { body: seen } = await auditor.get(`/v1/reconciliation-tasks/${taskId}`).expect(200);

    expect(ofOther).toEqual({ items: [], nextCursor: null });
    expect(own).toMatchObject({ id: taskId, card: { number: card.number } });
    expect(seen.card.number).toMatch(/^622\*+\d\d$/);
    await other.get(`/v1/reconciliation-tasks/${taskId}`).expect(404);
    await other.post(`/v1/reconciliation-tasks/${taskId}/answer`).send({ explanation: '无' }).expect(404);
    await submitter.post(`/v1/reconciliation-tasks/${taskId}/close`).send({ remark: '无' }).expect(403);
    const { body: counts } = await auditor.get('/v1/reconciliation-tasks/counts').expect(200);
    expect(counts.items).toContainEqual({
      institution: own?.['institution'],
      difference: 'suspended_without_ground',
      state: 'open',
      count: 1,
    });
    const ofBank = await tasksOf(auditor, `?institutionId=${String(seen.institution.id)}`);
    expect(ofBank.map(({ id }) => id)).toEqual([taskId]);
  });

  it('pages lead through all of them, once', async () => {
    const bank = await anInstitution();
    const cards = Array.from({ length: 230 }, () => aCard());
    await reconcile(bank, cards);

    const found: unknown[] = [];
    for (let query = ''; ;) {
      const { body } = await bank.get(`/v1/reconciliation-tasks${query}`).expect(200);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      query = `?cursor=${body.nextCursor}`;
    }

    expect(new Set(found).size).toBe(230);
    expect(found).toHaveLength(230);
    await bank.get('/v1/reconciliation-tasks?cursor=x').expect(400);
  });

  it('goes its way in the database, too', async () => {
    const bank = await anInstitution();
    const card = aCard({ state: 'suspended' });
    await register(bank, [card]);
    await reconcile(bank, [card]);
    await reconcile(bank, [{ ...card, state: 'active' }]);

    await expect(
      app.db.query(`UPDATE reconciliation_task SET state = 'open', resolved_at = NULL WHERE state = 'resolved'`),
    ).rejects.toThrow(/frozen/);
    await expect(app.db.query('DELETE FROM reconciliation_task')).rejects.toThrow(/append-only/);
    await expect(app.db.query(`UPDATE reconciliation SET lines = 0 WHERE state = 'done'`)).rejects.toThrow(/frozen/);
  });
});

describe('accounts that are not in order', () => {
  it('a line that cannot be read is answered in its place, and what comes after it is read', async () => {
    const bank = await anInstitution();
    const card = aCard({ state: 'suspended' });
    await register(bank, [card]);

    const { differences, problems, last } = await reconcile(bank, [
      '{"kind":',
      'null',
      JSON.stringify({ ...aCard(), state: 'sleeping' }),
      JSON.stringify({ ...aCard(), holder: { idType: 'resident_id', idNumber: '500117188009177152' } }),
      JSON.stringify(aCard({ kind: 'mobile_sim', number: '19900007002' })),
      JSON.stringify({ ...aCard(), owner: 'x' }),
      `{"kind":"${'x'.repeat(70_000)}"}`,
      card,
    ]);

    expect(problems.map(({ line, type, errors }) => [line, type, errors])).toMatchObject([
      [1, 'urn:problem:malformed-json', undefined],
      [2, 'urn:problem:validation-failed', expect.anything()],
      [3, 'urn:problem:validation-failed', [{ path: 'state' }]],
      [4, 'urn:problem:validation-failed', [{ path: 'holder.idNumber', code: 'INVALID_ID_CHECKSUM' }]],
      [5, 'urn:problem:card-kind-not-yours', undefined],
      [6, 'urn:problem:validation-failed', [{ path: 'owner' }]],
      [7, 'urn:problem:body-too-large', undefined],
    ]);
    expect(differences).toMatchObject([{ line: 8 }]);
    expect(last).toMatchObject({ summary: { lines: 8, cards: 1, bad: 7 }, complete: true });
    expect(JSON.stringify(problems)).not.toContain('500117188009177152');
  });

  it('a line that was not read may be about any card: what was not named is not resolved then', async () => {
    const bank = await anInstitution();
    const cards = [aCard({ state: 'suspended' }), aCard({ state: 'suspended' }), aCard()];
    await register(bank, cards);
    await reconcile(bank, cards);
    const [first, , third] = cards.map((card) => ({ ...card, state: 'active' }));

    const { last } = await reconcile(bank, [first ?? '', '{', third ?? '']);

    expect(last).toMatchObject({ summary: { resolved: 1, byDifference: { missing_card: 1 } } });
  });

  it('an empty full account is refused, unless it says that it is meant', async () => {
    const bank = await anInstitution();
    await register(bank, [aCard()]);

    const refused = await bank.post('/v1/reconciliations').set('content-type', NDJSON).send('');
    const blank = await bank.post('/v1/reconciliations').set('content-type', NDJSON).send('\n\n');
    const meant = await reconcile(bank, [], '?confirmEmpty=true');

    expect(refused.body).toMatchObject({ type: 'urn:problem:reconciliation-empty', status: 422 });
    expect(blank.body).toMatchObject({ type: 'urn:problem:reconciliation-empty', status: 422 });
    expect(meant).toMatchObject({ differences: [{ difference: 'missing_card' }], last: { complete: true } });
    await reconcile(bank, [], '?full=false').then(({ last }) => expect(last).toMatchObject({ complete: true }));
  });

  it('where more than half is missing nothing follows until the same client confirms it', async () => {
    const [bank, other] = [await anInstitution(), await anInstitution()];
    const cards = [aCard({ state: 'suspended' }), aCard({ state: 'suspended' }), aCard()];
    await register(bank, cards);
    await reconcile(bank, cards);

    const doubted = await reconcile(bank, cards.slice(2));
    const before = await tasksOf(bank, '?state=open');
    const confirm = (who: Caller) => who.post(`/v1/reconciliations/${idOf(doubted)}/confirm`);
    await confirm(other).expect(404);
    const confirmed = await confirm(bank).expect(200);
    const again = await confirm(bank);

    expect(doubted).toMatchObject({
      differences: [],
      last: { summary: { state: 'implausible', missing: 2 }, complete: false },
    });
    expect(before.map(({ difference }) => difference)).toEqual([
      'suspended_without_ground',
      'suspended_without_ground',
    ]);
    expect(confirmed.body).toMatchObject({ state: 'done', resolved: 2, byDifference: { missing_card: 2 } });
    expect(again.body).toMatchObject({ type: 'urn:problem:reconciliation-transition-refused', status: 409 });
    expect(await tasksOf(bank, '?state=open&difference=missing_card')).toHaveLength(2);
    expect(await app.db.query('SELECT FROM reconciliation_seen')).toEqual([]);
  });

  it('what was in doubt is given up when the next one begins', async () => {
    const bank = await anInstitution();
    const cards = [aCard(), aCard(), aCard()];
    await register(bank, cards);
    const doubted = await reconcile(bank, cards.slice(2));
    await reconcile(bank, cards);

    const late = await bank.post(`/v1/reconciliations/${idOf(doubted)}/confirm`);

    expect(late.body).toMatchObject({ type: 'urn:problem:reconciliation-transition-refused', status: 409 });
    expect(await tasksOf(bank)).toEqual([]);
  });

  it('only lines are an account, and only of clients with the scope', async () => {
    const bank = await anInstitution();

    await bank.post('/v1/reconciliations').send({ cards: [] }).expect(415);
    await submitter
      .post('/v1/reconciliations')
      .set('content-type', NDJSON)
      .send(textOf([aCard()]))
      .expect(403);
    await bank
      .post('/v1/reconciliations?full=perhaps')
      .set('content-type', NDJSON)
      .send(textOf([aCard()]))
      .expect(400);
  });
});

describe('one at a time', () => {
  it('a second one is told which one runs; the first goes on, shows its progress, and ends', async () => {
    const [bank, other] = [await anInstitution(), await anInstitution()];
    const [first, second] = [aCard(), aCard()];
    const { request, response } = openAccount(bank);
    request.write(textOf([first]));
    const answer = await response;
    const id = String(answer.headers.location).split('/').at(-1);

    const refused = await reconcile(bank, [second]);
    const elsewhere = await reconcile(other, [second]);
    const { body: progress } = await bank.get(`/v1/reconciliations/${id}`).expect(200);
    request.end(textOf([second]));
    let text = '';
    for await (const chunk of answer) text += String(chunk);

    expect(refused.status).toBe(409);
    expect(refused.last).toMatchObject({
      type: 'urn:problem:reconciliation-running',
      detail: expect.stringContaining(String(id)),
    });
    expect(elsewhere.last).toMatchObject({ complete: true });
    expect(progress).toMatchObject({ state: 'running', lines: 1, byDifference: { unknown_card: 1 } });
    expect(read(200, text)).toMatchObject({ differences: [{ line: 1 }, { line: 2 }], last: { complete: true } });
    await other.get(`/v1/reconciliations/${id}`).expect(404);
    await auditor.get(`/v1/reconciliations/${id}`).expect(200);
    const { body: page } = await bank.get('/v1/reconciliations').expect(200);
    expect(page.items).toMatchObject([{ id, state: 'done' }]);
  });

  it('of many that begin at once one is read', async () => {
    const bank = await anInstitution();
    const accounts = Array.from({ length: 6 }, () => openAccount(bank));
    for (const { request } of accounts) request.write(textOf([aCard()]));

    const answers = await Promise.all(accounts.map(({ response }) => response));

    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(5);
    for (const { request } of accounts) request.destroy();
  });

  it('who hangs up ends it: what was found stays, nothing is resolved, and the next may begin', async () => {
    const bank = await anInstitution();
    const [gone, found] = [aCard({ state: 'suspended' }), aCard({ state: 'suspended' })];
    await register(bank, [gone, found]);
    await reconcile(bank, [gone, { ...found, state: 'active' }]);
    const { request, response } = openAccount(bank);
    request.write(textOf([{ ...gone, state: 'active' }, found]));
    const id = String((await response).headers.location)
      .split('/')
      .at(-1);

    request.destroy();

    await until(async () => (await bank.get(`/v1/reconciliations/${id}`)).body.state === 'aborted');
    const open = await tasksOf(bank, '?state=open');
    expect(open.map(({ card }) => card)).toMatchObject([{ number: found.number }, { number: gone.number }]);
    expect((await reconcile(bank, [gone, found])).last).toMatchObject({ complete: true });
    expect(app.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it('one whose process died is taken over when it has not been heard of for long', async () => {
    const bank = await anInstitution();
    const { request, response } = openAccount(bank);
    request.write(textOf([aCard()]));
    const lost = String((await response).headers.location)
      .split('/')
      .at(-1);
    await app.db.query(
      `UPDATE reconciliation SET heard_of_at = clock_timestamp() - interval '31 seconds' WHERE id = $1`,
      [lost],
    );

    const next = await reconcile(bank, [aCard()]);
    // It was not dead after all: what it reads from now on counts for nothing.
    request.end(textOf([aCard()]));
    let text = '';
    for await (const chunk of await response) text += String(chunk);

    expect(next.last).toMatchObject({ complete: true });
    expect(read(200, text)).toMatchObject({
      problems: [{ type: 'urn:problem:reconciliation-ended' }],
      last: { summary: { state: 'aborted' }, complete: false },
    });
    expect(await tasksOf(bank)).toHaveLength(2);
  });

  it('one that is stuck can be cancelled', async () => {
    const bank = await anInstitution();
    const { request, response } = openAccount(bank);
    request.write(textOf([aCard()]));
    const id = String((await response).headers.location)
      .split('/')
      .at(-1);

    const cancelled = await bank.post(`/v1/reconciliations/${id}/cancel`).expect(200);
    const again = await bank.post(`/v1/reconciliations/${id}/cancel`);

    expect(cancelled.body).toMatchObject({ state: 'aborted' });
    expect(again.status).toBe(409);
    expect((await reconcile(bank, [aCard()])).last).toMatchObject({ complete: true });
    request.destroy();
  });

  it('when the same account is given again it finds the same', async () => {
    const bank = await anInstitution();
    const cards = Array.from({ length: 2_500 }, (_, at) => aCard({ state: at % 2 === 0 ? 'active' : 'suspended' }));
    const known = cards.slice(0, 900);
    await register(bank, known);

    const first = await reconcile(bank, cards);
    const second = await reconcile(bank, cards);

    expect(first.last).toMatchObject({
      summary: { lines: 2_500, byDifference: { suspended_without_ground: 450, unknown_card: 1_600 } },
    });
    expect(second.differences).toEqual(first.differences);
  });
});

function idOf({ last: { summary } }: Account): string {
  if (typeof summary === 'object' && summary !== null && 'id' in summary) return String(summary.id);
  throw new Error('The answer has no summary');
}

/** What an officer orders on single cards, as the door for it writes it down. */
async function order(cards: readonly Card[], action: string): Promise<void> {
  for (const { number } of cards) {
    await app.db.query(
      `INSERT INTO directive (id, seq, cause, action, measure, party, institution_id, card_id, unit_id, obligation, reason, revision, issued_at)
       SELECT gen_random_uuid(), (SELECT coalesce(max(seq), 0) + 1 FROM directive), 'card_order', $2, 'order.' || $2, 'bank',
         institution_id, id, gen_random_uuid(), gen_random_uuid(), 'test', (SELECT max(number) FROM revision), now()
       FROM card WHERE number_hash = $1`,
      [app.app.get(Pii).hash('card', number), action],
    );
  }
}
