import { describe, expect, it } from '@jest/globals';
import { cardLeadReader, cardRecordReader, customerReader } from './card-rows.js';
import { designationReader, type DesignationDraft } from './designations.js';
import { DuplicateTracker } from './duplicates.js';
import { recogniseTemplate } from './recognise-template.js';
import type { RowResult } from './row-result.js';

type Cells = Record<string, string>;

const PERSON: Cells = { 证件类型: '居民身份证', 证件号码: '500117188009177151' };
const IDENTIFIED: Cells = { 认定单位: '合肥市公安局', 认定书文号: '文1号', 认定日期: '2025-06-27' };
const JOINT: Cells = {
  '姓名/名称': '朱桂国',
  对象类型: '个人',
  ...PERSON,
  惩戒情形: '非法出租',
  '张(个)数': '3张',
  次数: '1',
  对象数: '',
  涉及卡种: '银行账户',
  罪名: '',
  是否判处刑罚: '',
  ...IDENTIFIED,
  认定单位级别: '设区的市',
  省级审批文号: '无',
  告知书送达日期: '2025/6/28',
};
const CONVICTION: Cells = {
  ...JOINT,
  惩戒情形: '刑事处罚',
  '张(个)数': '',
  次数: '',
  涉及卡种: '',
  罪名: '帮助信息网络犯罪活动罪',
  是否判处刑罚: '是',
};
const TELECOM: Cells = { 姓名: '朱桂国', ...PERSON, 涉案号码: '19900495888', ...IDENTIFIED };
const FINANCIAL: Cells = {
  姓名: '朱桂国',
  ...PERSON,
  涉案账户: '6230000000007473710',
  ...IDENTIFIED,
  '惩戒期限(年)': '5',
};
const LEAD: Cells = {
  线索编号: 'DK07-P0001',
  案件编号: 'A500160116941',
  涉案号码: '19900495888',
  开卡人: '朱桂国',
  证件号码: '500117188009177151',
};
const CARD: Cells = {
  机构: 'demo-carrier-a',
  卡种: '电话卡',
  号码: '19900495888',
  持有人: '朱桂国',
  ...PERSON,
  '开户(入网)日期': '2016-05-09',
  状态: '正常',
};

function read(row: Cells, change: Cells = {}): RowResult<DesignationDraft> {
  const cells = { ...row, ...change };
  return designationReader(recogniseTemplate(Object.keys(cells)))(Object.values(cells));
}

describe('a row of the list under the 2024 Measures', () => {
  it('becomes a designation', () => {
    expect(read(JOINT)).toEqual({
      ok: true,
      notes: [],
      value: {
        subject: { kind: 'person', idType: 'resident_id', idNumber: '500117188009177151', name: '朱桂国' },
        ground: 'rent',
        items: 3,
        times: 1,
        itemKinds: ['bank_account'],
        identifiedOn: '2025-06-27',
        identifyingOrgan: { code: '340100', level: 'city', name: '合肥市公安局' },
        documentNo: '文1号',
        noticeServedOn: '2025-06-28',
        implicatedCards: [],
      },
    });
  });

  it('a conviction carries its offence', () => {
    expect(read(CONVICTION, { 判决日期: '2025年5月6日' })).toMatchObject({
      ok: true,
      value: {
        ground: 'conviction',
        conviction: { offence: '帮助信息网络犯罪活动罪', punished: true, judgedOn: '2025-05-06' },
      },
    });
  });

  it('a unit is named by its social credit code', () => {
    const unit = { 对象类型: '单位', 证件类型: '统一社会信用代码', 证件号码: '91350100M000100Y43' };

    expect(read(JOINT, unit)).toMatchObject({ ok: true, value: { subject: { kind: 'unit', idType: 'uscc' } } });
  });

  it.each([
    { change: { 证件号码: '5.00E+17', 惩戒情形: '?' }, code: 'ID_LOST_PRECISION', field: 'subject.idNumber' },
    { change: { 证件号码: '500117188009177152' }, code: 'INVALID_ID_CHECKSUM', field: 'subject.idNumber' },
    { change: { 证件号码: '50011718800917715' }, code: 'INVALID_ID_LENGTH', field: 'subject.idNumber' },
    { change: { 证件号码: ' ' }, code: 'MISSING_FIELD', field: 'subject.idNumber' },
    { change: { 证件类型: '军官证' }, code: 'INVALID_FIELD', field: 'subject.idType' },
    { change: { 对象类型: '单位' }, code: 'INVALID_FIELD', field: 'subject.kind' },
    { change: { 对象类型: '动物' }, code: 'INVALID_FIELD', field: 'subject.kind' },
    { change: { '姓名/名称': ' ' }, code: 'MISSING_NAME', field: 'subject.name' },
    { change: { '姓名/名称': '无' }, code: 'MISSING_NAME', field: 'subject.name' },
    { change: { 惩戒情形: '' }, code: 'MISSING_FIELD', field: 'ground' },
    { change: { 惩戒情形: '其他' }, code: 'INVALID_FIELD', field: 'ground' },
    { change: { '张(个)数': '若干' }, code: 'INVALID_FIELD', field: 'items' },
    { change: { 认定单位: '' }, code: 'MISSING_FIELD', field: 'identifyingOrgan.name' },
    { change: { 认定单位级别: '高级' }, code: 'INVALID_FIELD', field: 'identifyingOrgan.level' },
    { change: { 认定单位: '反诈中心', 认定单位级别: '' }, code: 'MISSING_FIELD', field: 'identifyingOrgan.level' },
    { change: { 认定日期: '' }, code: 'MISSING_FIELD', field: 'identifiedOn' },
    { change: { 认定日期: '27/06/2025' }, code: 'INVALID_FIELD', field: 'identifiedOn' },
    { change: { 告知书送达日期: '近日' }, code: 'INVALID_FIELD', field: 'noticeServedOn' },
    { change: { 惩戒情形: '刑事处罚' }, code: 'MISSING_FIELD', field: 'conviction.offence' },
  ])('$change is refused: $code, $field', ({ change, code, field }) => {
    expect(read(JOINT, change)).toMatchObject({ ok: false, code, field });
  });

  it.each([
    { name: '某县公安局', stated: '设区的市', level: 'county', why: 'its name says less' },
    { name: '合肥市公安局', stated: '县级', level: 'county', why: 'the row says less' },
    { name: '反诈中心', stated: '省级', level: 'province', why: 'its name says nothing' },
    { name: '安徽省公安厅', stated: '', level: 'province', why: 'the row says nothing' },
  ])('$name, stated as “$stated”, is of $level level: $why', ({ name, stated, level }) => {
    expect(read(JOINT, { 认定单位: name, 认定单位级别: stated })).toMatchObject({
      ok: true,
      value: { identifyingOrgan: { level } },
    });
  });

  it('an approval number that says “none” is no approval', () => {
    const result = read(JOINT, { 省级审批文号: '无' });

    expect(result.ok && 'provinceApprovalNo' in result.value).toBe(false);
  });

  it('card kinds that the catalogue does not know are kept for the rules to judge', () => {
    expect(read(JOINT, { 涉及卡种: '游戏账号' })).toMatchObject({ ok: true, value: { itemKinds: ['游戏账号'] } });
  });
});

describe('a row of a telecom batch or a financial list', () => {
  it.each([
    { list: 'telecom batch', row: TELECOM, sector: 'telecom', card: { kind: 'mobile_sim', number: '19900495888' } },
    {
      list: 'financial list',
      row: FINANCIAL,
      sector: 'financial',
      card: { kind: 'bank_account', number: '6230000000007473710' },
    },
  ])('of a $list names the holder of an implicated card', ({ row, sector, card }) => {
    expect(read(row)).toMatchObject({
      ok: true,
      value: { ground: 'implicated_holder', sector, implicatedCards: [card] },
    });
  });

  it('the term it asks for is whole years', () => {
    expect(read(FINANCIAL)).toMatchObject({ ok: true, value: { termYears: 5 } });
  });

  it('two numbers in one cell are two cards', () => {
    const result = read(TELECOM, { 涉案号码: '19900495888、199 0053 2448' });

    expect(result).toMatchObject({
      ok: true,
      value: { implicatedCards: [{ number: '19900495888' }, { number: '19900532448' }] },
    });
  });

  it.each([
    { change: { 涉案号码: '' }, code: 'MISSING_FIELD' },
    { change: { 涉案号码: '1.99005E+10' }, code: 'ID_LOST_PRECISION' },
    { change: { 涉案号码: '见附件' }, code: 'INVALID_FIELD' },
    { change: { 涉案号码: '19900495888、不详' }, code: 'INVALID_FIELD' },
  ])('$change is refused: $code', ({ change, code }) => {
    expect(read(TELECOM, change)).toMatchObject({ ok: false, code, field: 'implicatedCards' });
  });

  it('what was done to a row is noted, also if it is refused', () => {
    expect(read(TELECOM, { 证件号码: ' 50010718840218120x', 姓名: '' })).toMatchObject({
      ok: false,
      code: 'MISSING_NAME',
      notes: ['WHITESPACE', 'LOWER_CASE'],
    });
  });
});

describe('leads, cards, customers', () => {
  const reading = <Value>(
    compile: typeof cardLeadReader | typeof cardRecordReader | typeof customerReader,
    row: Cells,
  ): RowResult<Value | object> => compile(recogniseTemplate(Object.keys(row)))(Object.values(row));

  it('a lead names a card, its case and its holder', () => {
    expect(reading(cardLeadReader, LEAD)).toMatchObject({
      ok: true,
      value: {
        kind: 'mobile_sim',
        number: '19900495888',
        caseNo: 'A500160116941',
        leadNo: 'DK07-P0001',
        holder: { idType: 'resident_id' },
      },
    });
  });

  it('a holder whose number only makes sense as a social credit code is a unit', () => {
    expect(reading(cardLeadReader, { ...LEAD, 证件号码: '91350100M000100Y43' })).toMatchObject({
      ok: true,
      value: { holder: { kind: 'unit', idType: 'uscc' } },
    });
  });

  it.each([
    { written: '', status: 'implicated' },
    { written: '涉案', status: 'implicated' },
    { written: '可疑卡', status: 'suspicious' },
    { written: '解除涉案', status: 'clear' },
    { written: '误列撤销', status: 'clear' },
  ])('a lead that says “$written” makes its card $status', ({ written, status }) => {
    expect(reading(cardLeadReader, { ...LEAD, 名单类型: written })).toMatchObject({ ok: true, value: { status } });
  });

  it('a lead says since when its card is listed, or does not', () => {
    const said = reading(cardLeadReader, { ...LEAD, 列入日期: '2021年8月1日' });

    expect(said).toMatchObject({ ok: true, value: { listedOn: '2021-08-01' } });
    expect(reading(cardLeadReader, LEAD)).not.toHaveProperty('value.listedOn');
  });

  it('only a lead that clears a card may lack the case: then the listing had none either', () => {
    const row = { ...LEAD, 案件编号: '', 名单类型: '解除' };

    expect(reading(cardLeadReader, row)).not.toHaveProperty('value.caseNo');
    expect(reading(cardLeadReader, { ...row, 名单类型: '可疑' })).toMatchObject({
      code: 'MISSING_FIELD',
      field: 'caseNo',
    });
  });

  it.each(['线索编号', '案件编号', '涉案号码'])('a lead without %s is refused', (column) => {
    expect(reading(cardLeadReader, { ...LEAD, [column]: '' })).toMatchObject({ ok: false, code: 'MISSING_FIELD' });
  });

  it('a card of the registry names institution, holder and state', () => {
    expect(reading(cardRecordReader, CARD)).toMatchObject({
      ok: true,
      value: { institution: 'demo-carrier-a', kind: 'mobile_sim', openedOn: '2016-05-09', status: 'active' },
    });
  });

  it.each([
    { written: '2020年11月2日', lastUsedOn: '2020-11-02' },
    { written: '从未使用', lastUsedOn: 'never' },
  ])('a card of the registry may say when it was last used: “$written” is $lastUsedOn', ({ written, lastUsedOn }) => {
    const read = reading(cardRecordReader, { ...CARD, 最近使用日期: written, 实人认证日期: '2021-07-03' });

    expect(read).toMatchObject({ ok: true, value: { lastUsedOn, verifiedOn: '2021-07-03' } });
  });

  it.each([
    { change: { 最近使用日期: '早年' }, code: 'INVALID_FIELD', field: 'lastUsedOn' },
    { change: { 卡种: '游戏点卡' }, code: 'INVALID_FIELD', field: 'kind' },
    { change: { 状态: '在途' }, code: 'INVALID_FIELD', field: 'status' },
    { change: { 状态: '' }, code: 'MISSING_FIELD', field: 'status' },
    { change: { 号码: '' }, code: 'MISSING_FIELD', field: 'number' },
    { change: { 持有人: '' }, code: 'MISSING_NAME', field: 'holder.name' },
    { change: { '开户(入网)日期': '早年' }, code: 'INVALID_FIELD', field: 'openedOn' },
  ])('a card with $change is refused: $code, $field', ({ change, code, field }) => {
    expect(reading(cardRecordReader, { ...CARD, ...change })).toMatchObject({ ok: false, code, field });
  });

  it('a customer is an identifier, with a phone or without', () => {
    const row = { 身份证号码: '500117188009177151', 手机号码: '' };

    expect(reading(customerReader, row)).toEqual({
      ok: true,
      notes: [],
      value: { idType: 'resident_id', idNumber: '500117188009177151' },
    });
    expect(reading(customerReader, { ...row, 手机号码: '19900501665' })).toMatchObject({
      value: { phone: '19900501665' },
    });
  });
});

describe('duplicates', () => {
  it('only an accepted row makes a later one a duplicate', () => {
    const duplicates = new DuplicateTracker();

    const beforeAny = duplicates.seenBefore('resident_id', '1');
    duplicates.accept('resident_id', '1');

    expect(beforeAny).toBe(false);
    expect(duplicates.seenBefore('resident_id', '1')).toBe(true);
    expect(duplicates.seenBefore('passport', '1')).toBe(false);
  });
});
