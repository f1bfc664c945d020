import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Revisions } from '../src/platform/revisions.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation } from './support/designations.js';

let app: TestApp;
let bank: Caller;
let officer: Caller;
let approver: Caller;

beforeAll(async () => {
  app = await aTestApp({ environment: { DUANKA_RATE_LIMIT: '1000000' } });
  [bank, officer, approver] = await Promise.all([
    asClient(app, 'demo-bank-a'),
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'city-approver'),
  ]);
});

/** Puts designations through the four eyes. @returns the revision from which decisions know them */
async function approve(entries: DesignationDto[]): Promise<number> {
  const drafted = await officer.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  expect(drafted.body.counts).toMatchObject({ rejected: 0 });
  await officer.post(`/v1/sanction-lists/${drafted.body.id}/submit`).expect(200);
  const approved = await approver.post(`/v1/sanction-lists/${drafted.body.id}/approve`).send({ remark: '核对无误' });
  return Number(approved.body.revision);
}

/** The instant a revision was taken, and the one just before it. */
async function takenAt(revision: number): Promise<{ after: string; before: string }> {
  const [row]: { taken_at: Date }[] = await app.db.query('SELECT taken_at FROM revision WHERE number = $1', [revision]);
  if (row === undefined) throw new Error('There is no such revision');
  return { after: row.taken_at.toISOString(), before: new Date(row.taken_at.getTime() - 1).toISOString() };
}

/** Changes the books in a transaction of its own. @returns its revision */
async function change(
  write: (tx: EntityManager, sanctions: SanctionsService, revision: number) => Promise<void>,
): Promise<number> {
  const revisions = app.app.get(Revisions);
  const changed = await app.db.transaction(async (tx) => {
    const revision = await revisions.next(tx, 'test');
    await write(tx, app.app.get(SanctionsService), revision);
    return revision;
  });
  await revisions.announce(changed);
  return changed;
}

async function sanctionOf(revision: number): Promise<string> {
  const [row]: { id: string }[] = await app.db.query('SELECT id FROM sanction WHERE revision_from = $1', [revision]);
  return row?.id ?? '';
}

function aTransfer({ subject: { idType, idNumber } }: DesignationDto, more: object = {}): object {
  return {
    action: 'bank_account.outflow',
    subject: { idType, idNumber },
    channel: 'online',
    purpose: 'transfer',
    asOf: '2025-01-05T10:00:00+08:00',
    ...more,
  };
}

function ask(caller: Caller, body: object): ReturnType<Caller['post']> {
  return caller.post('/v1/decisions').send(body);
}

describe('what was known at an instant', () => {
  it('nobody could know of a sanction before its approval, whatever day it begins on', async () => {
    const designation = aDesignation();
    const revision = await approve([designation]);
    const { after: then, before } = await takenAt(revision);

    const [known, unknown] = [
      await ask(officer, aTransfer(designation, { knownAt: then })),
      await ask(officer, aTransfer(designation, { knownAt: before })),
    ];

    expect(known.body).toMatchObject({ outcome: 'DENY', revision, lastDay: '2026-12-10' });
    expect(unknown.body).toMatchObject({ outcome: 'ALLOW', revision: revision - 1, reasons: [] });
  });

  it('before anything was known, nobody was sanctioned', async () => {
    const designation = aDesignation();
    await approve([designation]);

    const answer = await ask(officer, aTransfer(designation, { knownAt: '2018-01-01T00:00:00+08:00' }));

    expect(answer.body).toMatchObject({
      outcome: 'ALLOW',
      revision: 0,
      asOf: '2025-01-05T10:00:00.000+08:00',
      knownAt: '2018-01-01T00:00:00.000+08:00',
    });
  });

  it('an annulled sanction never was; yet what was answered before the annulment can still be explained', async () => {
    const designation = aDesignation();
    const listed = await approve([designation]);
    const sanctionId = await sanctionOf(listed);
    const annulled = await change((tx, sanctions, revision) =>
      sanctions.annul(tx, app.app.get(RulebookStore), { sanctionId, revision }),
    );

    const now = await ask(bank, aTransfer(designation));
    const then = await ask(officer, aTransfer(designation, { knownAt: (await takenAt(annulled)).before }));

    expect(now.body).toMatchObject({ outcome: 'ALLOW', reasons: [] });
    expect(then.body).toMatchObject({ outcome: 'DENY', lastDay: '2026-12-10', revision: annulled - 1 });
  });

  it('a lifted sanction restricts until the instant of its lifting, and before that was known, on every day of its term', async () => {
    const designation = aDesignation();
    const sanctionId = await sanctionOf(await approve([designation]));
    const at = new Date('2025-03-01T09:00:00+08:00');
    const lifted = await change((tx, sanctions, revision) =>
      sanctions.lift(tx, app.app.get(RulebookStore), { sanctionId, at, revision }),
    );
    const after = { asOf: '2025-03-01T09:00:00+08:00' };

    const [last, free, then] = [
      await ask(bank, aTransfer(designation, { asOf: '2025-03-01T08:59:59+08:00' })),
      await ask(bank, aTransfer(designation, after)),
      await ask(officer, aTransfer(designation, { ...after, knownAt: (await takenAt(lifted)).before })),
    ];

    expect([last, free, then].map(({ body }) => body.outcome)).toEqual(['DENY', 'ALLOW', 'DENY']);
  });

  it('a card is implicated from the revision of its lead on, not from the day of its case', async () => {
    const card = { kind: 'bank_account', number: '6230000000001880011' } as const;
    const designation = aDesignation();
    const implicatedCards = [{ ...card, caseNo: 'A500000202501' }];
    const revision = await approve([aDesignation({ implicatedCards })]);
    const { after: then, before } = await takenAt(revision);
    const body = aTransfer(designation, { card });

    const [known, unknown] = [
      await ask(officer, { ...body, knownAt: then }),
      await ask(officer, { ...body, knownAt: before }),
    ];

    expect(known.body.outcome).not.toBe('ALLOW');
    expect(unknown.body).toMatchObject({ outcome: 'ALLOW' });
  });

  it('asked again later, what was known then gives the reasons that were given then', async () => {
    const designation = aDesignation();
    await approve([designation]);
    const first = await ask(bank, aTransfer(designation)).expect(200);
    const stored = await officer.get(`/v1/decisions/${first.body.decisionId}`).expect(200);
    const sanctionId = await sanctionOf(first.body.revision);
    await change((tx, sanctions, revision) =>
      sanctions.annul(tx, app.app.get(RulebookStore), { sanctionId, revision }),
    );

    const again = await ask(officer, aTransfer(designation, { knownAt: stored.body.decidedAt }));

    const { decisionId: _, ...answer } = first.body;
    expect(again.body).toEqual({ ...answer, decisionId: again.body.decisionId, knownAt: stored.body.decidedAt });
  });

  it('the record of such a decision says what was to be known, and its replay gives the same bytes', async () => {
    const designation = aDesignation();
    const { before } = await takenAt(await approve([designation]));
    const asked = await ask(officer, aTransfer(designation, { knownAt: before })).expect(200);

    const stored = await officer.get(`/v1/decisions/${asked.body.decisionId}`).expect(200);
    const replay = await officer.post(`/v1/decisions/${asked.body.decisionId}/replay`).expect(200);

    const { knownAt, revision } = asked.body;
    expect(stored.body).toMatchObject({ knownAt, revision, question: { knownAt } });
    expect(replay.body).toMatchObject({ same: true, knownAt, revision });
  });
});

describe('who may look back', () => {
  const knownAt = '2025-01-05T10:00:00+08:00';

  it('an institution acts on what is known now: it is refused', async () => {
    const answer = await ask(bank, aTransfer(aDesignation(), { knownAt }));

    expect(answer.body).toMatchObject({ type: 'urn:problem:known-at-for-officers', status: 403 });
  });

  it('nobody knows what will be known', async () => {
    const answer = await ask(officer, aTransfer(aDesignation(), { knownAt: '9999-01-01T00:00:00Z' }));

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed', errors: [{ path: 'knownAt' }] });
  });

  it('an instant without offset is no instant', async () => {
    const answer = await ask(officer, aTransfer(aDesignation(), { knownAt: '2025-01-05T10:00:00' }));

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed', status: 400 });
  });

  it('a batch is answered by what is known now: such a line is refused in its place', async () => {
    const lines = [aTransfer(aDesignation(), { knownAt }), aTransfer(aDesignation())];

    const answer = await officer.post('/v1/decisions/batch').send(lines).expect(200);

    expect(answer.body).toMatchObject([{ type: 'urn:problem:known-at-in-batch', status: 422 }, { outcome: 'ALLOW' }]);
  });
});

describe('days of the past', () => {
  const days = [
    { regime: 'cn-fin-2016', listed: '2017-06-01', asked: '2017-06-15', outcome: 'DENY', lastDay: '2022-06-01' },
    { regime: 'cn-fin-2019', listed: '2019-04-10', asked: '2019-04-11', outcome: 'DENY', lastDay: '2024-04-10' },
    { regime: 'cn-fin-2019', listed: '2021-03-01', asked: '2021-12-31', outcome: 'DENY', lastDay: '2026-03-01' },
    { regime: 'cn-fin-2019', listed: '2019-04-10', asked: '2024-04-11', outcome: 'ALLOW', lastDay: undefined },
    { regime: 'cn-joint-2024', listed: '2024-12-02', asked: '2024-12-31', outcome: 'DENY', lastDay: '2026-12-02' },
  ];

  it.each(days)(
    'a transfer on $asked is judged by the law of that day: listed on $listed under $regime, $outcome',
    async ({ regime, listed, asked, outcome, lastDay }) => {
      const designation = aDesignation({ regime, identifiedOn: listed, noticeServedOn: listed });
      await approve([designation]);

      const answer = await ask(bank, aTransfer(designation, { asOf: `${asked}T10:00:00+08:00` }));

      expect(answer.body).toMatchObject({ outcome, ...(lastDay === undefined ? {} : { lastDay }) });
      for (const { rule } of answer.body.reasons) expect(rule).toContain(regime);
    },
  );

  it('before the first day of the rules nobody can say', async () => {
    const answer = await ask(bank, aTransfer(aDesignation(), { asOf: '2016-12-31T23:59:59+08:00' }));

    expect(answer.body).toMatchObject({ type: 'urn:problem:day-before-rulebook', status: 422 });
  });
});
