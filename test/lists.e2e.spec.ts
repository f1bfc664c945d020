import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { allEntries, revealed } from './support/lists.js';

interface Expected {
  rows: number;
  accepted: number;
  rejected: Record<string, number>;
  normalised: Record<string, number>;
}

const expected: Record<string, Expected> = JSON.parse(readFileSync('demo/expected.json', 'utf8'));

let test: TestApp;
let submitter: Caller;
let approver: Caller;
let provinceApprover: Caller;

beforeAll(async () => {
  test = await aTestApp();
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'city-approver');
  provinceApprover = await asOfficer(test, 'province-approver');
});

async function aDraft(entries = [aDesignation()]): Promise<{ id: string; contentHash: string; requiredLevel: string }> {
  const answer = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries });
  expect(answer.body).toMatchObject({ state: 'draft' });
  return answer.body;
}

async function aSubmittedList(
  entries = [aDesignation()],
): Promise<{ id: string; contentHash: string; requiredLevel: string }> {
  const draft = await aDraft(entries);
  await submitter.post(`/v1/sanction-lists/${draft.id}/submit`).expect(200);
  return draft;
}

function approve(caller: Caller, id: string, more: object = {}) {
  return caller.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对无误', ...more });
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

describe('officer files as offices write them', () => {
  it.each(['telecom-2021-batch-1.csv', 'telecom-2021-batch-2.csv', 'financial-2021.csv', 'joint-2025.csv'])(
    '%s gives exactly the expected verdicts, codes and notes',
    async (file) => {
      const answer = await submitter.post('/v1/sanction-lists/import').attach('file', `demo/${file}`);

      expect(answer.status).toBe(201);
      const entries = await allEntries(submitter, answer.body.id);
      expect(answer.body.counts).toEqual({
        total: expected[file]?.rows,
        accepted: expected[file]?.accepted,
        rejected: (expected[file]?.rows ?? 0) - (expected[file]?.accepted ?? 0),
      });
      expect(tally(entries.flatMap((entry) => entry.code ?? []))).toEqual(expected[file]?.rejected);
      expect(tally(entries.flatMap((entry) => entry.notes))).toEqual(expected[file]?.normalised);
    },
  );

  it('a lead sheet becomes a draft of the card blacklist', async () => {
    const answer = await submitter.post('/v1/sanction-lists/import').attach('file', 'demo/card-leads-issue-07.xlsx');

    expect(answer.body).toMatchObject({ purpose: 'card_blacklist', template: 'card-leads' });
    expect(answer.body.counts.total).toBe(expected['card-leads-issue-07.xlsx']?.rows);
  });

  it.each(['card-registry.csv', 'rural-bank-table-202101.xlsx'])(
    '%s is no sanction list, and is not taken for one',
    async (file) => {
      const answer = await submitter.post('/v1/sanction-lists/import').attach('file', `demo/${file}`);

      expect(answer.body).toMatchObject({ type: 'urn:problem:template-not-a-list', status: 422 });
    },
  );

  it('the door of the card blacklist takes lead sheets only', async () => {
    const leads = await submitter.post('/v1/card-blacklist/import').attach('file', 'demo/card-leads-issue-07.xlsx');
    const list = await submitter.post('/v1/card-blacklist/import').attach('file', 'demo/joint-2025.csv');

    expect(leads.body).toMatchObject({ purpose: 'card_blacklist', state: 'draft' });
    expect(list.body).toMatchObject({ type: 'urn:problem:template-not-leads', status: 422 });
  });

  it('a card on an approved lead sheet is implicated from then on', async () => {
    const { body: draft } = await submitter
      .post('/v1/card-blacklist/import')
      .attach('file', 'demo/card-leads-issue-07.xlsx');
    const [accepted] = await allEntries(submitter, draft.id, { verdict: 'accepted' });
    const lead = await revealed(submitter, draft.id, accepted?.row ?? 0);
    const card = { kind: 'mobile_sim', number: lead.entry?.['number'] };
    const before = await submitter.post('/v1/card-blacklist/check').send(card);
    await submitter.post(`/v1/sanction-lists/${draft.id}/submit`).expect(200);
    await approve(approver, draft.id).expect(200);

    const after = await submitter.post('/v1/card-blacklist/check').send(card);

    expect(before.body).toMatchObject({ status: 'clear', code: '0' });
    expect(after.body).toMatchObject({ status: 'implicated', code: '1', caseNo: lead.entry?.['caseNo'] });
  });

  it('nothing of a refused row is lost: the file comes back byte for byte, the row with its cells and the reason', async () => {
    const { body: list } = await submitter
      .post('/v1/sanction-lists/import')
      .attach('file', 'demo/telecom-2021-batch-2.csv');

    const original = await submitter.get(`/v1/sanction-lists/${list.id}/file`).responseType('blob');
    const refused = await submitter.get(`/v1/sanction-lists/${list.id}/refused`).responseType('blob');
    const [first] = await allEntries(submitter, list.id, { verdict: 'rejected' });

    expect(original.body.equals(readFileSync('demo/telecom-2021-batch-2.csv'))).toBe(true);
    expect(first?.raw).toMatchObject({ 证件类型: '居民身份证', 认定单位: '某区公安分局' });
    const lines = refused.body.toString('utf8').trim().split('\n');
    expect(lines).toHaveLength(1 + 10);
    expect(lines[0]).toContain('认定书文号');
    expect(lines[0]).toContain('原因');
  });

  it('a file that breaks off leaves no list behind', async () => {
    const before = await test.db.query('SELECT count(*)::int AS n FROM sanction_list');
    const whole = readFileSync('demo/card-leads-issue-07.xlsx');

    const answer = await submitter
      .post('/v1/sanction-lists/import')
      .attach('file', whole.subarray(0, whole.length / 2), 'leads.xlsx');

    expect(answer.body).toMatchObject({ type: 'urn:problem:file-damaged' });
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction_list')).toEqual(before);
  });

  it('60 MB are refused with the limit named', async () => {
    const answer = await submitter
      .post('/v1/sanction-lists/import')
      .attach('file', Buffer.alloc(60 * 1024 * 1024, '1,2\n'), 'big.csv');

    expect(answer.body).toMatchObject({ type: 'urn:problem:file-too-large', status: 413 });
    expect(answer.body.detail).toContain('50');
  });
});

describe('verdicts on entries', () => {
  it('come also where more lists are sent at once than there are connections to the database', async () => {
    const send = () => submitter.post('/v1/sanction-lists').send({ title: '试批', entries: [aDesignation()] });

    const answers = await Promise.all(Array.from({ length: 24 }, send));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  }, 60_000);

  it.each([
    {
      why: 'an organ below the districted city',
      change: { identifyingOrgan: { code: '340111', level: 'county', name: '某县公安局' } },
      code: 'ORGAN_LEVEL',
    },
    {
      why: 'two cards, once, to one recipient, without province approval',
      change: { items: 2 },
      code: 'NEEDS_PROVINCE',
    },
    {
      why: 'an ordinary theft',
      change: { ground: 'conviction', conviction: { offence: '盗窃罪', punished: true } },
      code: 'OFFENCE_NOT_COVERED',
    },
    { why: 'a day before the Measures', change: { identifiedOn: '2024-11-30' }, code: 'REGIME_NOT_IN_FORCE' },
    { why: 'a day to come', change: { identifiedOn: '2199-01-01' }, code: 'DATE_IN_FUTURE' },
    { why: 'a day that does not exist', change: { identifiedOn: '2025-02-29' }, code: 'INVALID_FIELD' },
    { why: 'five years where the Measures give two', change: { termYears: 5 }, code: 'TERM_EXCEEDS_MAXIMUM' },
  ] as const)('$why is refused as $code', async ({ change, code }) => {
    const list = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '试', entries: [aDesignation(change), aDesignation()] });

    const [entry] = await allEntries(submitter, list.body.id);

    expect(list.body.counts).toEqual({ total: 2, accepted: 1, rejected: 1 });
    expect(entry).toMatchObject({ verdict: 'rejected', code });
  });

  it('the same person twice in a list is one designation, also with fifteen digits', async () => {
    const idNumber = '110105189001010019';
    const person = { kind: 'person', idType: 'resident_id', name: '钱试' } as const;
    const entries = [aDesignation({ subject: { ...person, idNumber: aResidentId('110105') } })];
    const first = entries[0]?.subject.idNumber ?? idNumber;

    const list = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '重', entries: [...entries, aDesignation({ subject: { ...person, idNumber: ` ${first} ` } })] });

    const refused = await allEntries(submitter, list.body.id, { verdict: 'rejected' });
    expect(refused).toMatchObject([{ row: 2, code: 'DUPLICATE_IN_LIST', notes: ['WHITESPACE'] }]);
  });

  it('a recorded name that differs is noted for the approver', async () => {
    const idNumber = aResidentId();
    const subject = { kind: 'person', idType: 'resident_id', idNumber, name: '孙试' } as const;
    const { id } = await aSubmittedList([aDesignation({ subject })]);
    await approve(approver, id).expect(200);

    const list = await submitter
      .post('/v1/sanction-lists')
      .send({ title: '异', entries: [aDesignation({ subject: { ...subject, name: '孙式' } })] });

    const [entry] = await allEntries(submitter, list.body.id);
    expect(entry?.notes).toContain('NAME_DIFFERS');
  });
});

describe('four eyes', () => {
  it('an approved list gives a revision, and from it on the bank is told', async () => {
    const designation = aDesignation();
    const { id, contentHash } = await aSubmittedList([designation]);

    const approval = await approve(approver, id, { contentHash });

    expect(approval.body).toMatchObject({ id, state: 'approved', revision: expect.any(Number) });
    const bank = await asClient(test, 'demo-bank-a');
    const decision = await bank
      .post('/v1/decisions')
      .set('duanka-min-revision', String(approval.body.revision))
      .send({
        action: 'bank_account.outflow',
        channel: 'online',
        subject: { idType: 'resident_id', idNumber: designation.subject.idNumber },
        asOf: '2025-01-05T10:00:00+08:00',
      });
    expect(decision.body).toMatchObject({ outcome: 'DENY', lastDay: '2026-12-10', weakestConfidence: 'official' });
    expect(decision.body.revision).toBeGreaterThanOrEqual(approval.body.revision);
  });

  it('the author of a list cannot approve it, even holding both roles', async () => {
    await test.db.query(`UPDATE officer SET roles = '{submitter,approver}' WHERE username = 'province-submitter'`);
    const both = await asOfficer(test, 'province-submitter');
    const { body: list } = await both.post('/v1/sanction-lists').send({ title: '自', entries: [aDesignation()] });
    await both.post(`/v1/sanction-lists/${list.id}/submit`).expect(200);

    const answer = await approve(both, list.id);

    expect(answer.body).toMatchObject({ type: 'urn:problem:approver-is-author', status: 403 });
  });

  it('rows below the thresholds take a province-level approver', async () => {
    const list = await aSubmittedList([
      aDesignation({ items: 1, provinceApprovalNo: '皖公审〔2025〕001号' }),
      aDesignation(),
    ]);

    const byCity = await approve(approver, list.id);
    const byProvince = await approve(provinceApprover, list.id);

    expect(list.requiredLevel).toBe('province');
    expect(byCity.body).toMatchObject({ type: 'urn:problem:approver-level-insufficient', status: 403 });
    expect(byProvince.body).toMatchObject({ state: 'approved' });
  });

  it('two approvals in the same second give one, one revision and one set of sanctions', async () => {
    const { id } = await aSubmittedList([aDesignation(), aDesignation()]);

    const answers = await Promise.all([approve(approver, id), approve(provinceApprover, id), approve(approver, id)]);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction WHERE list_id = $1', [id])).toEqual([{ n: 2 }]);
  });

  it('what is approved is what was signed: another content hash is refused', async () => {
    const { id } = await aSubmittedList();

    const answer = await approve(approver, id, { contentHash: 'ab'.repeat(32) });

    expect(answer.body).toMatchObject({ type: 'urn:problem:content-changed', status: 409 });
  });

  it('a row changed behind the back of the service stops the approval', async () => {
    const { id } = await aSubmittedList([aDesignation(), aDesignation()]);
    await test.db.query('ALTER TABLE list_entry DISABLE TRIGGER list_entry_guard');
    await test.db.query(`UPDATE list_entry SET notes = '{MINOR}' WHERE list_id = $1 AND row = 1`, [id]);
    await test.db.query('ALTER TABLE list_entry ENABLE TRIGGER list_entry_guard');

    const answer = await approve(approver, id);

    expect(answer.body).toMatchObject({ type: 'urn:problem:content-changed', status: 409 });
    expect(await test.db.query('SELECT count(*)::int AS n FROM sanction WHERE list_id = $1', [id])).toEqual([{ n: 0 }]);
  });

  it('a draft is not approved, an approved list is not withdrawn, a withdrawn one not submitted', async () => {
    const draft = await aDraft();
    expect((await approve(approver, draft.id)).body).toMatchObject({
      type: 'urn:problem:list-transition-refused',
      status: 409,
    });
    await submitter.post(`/v1/sanction-lists/${draft.id}/withdraw`).send({ remark: '有误' }).expect(200);
    await submitter.post(`/v1/sanction-lists/${draft.id}/submit`).expect(409);

    const approved = await aSubmittedList();
    await approve(approver, approved.id).expect(200);
    await submitter.post(`/v1/sanction-lists/${approved.id}/withdraw`).send({ remark: '迟' }).expect(409);
  });

  it('a rejected list keeps its rows and its remark', async () => {
    const { id } = await aSubmittedList();

    await approver.post(`/v1/sanction-lists/${id}/reject`).send({ remark: '材料不全' }).expect(200);

    const { body } = await submitter.get(`/v1/sanction-lists/${id}`);
    expect(body).toMatchObject({ state: 'rejected', remark: '材料不全', revision: null });
    expect(await allEntries(submitter, id)).toHaveLength(1);
  });

  it('a list without an accepted row is not submitted', async () => {
    const { id } = await aDraft([aDesignation({ items: 1 })]);

    const answer = await submitter.post(`/v1/sanction-lists/${id}/submit`);

    expect(answer.body).toMatchObject({ type: 'urn:problem:list-has-no-accepted-row', status: 409 });
  });

  it('a bank cannot see a list, an auditor cannot submit one', async () => {
    const { id } = await aDraft();
    const bank = await asClient(test, 'demo-bank-a');
    const auditor = await asOfficer(test, 'auditor');

    expect((await bank.get(`/v1/sanction-lists/${id}`)).status).toBe(403);
    expect((await auditor.post(`/v1/sanction-lists/${id}/submit`)).status).toBe(403);
  });
});

describe('invariant 1 holds against raw SQL', () => {
  // The author could approve by role and level: only the four eyes stand in the way.
  beforeAll(async () => {
    await test.db.query(`UPDATE officer SET roles = '{submitter,approver}' WHERE username = 'city-submitter'`);
  });

  const statements = [
    {
      what: 'an approval by the author',
      refusal: 'four_eyes',
      statement: `UPDATE sanction_list SET state = 'approved', decided_by = author_id, revision = 1 WHERE id = $1`,
    },
    {
      what: 'an approval by nobody',
      refusal: 'approver',
      statement: `UPDATE sanction_list SET state = 'approved', revision = 1 WHERE id = $1`,
    },
    {
      what: 'an approval by an officer of a county',
      refusal: 'sufficient level',
      statement: `UPDATE sanction_list SET state = 'approved', revision = 1,
      decided_by = (SELECT id FROM officer WHERE username = 'county-submitter') WHERE id = $1`,
    },
    {
      what: 'an approval by somebody who is no approver',
      refusal: 'sufficient level',
      statement: `UPDATE sanction_list SET state = 'approved', revision = 1,
      decided_by = (SELECT id FROM officer WHERE username = 'auditor') WHERE id = $1`,
    },
    {
      what: 'a lower required level after submission',
      refusal: 'frozen',
      statement: `UPDATE sanction_list SET required_level = 'city', accepted = accepted + 1, total = total + 1 WHERE id = $1`,
    },
    {
      what: 'a new author',
      refusal: 'author of a list never changes',
      statement: `UPDATE sanction_list SET author_id = (SELECT id FROM officer WHERE username = 'auditor') WHERE id = $1`,
    },
    {
      what: 'a step backwards',
      refusal: 'does not go from submitted to draft',
      statement: `UPDATE sanction_list SET state = 'draft' WHERE id = $1`,
    },
    {
      what: 'a row that loses its digest',
      refusal: 'frozen',
      statement: `UPDATE list_entry SET digest = NULL WHERE list_id = $1`,
    },
    {
      what: 'a row taken out',
      refusal: 'frozen',
      statement: `DELETE FROM list_entry WHERE list_id = $1`,
    },
    {
      what: 'a sanction of a list that is not approved',
      refusal: 'approved list',
      statement: `INSERT INTO sanction SELECT gen_random_uuid(), (SELECT id FROM subject LIMIT 1), $1, 1,
      'cn-joint-2024', 'category-2', 'rent', '2024-12-10', '2024-12-10', '{}', 'sha256:x', '340100', 'city', 'x', NULL, NULL, false, 1`,
    },
  ];

  it.each(statements)('$what is refused by the database itself', async ({ statement, refusal }) => {
    const { id } = await aSubmittedList();

    await expect(test.db.query(statement, [id])).rejects.toThrow(refusal);
  });

  it('a sanction is never changed and never deleted', async () => {
    const { id } = await aSubmittedList();
    await approve(approver, id).expect(200);

    await expect(test.db.query(`UPDATE sanction SET category = 'category-1' WHERE list_id = $1`, [id])).rejects.toThrow(
      'append-only',
    );
    await expect(test.db.query('DELETE FROM sanction WHERE list_id = $1', [id])).rejects.toThrow('append-only');
  });
});

describe('chains', () => {
  async function sanctioned(idNumber: string, identifiedOn: string): Promise<void> {
    const subject = { kind: 'person', idType: 'resident_id', idNumber, name: '李试' } as const;
    const { id } = await aSubmittedList([aDesignation({ subject, identifiedOn, noticeServedOn: identifiedOn })]);
    await approve(approver, id).expect(200);
  }

  it('three designations within running terms are cut to five years, whatever the order of arrival', async () => {
    const idNumber = aResidentId();
    for (const day of ['2025-06-01', '2024-12-10', '2026-06-01']) await sanctioned(idNumber, day);

    const found = await submitter
      .post('/v1/subjects/search')
      .send({ identifier: { idType: 'resident_id', idNumber }, purpose: '核对' });
    const timeline = await submitter.get(`/v1/subjects/${found.body.items[0].id}/timeline`);

    expect(timeline.body.chains).toMatchObject([
      { regime: 'cn-joint-2024', startsOn: '2024-12-10', lastDay: '2029-12-10' },
    ]);
    const last = timeline.body.sanctions.at(-1);
    expect(last.measures).toContainEqual(
      expect.objectContaining({ measure: 'telecom.open', lastDay: '2029-12-10', isCapped: true }),
    );
    expect(
      timeline.body.sanctions.flatMap((sanction: { superseded: unknown[] }) => sanction.superseded).length,
    ).toBeGreaterThan(0);
  });
});
