import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response, Test } from 'supertest';
import type { EntityManager } from 'typeorm';
import { RulebookStore } from '../src/decisions/rulebook-store.service.js';
import { NoticeNumbers } from '../src/due-process/notices/notice-numbers.service.js';
import type { DesignationDto } from '../src/lists/lists.dto.js';
import { Keyring, newKeyringContent } from '../src/platform/keyring.js';
import { Revisions } from '../src/platform/revisions.js';
import { readRuleFiles, rulebookFromFiles } from '../src/rulebook/load.js';
import { SanctionsService } from '../src/sanctions/sanctions.service.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, FixedClock, type TestApp } from './support/app.js';
import { aClone } from './support/database.js';
import { aDesignation, aResidentId } from './support/designations.js';
import { readPdf } from './support/pdf.js';

const NOBODY = '0192f0c1-2b3c-7d4e-8f50-617283940a1b';
const NOW = new Date('2025-06-05T10:00:00+08:00');
const clock = new FixedClock(NOW);
const { 'notices.json': _notices, ...formerFiles } = await readRuleFiles('rules');
const former = rulebookFromFiles(formerFiles);

let app: TestApp;
let submitter: Caller;
let approver: Caller;
let appeals: Caller;

beforeAll(async () => {
  app = await aTestApp({ clock });
  [submitter, approver, appeals] = await Promise.all([
    asOfficer(app, 'city-submitter'),
    asOfficer(app, 'province-approver'),
    asOfficer(app, 'appeals-officer'),
  ]);
});

beforeEach(() => clock.set(NOW));

/** The submitter on another day: sessions do not last that long. */
async function submitterAt(instant: string): Promise<Caller> {
  clock.set(new Date(instant));
  return asOfficer(app, 'city-submitter');
}

/** A sanction that went through the four eyes. @returns its id */
async function aSanction(
  change: Partial<DesignationDto> = {},
  { test, author, second } = { test: app, author: submitter, second: approver },
): Promise<string> {
  const entries = [aDesignation(change)];
  const { body } = await author.post('/v1/sanction-lists').send({ title: '测试', entries }).expect(201);
  await author.post(`/v1/sanction-lists/${body.id}/submit`).expect(200);
  await second.post(`/v1/sanction-lists/${body.id}/approve`).send({ remark: '核对无误' }).expect(200);
  const [sanction]: { id: string }[] = await test.db.query('SELECT id FROM sanction WHERE list_id = $1', [body.id]);
  return sanction?.id ?? '';
}

const aPersonNamed = (name: string): DesignationDto['subject'] => ({
  kind: 'person',
  idType: 'resident_id',
  idNumber: aResidentId(),
  name,
});

const CHONGQING = {
  regime: 'cn-tel-chongqing-2021',
  ground: 'implicated_holder' as const,
  itemKinds: ['mobile_sim'],
  identifiedOn: '2023-08-10',
  noticeServedOn: '2023-08-10',
  identifyingOrgan: { code: '500000', level: 'city' as const, name: '重庆市公安局' },
};

/** Changes what is known of sanctions, in a revision of its own. */
async function change(what: (tx: EntityManager, sanctions: SanctionsService, revision: number) => Promise<void>) {
  const revisions = app.app.get(Revisions);
  const revision = await app.db.transaction(async (tx) => {
    const next = await revisions.next(tx, 'test');
    await what(tx, app.app.get(SanctionsService), next);
    return next;
  });
  await revisions.announce(revision);
}

const annul = (sanctionId: string): Promise<void> =>
  change((tx, sanctions, revision) => sanctions.annul(tx, app.app.get(RulebookStore), { sanctionId, revision }));

const lift = (sanctionId: string, at: Date): Promise<void> =>
  change((tx, sanctions, revision) => sanctions.lift(tx, app.app.get(RulebookStore), { sanctionId, revision, at }));

async function asPdf(request: Test): Promise<Response> {
  return request.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => void chunks.push(chunk));
    response.on('end', () => done(null, Buffer.concat(chunks)));
  });
}

async function asText(request: Test): Promise<Response & { text: string }> {
  const answer = await request.set('accept', 'application/json').expect(200);
  const sections: { heading: string; paragraphs: string[] }[] = answer.body.sections;
  return Object.assign(answer, { text: sections.map(({ paragraphs }) => paragraphs.join('\n')).join('\n') });
}

const noticeOf = (id: string, query = '', caller = submitter): Test => caller.get(`/v1/sanctions/${id}/notice${query}`);
const liftingNoticeOf = (id: string, caller = submitter): Test => caller.get(`/v1/sanctions/${id}/lifting-notice`);

describe('the notice of a sanction', () => {
  it.each([
    {
      language: 'zh-CN',
      title: '惩戒告知书',
      says: [
        '姓名(名称):张䶮𠅤',
        '合肥市公安局于2024-12-10认定您有下列情形:非法出租',
        '认字〔2024〕00001号',
        '第三条第(二)项',
        '至2026-12-10止',
        '在银行柜面取款、转账',
        '只保留一张非涉案电话卡',
        '可以向作出认定的公安机关(合肥市公安局)申诉',
        '申诉受理时限:以规定为准,本系统未读到期限',
        '2024-12-12,送达方式名单未载明',
      ],
    },
    {
      language: 'en',
      title: 'Notice of Sanction',
      says: [
        'Name: 张䶮𠅤',
        'On 2024-12-10, 合肥市公安局 identified you for: Illegal renting out',
        'Art. 3(2)',
        'until 2026-12-10 inclusive',
        'Withdrawals and transfers at the counter of a bank',
        'One non-implicated phone card in total',
        'may appeal to the police organ that identified them (合肥市公安局)',
        'Days to accept an appeal: as prescribed; this system has not read the time limit',
      ],
    },
  ])('says in $language what the law wants said, as PDF', async ({ language, title, says }) => {
    const id = await aSanction({ subject: aPersonNamed('张䶮𠅤') });

    const answer = await asPdf(noticeOf(id, `?language=${language}`));
    const { pages, text, info } = await readPdf(answer.body);

    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="notice-${id}.pdf"`,
      'content-language': language,
      'cache-control': 'no-store',
    });
    expect(info).toMatchObject({ Title: title, Language: language });
    for (const sentence of says) expect(text).toContain(sentence.replaceAll(' ', ''));
    const heading = pages[0]?.texts[0];
    expect(heading?.text).toBe(title);
    expect(heading === undefined ? 0 : pages[0]?.inkIn(heading)).toBeGreaterThan(0.05);
  });

  it('shows the name and only the ends of the number', async () => {
    const designation = aDesignation();
    const id = await aSanction(designation);

    const { text, headers } = await asText(noticeOf(id));

    expect(text).toContain('赵试');
    expect(text).not.toContain(designation.subject.idNumber);
    expect(text).toContain(`居民身份证 500*************${designation.subject.idNumber.slice(-2)}`);
    expect(JSON.stringify(headers)).not.toContain('赵试');
    expect(app.log.join('')).not.toContain('赵试');
  });

  it('says of every article how surely it was read, and no number of days for an appeal', async () => {
    const { text } = await asText(noticeOf(await aSanction()));

    expect(text).toMatch(/《电信网络诈骗及其关联违法犯罪联合惩戒办法》:第三条第\(二\)项.*\(条文原文\)/);
    expect(text).toMatch(/第十二条\(惩戒告知\).*\(权威发布,未读到条文原文\)/);
    expect(text).toMatch(/没有读到明文:起始日不计入期限/);
    expect(text.split('\n').filter((line) => line.startsWith('申诉'))).toEqual([
      '申诉受理时限:以规定为准,本系统未读到期限。',
      '申诉核查时限:以规定为准,本系统未读到期限。',
      '申诉反馈时限:以规定为准,本系统未读到期限。',
    ]);
  });

  it('follows the regime: under that of Chongqing one phone card is restored at the counter', async () => {
    const { text } = await asText(noticeOf(await aSanction(CHONGQING)));

    expect(text).toContain('适用的惩戒制度:重庆电信惩戒(2021)');
    expect(text).toContain('至2028-08-10止');
    expect(text).toContain('本人持有效证件到营业厅柜台,申请恢复一张非涉案电话卡(依据:条文原文)。');
    expect(text).toContain('恢复一张电话卡:本人持有效证件到电信企业营业厅柜台申请。');
    expect(text).not.toContain('银行柜面');
  });

  it('of a term that meets others says so, and what the cap took', async () => {
    const { subject } = aDesignation();
    const days = ['2024-12-10', '2025-01-10', '2025-02-10'];
    const ids: string[] = [];
    for (const identifiedOn of days) ids.push(await aSanction({ subject, identifiedOn, noticeServedOn: identifiedOn }));

    const [first, , third] = await Promise.all(ids.map((id) => asText(noticeOf(id))));

    expect(first?.text).toContain('您另有同一制度下的惩戒2项');
    expect(first?.text).not.toContain('有上限');
    expect(third?.text).toContain('连续执行的期限有上限,下列措施因此缩短,至2029-12-10止:');
    expect(third?.text).toMatch(/没有读到明文:.*期内再次认定首尾相接/);
  });

  it('of a minor says that nothing is published', async () => {
    const id = await aSanction();
    const before = await asText(noticeOf(id));
    await app.db.query('ALTER TABLE sanction DISABLE TRIGGER sanction_append_only');
    await app.db.query('UPDATE sanction SET is_minor = true WHERE id = $1', [id]);
    await app.db.query('ALTER TABLE sanction ENABLE TRIGGER sanction_append_only');

    expect(before.text).not.toContain('不满十八周岁');
    expect((await asText(noticeOf(id))).text).toContain('不满十八周岁,本惩戒不向社会公示');
  });

  it('prints a name of any kind as it is, and says which characters it lacks', async () => {
    const id = await aSanction({ subject: aPersonNamed('阿<b>{organ}</b>🀄') });

    const [json, pdf] = [await asText(noticeOf(id)), await asPdf(noticeOf(id))];
    const { text } = await readPdf(pdf.body);

    expect(json.body.unprintable).toEqual(['U+1F004']);
    for (const shown of [json.text, text]) {
      expect(shown).toContain('姓名(名称):阿<b>{organ}</b>[U+1F004]');
      expect(shown).toMatch(/字体缺少下列字符.*U\+1F004/);
    }
  });

  it('is the same bytes whenever it is printed, and JSON where that is asked for', async () => {
    const id = await aSanction();
    const first = await asPdf(noticeOf(id));
    const later = await submitterAt('2025-09-05T10:00:00+08:00');

    const again = await asPdf(noticeOf(id, '', later).set('accept', '*/*'));
    const json = await asText(noticeOf(id, '', later));

    expect(again.body.equals(first.body)).toBe(true);
    expect(json.type).toBe('application/json');
    expect(json.body).toMatchObject({ kind: 'sanction', sanctionId: id, ending: null, issuedOn: '2025-06-05' });
    expect(Object.keys(json.body).toSorted()).toEqual(
      [
        'ending',
        'issuedOn',
        'kind',
        'language',
        'receiptNo',
        'sanctionId',
        'sections',
        'title',
        'unprintable',
      ].toSorted(),
    );
  });

  it('speaks the language of Accept-Language unless the query names another', async () => {
    const id = await aSanction();
    const english = (query: string): Test => noticeOf(id, query).set('accept-language', 'en');

    expect((await asText(english(''))).body.title).toBe('Notice of Sanction');
    expect((await asText(english('?language=zh-CN'))).body.title).toBe('惩戒告知书');
    const { body } = await english('?language=fr').expect(400);
    expect(body.type).toBe('urn:problem:validation-failed');
  });
});

describe('the receipt number', () => {
  it('is given once, also to many who ask at once, and leads to the sanction', async () => {
    const id = await aSanction();

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => noticeOf(id).set('accept', 'application/json').expect(200)),
    );
    const numbers = new Set(answers.map(({ body }) => String(body.receiptNo)));
    const [number = ''] = numbers;

    expect(numbers.size).toBe(1);
    expect(number).toMatch(/^DK2025\d{11}$/);
    const known = app.app.get(NoticeNumbers);
    expect(await known.sanctionOf(number)).toBe(id);
    expect(await known.sanctionOf(` ${number.toLowerCase()}`)).toBe(id);
    expect(await known.sanctionOf('DK202500000000000')).toBeNull();
    expect(await known.sanctionOf("' OR true --")).toBeNull();
  });

  it('and every reading is in the audit trail, without a name', async () => {
    const id = await aSanction();
    await noticeOf(id).expect(200);
    await noticeOf(id).expect(200);

    const acts = await app.db.query('SELECT what, detail FROM audit_entry WHERE object = $1 ORDER BY seq', [
      `sanction:${id}`,
    ]);

    expect(acts).toEqual([
      { what: 'notice.issued', detail: { notice: 'sanction' } },
      { what: 'notice.shown', detail: { notice: 'sanction' } },
    ]);
  });

  it('is kept for good', async () => {
    const id = await aSanction();
    await noticeOf(id).expect(200);

    for (const statement of [
      "UPDATE notice SET receipt_no = 'DK202500000000000'",
      'DELETE FROM notice',
      'TRUNCATE notice',
    ])
      await expect(app.db.query(statement)).rejects.toThrow('notice is append-only');
  });
});

describe('the notice of lifting', () => {
  it('of a sanction that runs there is none', async () => {
    const { body } = await liftingNoticeOf(await aSanction()).expect(409);

    expect(body.type).toBe('urn:problem:sanction-not-ended');
  });

  it('of one that was lifted says since when, and so does its first notice from then on', async () => {
    const id = await aSanction();
    const { body: before } = await asText(noticeOf(id));
    await lift(id, new Date('2025-05-20T09:00:00+08:00'));

    const lifting = await asText(liftingNoticeOf(id));
    const notice = await asText(noticeOf(id));

    expect(lifting.body).toMatchObject({
      kind: 'lifting',
      title: '解除惩戒告知书',
      receiptNo: before.receiptNo,
      issuedOn: '2025-05-20',
      ending: { how: 'lifted', on: '2025-05-20' },
    });
    expect(lifting.text).toContain('本惩戒已于2025-05-20提前解除');
    expect(lifting.text).toContain('您另有惩戒的,不因此解除');
    expect(notice.text).toContain('本惩戒已于2025-05-20提前解除');
  });

  it('of one that will be lifted later there is none yet', async () => {
    const id = await aSanction();
    await lift(id, new Date('2025-06-06T00:00:00+08:00'));
    await liftingNoticeOf(id).expect(409);

    const then = await submitterAt('2025-06-06T00:00:00+08:00');

    await liftingNoticeOf(id, then).expect(200);
  });

  it('of one that was annulled says that it never was, and nothing of what follows a term', async () => {
    const id = await aSanction();
    await annul(id);

    const { text, body } = await asText(liftingNoticeOf(id));

    expect(body.ending).toMatchObject({ how: 'annulled' });
    expect(text).toContain('自始无效');
    expect(text).toContain('限制非柜面出金');
    expect(body.sections.map(({ heading }: { heading: string }) => heading)).not.toContain('期满以后');
  });

  it('of one whose term has ended is there from the day after its last day, as PDF', async () => {
    const id = await aSanction();
    const then = await submitterAt('2026-12-10T23:59:59+08:00');
    await liftingNoticeOf(id, then).expect(409);
    clock.set(new Date('2026-12-11T00:00:00+08:00'));

    const answer = await asPdf(liftingNoticeOf(id, then).set('accept-language', 'en'));
    const { text } = await readPdf(answer.body);

    expect(answer.headers['content-disposition']).toBe(`inline; filename="lifting-notice-${id}.pdf"`);
    expect(text).toContain('Thetermofthissanctionendedon2026-12-10');
  });
});

describe('the record of service', () => {
  const services = (id: string, caller = submitter): Test => caller.post(`/v1/sanctions/${id}/services`);
  const A_SERVICE = { servedOn: '2025-01-02', method: 'in_person', remark: '本人签收' };

  it('is kept beside what the list said, and printed', async () => {
    const id = await aSanction();

    const recorded = await services(id).send(A_SERVICE).expect(201);
    await services(id, appeals).send({ servedOn: '2025-01-03', method: 'post' }).expect(201);

    expect(recorded.body).toMatchObject({ number: 1, notice: 'sanction', ...A_SERVICE });
    const { body } = await submitter.get(`/v1/sanctions/${id}/services`).expect(200);
    expect(body).toMatchObject({
      listedOn: '2024-12-12',
      items: [
        { number: 1, ...A_SERVICE, recordedAt: '2025-06-05T10:00:00.000+08:00' },
        { number: 2, servedOn: '2025-01-03', method: 'post', remark: null },
      ],
    });
    const { text } = await asText(noticeOf(id));
    expect(text).toContain('2024-12-12,送达方式名单未载明。\n2025-01-02,当面送达。\n2025-01-03,邮寄送达。');
  });

  it('of the notice of lifting begins with its end', async () => {
    const id = await aSanction();
    const lifting = { notice: 'lifting', method: 'post' };
    await services(id)
      .send({ ...lifting, servedOn: '2025-05-21' })
      .expect(409);
    await lift(id, new Date('2025-05-20T09:00:00+08:00'));

    await services(id)
      .send({ ...lifting, servedOn: '2025-05-19' })
      .expect(422);
    expect((await asText(liftingNoticeOf(id))).text).toContain('尚无送达记录');
    await services(id)
      .send({ ...lifting, servedOn: '2025-05-21' })
      .expect(201);

    expect((await asText(liftingNoticeOf(id))).text).toContain('2025-05-21,邮寄送达。');
    expect((await asText(noticeOf(id))).text).not.toContain('邮寄送达');
  });

  it.each([
    { why: 'a day to come', body: { servedOn: '2025-06-06' }, type: 'service-day-impossible', status: 422 },
    { why: 'before the identification', body: { servedOn: '2024-12-09' }, type: 'service-day-impossible', status: 422 },
    { why: 'a day that does not exist', body: { servedOn: '2025-02-29' }, type: 'validation-failed', status: 400 },
    { why: 'a way that does not exist', body: { method: 'pigeon' }, type: 'validation-failed', status: 400 },
    { why: 'a remark of a book', body: { remark: '长'.repeat(2001) }, type: 'validation-failed', status: 400 },
    { why: 'something more', body: { receiptNo: 'DK1' }, type: 'validation-failed', status: 400 },
  ])('refuses $why', async ({ body, type, status }) => {
    const answer = await services(await aSanction()).send({ ...A_SERVICE, ...body });

    expect([answer.body.type, answer.status]).toEqual([`urn:problem:${type}`, status]);
  });

  it('takes the same service once, also from many at once, and numbers others without a gap', async () => {
    const id = await aSanction();

    const same = await Promise.all(Array.from({ length: 6 }, () => services(id).send(A_SERVICE)));
    const others = await Promise.all(
      ['post', 'public_notice', 'electronic'].map((method) => services(id).send({ ...A_SERVICE, method })),
    );

    expect(same.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
    const { body } = await submitter.get(`/v1/sanctions/${id}/services`);
    expect(body.items.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('keeps the remark encrypted, and nothing of it changes or goes', async () => {
    const id = await aSanction();
    await services(id)
      .send({ ...A_SERVICE, remark: '由其父赵某签收' })
      .expect(201);
    const [row]: { text: string }[] = await app.db.query('SELECT notice_service::text AS text FROM notice_service');

    expect(row?.text).not.toContain('赵某');
    expect(app.log.join('')).not.toContain('赵某');
    for (const statement of [
      `UPDATE notice_service SET served_on = '2025-01-01'`,
      'DELETE FROM notice_service',
      'TRUNCATE notice_service',
    ])
      await expect(app.db.query(statement)).rejects.toThrow('append-only');
    await app.db.query('UPDATE notice_service SET remark_enc = remark_enc WHERE sanction_id = $1', [id]);
  });
});

describe('who may not', () => {
  const doors = (id: string): [string, (caller: Caller) => Test][] => [
    ['notice', (caller) => caller.get(`/v1/sanctions/${id}/notice`)],
    ['lifting notice', (caller) => caller.get(`/v1/sanctions/${id}/lifting-notice`)],
    ['services', (caller) => caller.get(`/v1/sanctions/${id}/services`)],
    [
      'service',
      (caller) => caller.post(`/v1/sanctions/${id}/services`).send({ servedOn: '2025-01-02', method: 'post' }),
    ],
  ];

  it.each(['rules-author', 'admin', 'demo-bank-a'])('%s is refused at every door', async (name) => {
    const caller = name.startsWith('demo') ? await asClient(app, name) : await asOfficer(app, name);
    const id = await aSanction();

    for (const [door, ask] of doors(id)) expect([door, (await ask(caller)).status]).toEqual([door, 403]);
    expect(await app.db.query('SELECT 1 FROM notice WHERE sanction_id = $1', [id])).toEqual([]);
  });

  it('the auditor reads and records nothing', async () => {
    const auditor = await asOfficer(app, 'auditor');
    const id = await aSanction();

    await auditor.get(`/v1/sanctions/${id}/notice`).expect(200);
    await auditor.post(`/v1/sanctions/${id}/services`).send({ servedOn: '2025-01-02', method: 'post' }).expect(403);
  });

  it.each([
    { id: NOBODY, status: 404 },
    { id: 'not-an-id', status: 400 },
    { id: "1' OR '1'='1", status: 400 },
  ])('of $id there is nothing', async ({ id, status }) => {
    for (const [door, ask] of doors(encodeURIComponent(id)))
      expect([door, (await ask(submitter)).status]).toEqual([door, status]);
  });
});

describe('a rulebook from before there were notices', () => {
  async function storeFormer(db: TestApp['db']): Promise<void> {
    const columns = [former.hash, JSON.stringify(former.files)];
    await db.query('INSERT INTO rulebook (hash, files) VALUES ($1, $2) ON CONFLICT DO NOTHING', columns);
  }

  it('takes the templates in force now for its sanctions', async () => {
    const id = await aSanction();
    await storeFormer(app.db);
    await app.db.query('ALTER TABLE sanction DISABLE TRIGGER USER');
    await app.db.query('UPDATE sanction SET rulebook_hash = $1 WHERE id = $2', [former.hash, id]);
    await app.db.query('ALTER TABLE sanction ENABLE TRIGGER USER');

    expect((await asText(noticeOf(id))).text).toContain('第三条第(二)项');
  });

  it('while it is itself in force, says that templates have to be published first', async () => {
    const databaseUrl = await aClone();
    const keyring = new Keyring(newKeyringContent(NOW));
    const published = await aTestApp({ clock, databaseUrl, keyring });
    await storeFormer(published.db);
    await published.db.query('ALTER TABLE rulebook_publication DISABLE TRIGGER USER');
    await published.db.query('UPDATE rulebook_publication SET rulebook_hash = $1', [former.hash]);
    await published.close();
    const updated = await aTestApp({ clock, databaseUrl, keyring });
    const [author, second] = [
      await asOfficer(updated, 'city-submitter'),
      await asOfficer(updated, 'province-approver'),
    ];
    const id = await aSanction({}, { test: updated, author, second });

    const { body } = await author.get(`/v1/sanctions/${id}/notice`).expect(409);

    expect(body.type).toBe('urn:problem:notice-template-missing');
    expect(await updated.db.query('SELECT 1 FROM notice')).toEqual([]);
  });
});
