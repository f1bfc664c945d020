import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { maskedCells, maskedContent } from '../src/lists/masked-row.js';
import { encodeCursor } from '../src/platform/cursor.js';
import { asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { allEntries, revealed } from './support/lists.js';

let test: TestApp;
let submitter: Caller;
let approver: Caller;

beforeAll(async () => {
  test = await aTestApp({ environment: { DUANKA_LOGIN_RATE_LIMIT: '100000' } });
  submitter = await asOfficer(test, 'city-submitter');
  approver = await asOfficer(test, 'city-approver');
});

const COLUMNS = ['序号', '姓名', '证件号码', '涉案号码', '认定单位', '认定书文号', '认定日期', '备注'];

type Row = Record<string, string>;

function aRow(change: Row = {}): Row {
  return {
    序号: '1',
    姓名: '钱试',
    证件号码: aResidentId(),
    涉案号码: '19900495888',
    认定单位: '重庆市公安局',
    认定书文号: '渝公认字1号',
    认定日期: '2021-08-01',
    备注: '',
    ...change,
  };
}

function sheetOf(rows: readonly Row[]): Buffer {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))];
  return Buffer.from(lines.map((cells) => `${cells.join(',')}\n`).join(''));
}

interface Draft {
  id: string;
  contentHash: string;
  requiredLevel: string;
  counts: Record<string, number>;
}

async function aDraftOf(rows: readonly Row[]): Promise<Draft> {
  const { body } = await submitter.post('/v1/sanction-lists/import').attach('file', sheetOf(rows), 'list.csv');
  expect(body).toMatchObject({ state: 'draft' });
  return body;
}

async function aJsonDraft(entries: readonly DesignationDto[]): Promise<Draft> {
  const { body } = await submitter.post('/v1/sanction-lists').send({ title: '试批', entries }).expect(201);
  return body;
}

function entry(id: string, row: number | string): string {
  return `/v1/sanction-lists/${id}/entries/${row}`;
}

function correct(caller: Caller, id: string, row: number | string, raw: object) {
  return caller.patch(entry(id, row)).send({ raw });
}

function exclude(caller: Caller, id: string, row: number) {
  return caller.post(`${entry(id, row)}/exclude`).send({ remark: '材料待补' });
}

function include(caller: Caller, id: string, row: number) {
  return caller.post(`${entry(id, row)}/include`);
}

async function verdicts(id: string): Promise<string[]> {
  return (await allEntries(submitter, id)).map(({ verdict, code }) => code ?? verdict);
}

async function shown(id: string): Promise<Partial<Draft>> {
  const { body } = await submitter.get(`/v1/sanction-lists/${id}`).expect(200);
  const { counts, contentHash, requiredLevel } = body;
  return { counts, contentHash, requiredLevel };
}

describe('rows of a list', () => {
  it('are shown without any name or number, whatever column it stands in', async () => {
    const idNumber = aResidentId();
    const rows = [
      aRow({ 姓名: '尤静国', 证件号码: idNumber, 备注: '尤静国,电话 199 0049 5888' }),
      aRow({ 姓名: '尤静国', 证件号码: `${idNumber.slice(0, 17)}?`, 认定书文号: idNumber }),
    ];
    const { id } = await aDraftOf(rows);

    const answer = await submitter.get(`/v1/sanction-lists/${id}/entries`).expect(200);

    for (const secret of ['尤静国', '静国', idNumber, idNumber.slice(0, 17), '19900495888', '0049 5888']) {
      expect(answer.text).not.toContain(secret);
    }
    expect(answer.body.items[0]).toMatchObject({
      entry: { subject: { name: '尤**', idNumber: expect.stringMatching(/^\d{3}\*{13}[\dX]{2}$/) } },
      raw: { 姓名: '尤**', 认定日期: '2021-08-01', 备注: expect.stringContaining('尤**') },
      isCorrected: false,
    });
  });

  it.each([
    { column: '证件号码', cell: '姜建军500105188808102986', shown: '姜**500*************86' },
    { column: '证件号码', cell: '500105188808102986 姜建军', shown: '500*************86 姜**' },
    { column: '证件号码', cell: 'Jiang 500105188808102986', shown: 'J**** 500*************86' },
    { column: '姓名', cell: '姜建军 E12345678', shown: '姜** E12****78' },
    { column: '认定单位', cell: '199 0049 5888', shown: '199********88' },
    { column: '认定单位', cell: 'E12345678', shown: 'E12****78' },
    { column: '认定单位', cell: '6232-3000 0001–9684', shown: '623**************84' },
    { column: '认定书文号', cell: '5001051', shown: '500**51' },
    { column: '认定日期', cell: '2021-08-01', shown: '2021-08-01' },
    { column: '认定日期', cell: '20210801', shown: '20210801' },
    { column: '序号', cell: '12345', shown: '12345' },
  ])('that slipped are masked: $cell under $column', ({ column, cell, shown }) => {
    expect(maskedCells({ 备注: '', [column]: cell }, 'rejected')).toMatchObject({ [column]: shown });
  });

  it.each([
    { text: '机主 199-0049-5888', shown: '机主 199********88' },
    { text: '+8619900495888', shown: '+861********88' },
    { text: '6232 3000 0001 9684', shown: '623**************84' },
    { text: '护照E12345678', shown: '护照E12****78' },
    { text: 'A340100202412', shown: 'A340100202412' },
    { text: '2021-08-01 2021-09-01', shown: '2021-08-01 2021-09-01' },
    { text: '渝公认字〔2021〕00001号', shown: '渝公认字〔2021〕00001号' },
  ])('that stand are masked where a number tells who it is of: $text', ({ text, shown }) => {
    expect(maskedCells({ 认定书文号: text }, 'accepted')).toEqual({ 认定书文号: shown });
    expect(maskedContent({ documentNo: text })).toEqual({ documentNo: shown });
  });

  it('of a JSON list are masked the same way', async () => {
    const number = '6232300000019684190';
    const designation = aDesignation({ implicatedCards: [{ kind: 'bank_account', number, caseNo: 'A1' }] });
    const { id } = await aJsonDraft([designation]);

    const answer = await submitter.get(`/v1/sanction-lists/${id}/entries`).expect(200);

    expect(answer.text).not.toContain(designation.subject.idNumber);
    expect(answer.text).not.toContain(designation.subject.name);
    expect(answer.text).not.toContain(number);
    expect(answer.body.items[0].raw).toMatchObject({ identifyingOrgan: { name: '合肥市公安局', code: '340100' } });
  });

  it('are revealed for a purpose that goes into the audit trail, without the number', async () => {
    const row = aRow();
    const { id } = await aDraftOf([row]);

    const full = await revealed(submitter, id, 1);

    expect(full.raw).toMatchObject({ 姓名: '钱试', 证件号码: row['证件号码'] });
    const [act] = await test.db.query(`SELECT what, object, detail FROM audit_entry ORDER BY seq DESC LIMIT 1`);
    expect(act).toEqual({
      what: 'list.entry-revealed',
      object: `sanction_list:${id}`,
      detail: { row: 1, purpose: '核对名单' },
    });
  });

  it.each([{}, { purpose: '' }, { purpose: '核对 500230188004276798' }])('are not revealed for %j', async (body) => {
    const { id } = await aDraftOf([aRow()]);

    await submitter
      .post(`${entry(id, 1)}/reveal`)
      .send(body)
      .expect(400);
  });

  it('name the subject that is recorded already', async () => {
    const subject = { kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name: '孙试' } as const;
    const first = await aJsonDraft([aDesignation({ subject })]);
    const before = await allEntries(submitter, first.id);
    await submitter.post(`/v1/sanction-lists/${first.id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${first.id}/approve`).send({ remark: '核对' }).expect(200);

    const [after] = await allEntries(submitter, first.id);

    expect(before[0]?.subjectId).toBeNull();
    await submitter.get(`/v1/subjects/${after?.subjectId ?? ''}`).expect(200);
  });

  it('are filtered by verdict, code and note, and a page starts at any row', async () => {
    const twice = aResidentId();
    const rows = [
      aRow(),
      aRow({ 证件号码: ` ${twice}` }),
      aRow({ 证件号码: ` ${twice}` }),
      aRow({ 证件号码: '' }),
      aRow({ 姓名: ' 钱试' }),
    ];
    const { id } = await aDraftOf(rows);
    const numbers = async (filter: Record<string, string>): Promise<number[]> =>
      (await allEntries(submitter, id, filter)).map(({ row }) => row);

    expect(await numbers({ code: 'DUPLICATE_IN_LIST' })).toEqual([3]);
    expect(await numbers({ note: 'WHITESPACE', verdict: 'accepted', from: '2' })).toEqual([2, 5]);
    expect(await numbers({ from: '4', limit: '1' })).toEqual([4, 5]);
    await submitter.get(`/v1/sanction-lists/${id}/entries?code=NONSENSE`).expect(400);
    await submitter.get(`/v1/sanction-lists/${id}/entries?from=0`).expect(400);
  });

  it('end after the last one, however far behind it a cursor points', async () => {
    const { id } = await aDraftOf([aRow()]);

    const answers = await Promise.all(
      [1, 2 ** 31, 999_999_999_999_999].map((seq) =>
        submitter.get(`/v1/sanction-lists/${id}/entries?cursor=${encodeCursor({ seq })}`),
      ),
    );

    expect(answers.map(({ status, body }) => [status, body.items])).toEqual(answers.map(() => [200, []]));
  });
});

describe('correction of a row', () => {
  it('is read and judged as an import of the corrected file', async () => {
    const rows = [aRow(), aRow({ 认定日期: '2021-02-30' })];
    const { id } = await aDraftOf(rows);

    const answer = await correct(submitter, id, 2, { 认定日期: '2021-08-02' }).expect(200);

    expect(answer.body).toMatchObject({
      entry: { row: 2, verdict: 'accepted', isCorrected: true, entry: { identifiedOn: '2021-08-02' } },
      alsoChanged: [],
      counts: { total: 2, accepted: 2, rejected: 0 },
    });
    const { contentHash } = await aDraftOf([rows[0] ?? {}, { ...rows[1], 认定日期: '2021-08-02' }]);
    expect(answer.body.contentHash).toBe(contentHash);
  });

  it('that names whom another row names makes the later one a duplicate, and the way back undoes it', async () => {
    const [one, other] = [aRow(), aRow()];
    const { id, contentHash } = await aDraftOf([one, other]);

    const same = await correct(submitter, id, 1, { 证件号码: other['证件号码'] }).expect(200);
    const during = await verdicts(id);
    const back = await correct(submitter, id, 1, { 证件号码: one['证件号码'] }).expect(200);

    expect(same.body.alsoChanged).toEqual([2]);
    expect(during).toEqual(['accepted', 'DUPLICATE_IN_LIST']);
    expect(back.body).toMatchObject({ alsoChanged: [2], contentHash });
  });

  it('of a JSON list changes the fields it names, and null takes one away', async () => {
    const { id } = await aJsonDraft([aDesignation({ items: 1, provinceApprovalNo: '皖公审1号' })]);

    const answer = await correct(submitter, id, 1, { provinceApprovalNo: null, items: 3, subject: { name: '周试' } });

    expect(answer.body).toMatchObject({ entry: { verdict: 'accepted' }, requiredLevel: 'city' });
    const { entry: understood } = await revealed(submitter, id, 1);
    expect(understood).toMatchObject({ items: 3, subject: { name: '周试' } });
    expect(understood).not.toHaveProperty('provinceApprovalNo');
  });

  it('keeps what was written before, encrypted and for ever', async () => {
    const { id } = await aDraftOf([aRow({ 姓名: '吴试' })]);
    await correct(submitter, id, 1, { 姓名: '郑试' }).expect(200);

    const kept = await test.db.query('SELECT number, act, raw_enc FROM list_entry_revision WHERE list_id = $1', [id]);

    expect(kept).toMatchObject([{ number: 1, act: 'corrected' }]);
    expect(kept[0].raw_enc.includes(Buffer.from('吴试'))).toBe(false);
    const statement = 'UPDATE list_entry_revision SET act = $2 WHERE list_id = $1';
    await expect(test.db.query(statement, [id, 'included'])).rejects.toThrow('append-only');
    const removal = 'DELETE FROM list_entry_revision WHERE list_id = $1';
    await expect(test.db.query(removal, [id])).rejects.toThrow('append-only');
  });

  it('leaves its trace in the audit trail, with numbers of rows and nothing personal', async () => {
    const { id } = await aDraftOf([aRow()]);
    const { body } = await correct(submitter, id, 1, { 姓名: '郑试' }).expect(200);

    const [act] = await test.db.query('SELECT what, detail FROM audit_entry ORDER BY seq DESC LIMIT 1');

    expect(act).toEqual({
      what: 'list.entry-corrected',
      detail: { row: 1, contentHash: body.contentHash, accepted: 1, rejected: 0 },
    });
  });

  it('is refused to anybody but the author, and once the list is submitted', async () => {
    const { id } = await aDraftOf([aRow(), aRow()]);
    const other = await asOfficer(test, 'province-submitter');

    const foreign = await correct(other, id, 1, { 姓名: '郑试' });
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    const late = [
      await correct(submitter, id, 1, { 姓名: '郑试' }),
      await exclude(submitter, id, 1),
      await include(submitter, id, 1),
    ];

    expect(foreign.body).toMatchObject({ type: 'urn:problem:forbidden', status: 403 });
    for (const { body } of late) expect(body).toMatchObject({ type: 'urn:problem:list-not-draft', status: 409 });
    expect((await correct(approver, id, 1, {})).status).toBe(403);
  });

  it.each([
    { why: 'a column the file has not', raw: { 不存在: '1' }, problem: 'list-column-unknown' },
    { why: 'a cell that is no text', raw: { 姓名: { a: 1 } }, problem: 'validation-failed' },
    { why: 'a cell that is too long', raw: { 姓名: '试'.repeat(40_000) }, problem: 'validation-failed' },
    { why: 'cells that are no object', raw: [1], problem: 'validation-failed' },
  ])('$why is refused as $problem and changes nothing', async ({ raw, problem }) => {
    const { id, contentHash } = await aDraftOf([aRow()]);

    const answer = await correct(submitter, id, 1, raw);

    expect(answer.body).toMatchObject({ type: `urn:problem:${problem}` });
    expect(await shown(id)).toMatchObject({ contentHash });
  });

  it('of an entry that would be no entry is refused field by field', async () => {
    const { id } = await aJsonDraft([aDesignation()]);

    const answer = await correct(submitter, id, 1, { items: 'many', surprise: 1 });

    expect(answer.body).toMatchObject({ type: 'urn:problem:validation-failed' });
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect([...new Set(paths)]).toEqual(['surprise', 'items']);
  });

  it.each(['0', '-1', '2', '99999999999', '1e1', 'x'])('of row %s, which the list has not, is refused', async (row) => {
    const { id } = await aDraftOf([aRow()]);

    const answer = await correct(submitter, id, row, { 姓名: '郑试' });

    expect(answer.body).toMatchObject({ type: 'urn:problem:list-entry-not-found', status: 404 });
  });

  it('by many hands at once loses none: the list is what an import of the result is', async () => {
    const rows = Array.from({ length: 24 }, () => aRow());
    const { id } = await aDraftOf(rows);

    const answers = await Promise.all(rows.map((_, at) => correct(submitter, id, at + 1, { 姓名: `王${at}` })));

    expect(answers.map(({ status }) => status)).toEqual(rows.map(() => 200));
    const whole = await aDraftOf(rows.map((row, at) => ({ ...row, 姓名: `王${at}` })));
    expect((await shown(id)).contentHash).toBe(whole.contentHash);
  });
});

describe('a row that is taken out', () => {
  it('is refused with the reason and by whom, keeps what it says, and counts again when it is put back', async () => {
    const { id, contentHash } = await aDraftOf([aRow(), aRow()]);

    const out = await exclude(submitter, id, 2).expect(200);
    const kept = await revealed(submitter, id, 2);
    const back = await include(submitter, id, 2).expect(200);

    expect(out.body.entry).toMatchObject({ verdict: 'rejected', code: 'EXCLUDED', entry: null });
    expect(out.body.entry.reason).toMatch(/city-submitter.*材料待补/);
    expect(kept.raw).toMatchObject({ 姓名: '钱试' });
    expect(back.body).toMatchObject({ entry: { verdict: 'accepted' }, contentHash });
  });

  it('makes room for a later row of the same subject', async () => {
    const twice = aResidentId();
    const { id } = await aDraftOf([aRow({ 证件号码: twice }), aRow({ 证件号码: twice })]);

    const out = await exclude(submitter, id, 1).expect(200);

    expect(out.body.alsoChanged).toEqual([2]);
    expect(await verdicts(id)).toEqual(['EXCLUDED', 'accepted']);
    await include(submitter, id, 1).expect(200);
    expect(await verdicts(id)).toEqual(['accepted', 'DUPLICATE_IN_LIST']);
  });

  it('is not corrected nor taken out twice; one that is in is not put back', async () => {
    const { id } = await aDraftOf([aRow(), aRow()]);
    await exclude(submitter, id, 1).expect(200);

    const answers = [
      await correct(submitter, id, 1, { 姓名: '郑试' }),
      await exclude(submitter, id, 1),
      await include(submitter, id, 2),
    ];

    expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
      [409, 'urn:problem:list-entry-excluded'],
      [409, 'urn:problem:list-entry-excluded'],
      [409, 'urn:problem:list-entry-not-excluded'],
    ]);
  });

  it('lowers the level it took: only accepted rows ask for an approver', async () => {
    const below = aDesignation({ items: 1, provinceApprovalNo: '皖公审1号' });
    const { id, requiredLevel } = await aJsonDraft([below, aDesignation()]);

    const out = await exclude(submitter, id, 1).expect(200);

    expect(requiredLevel).toBe('province');
    expect(out.body.requiredLevel).toBe('city');
  });

  it('from before what is written was always kept goes out and comes back by what was understood', async () => {
    const twice = aResidentId();
    const { id } = await aDraftOf([aRow({ 证件号码: twice }), aRow({ 证件号码: twice })]);
    await test.db.query('UPDATE list_entry SET raw_enc = NULL, digest = NULL WHERE list_id = $1 AND row = 1', [id]);
    const [before] = await allEntries(submitter, id);

    const correction = await correct(submitter, id, 1, { 姓名: '郑试' });
    const sibling = await correct(submitter, id, 2, { 证件号码: aResidentId() }).expect(200);
    await correct(submitter, id, 2, { 证件号码: twice }).expect(200);
    const out = await exclude(submitter, id, 1).expect(200);
    const back = await include(submitter, id, 1).expect(200);

    expect(correction.body).toMatchObject({ type: 'urn:problem:list-entry-without-original' });
    expect(sibling.body.counts).toMatchObject({ accepted: 2 });
    expect(out.body).toMatchObject({ alsoChanged: [2], entry: { code: 'EXCLUDED' } });
    expect(back.body).toMatchObject({ alsoChanged: [2], entry: before });
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);
  });

  it('does not become a sanction', async () => {
    const { id } = await aJsonDraft([aDesignation(), aDesignation()]);
    await exclude(submitter, id, 1).expect(200);
    await submitter.post(`/v1/sanction-lists/${id}/submit`).expect(200);
    await approver.post(`/v1/sanction-lists/${id}/approve`).send({ remark: '核对' }).expect(200);

    const made = await test.db.query('SELECT row FROM sanction WHERE list_id = $1', [id]);

    expect(made).toEqual([{ row: 2 }]);
  });
});

describe('whatever is done to the rows of a draft, in whatever order', () => {
  const people = [aResidentId(), aResidentId(), aResidentId()];
  const values = {
    证件号码: [...people, '', '5.00E+17', ` ${people[0] ?? ''}`],
    认定日期: ['2021-08-01', '2021年9月1日', '2021-02-30', '2199-01-01', ''],
    姓名: ['李试', '', '李 试'],
    认定单位: ['重庆市公安局', '某县公安局', ''],
    备注: ['', '注'],
  };
  const change = fc.oneof(
    ...Object.entries(values).map(([column, cells]) => fc.constantFrom(...cells.map((cell) => ({ [column]: cell })))),
  );
  const row = fc.nat(4);
  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ what: fc.constant('correct' as const), row, change }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('exclude' as const), row }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('include' as const), row }) },
  );

  it('the list is what an import of the final file is, with the same rows taken out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
        fc.array(act, { maxLength: 10 }),
        async (who, acts) => {
          const rows = who.map((person) => aRow({ 证件号码: people[person] ?? '' }));
          const { id } = await aDraftOf(rows);
          const out = new Set<number>();
          for (const done of acts) {
            const number = done.row + 1;
            if (done.what === 'correct' && !out.has(number)) {
              rows[done.row] = { ...rows[done.row], ...done.change };
              await correct(submitter, id, number, done.change).expect(200);
            } else if (done.what === 'exclude' && !out.has(number)) {
              out.add(number);
              await exclude(submitter, id, number).expect(200);
            } else if (done.what === 'include' && out.delete(number)) await include(submitter, id, number).expect(200);
          }

          const again = await aDraftOf(rows);
          for (const number of out) await exclude(submitter, again.id, number).expect(200);

          const [corrected, imported] = [await shown(id), await shown(again.id)];
          expect(corrected.counts).toEqual(imported.counts);
          expect(corrected.requiredLevel).toBe(imported.requiredLevel);
          expect(await verdicts(id)).toEqual(await verdicts(again.id));
          expect(corrected.contentHash).toBe(imported.contentHash);
        },
      ),
      {
        numRuns: 20,
        // A cell that was emptied at the end of a row, and then one to the right of it.
        examples: [
          [
            [0, 0, 0, 0, 0],
            [
              { what: 'correct', row: 1, change: { 认定日期: '' } },
              { what: 'correct', row: 1, change: { 备注: '注' } },
            ],
          ],
        ],
      },
    );
  }, 120_000);
});
