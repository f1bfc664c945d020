import { describe, expect, it } from '@jest/globals';
import {
  plainText,
  readCardKinds,
  readCount,
  readDay,
  readGround,
  readIdType,
  readStatus,
  readSubjectKind,
  readYesNo,
} from './written-values.js';

describe('a day is read however an office writes it', () => {
  it.each([
    '2021-08-01',
    '2021/08/01',
    '2021/8/1',
    '2021-8-1',
    '2021.08.01',
    '2021.8.1',
    '20210801',
    '2021年8月1日',
    '2021年08月01日',
    '2021 年 8 月 1 日',
    '2021年8月1',
    '2021年8月1日',
    '二〇二一年八月一日',
    '二○二一年八月一日',
    '2021-08-01 09:30:00',
    '2021/8/1 0:00',
    '2021-08-01T00:00:00.000',
    '44409',
    '44409.5',
  ])('%s is 1 August 2021', (written) => {
    expect(readDay(written)).toBe('2021-08-01');
  });

  it.each([
    { written: '二〇二四年十二月三十一日', day: '2024-12-31' },
    { written: '二〇二四年十月二十日', day: '2024-10-20' },
    { written: '2024年2月29日', day: '2024-02-29' },
  ])('$written is $day', ({ written, day }) => {
    expect(readDay(written)).toBe(day);
  });

  it.each([
    { written: '01/08/2021', why: 'day or month first' },
    { written: '21-08-01', why: 'two digits of a year' },
    { written: '2023-02-29', why: 'no such day' },
    { written: '2021-13-01', why: 'no such month' },
    { written: '2021年8月', why: 'no day' },
    { written: '12345', why: 'a serial number of 1933' },
    { written: '202108', why: 'six digits' },
    { written: '去年', why: 'no date' },
  ])('$written is none: $why', ({ written }) => {
    expect(readDay(written)).toBeNull();
  });
});

describe('words of officer files', () => {
  it.each([
    { written: '3', count: 3 },
    { written: '3张', count: 3 },
    { written: '3', count: 3 },
    { written: ' 12 个 ', count: 12 },
    { written: '三张', count: 3 },
    { written: '十二', count: 12 },
    { written: '5年', count: 5 },
    { written: '3.0', count: 3 },
    { written: '0', count: 0 },
    { written: '-1', count: null },
    { written: '2.5', count: null },
    { written: '若干', count: null },
    { written: '99999999', count: null },
  ])('the count $written is $count', ({ written, count }) => {
    expect(readCount(written)).toBe(count);
  });

  it.each([
    { written: '非法出租', ground: 'rent' },
    { written: '非法出借', ground: 'lend' },
    { written: '非法买卖', ground: 'trade' },
    { written: '非法出售', ground: 'trade' },
    { written: '非法购买', ground: 'trade' },
    { written: '提供实名核验帮助', ground: 'verification_help' },
    { written: '冒用他人身份开立', ground: 'impersonation' },
    { written: '假冒他人身份办卡', ground: 'impersonation' },
    { written: '虚构代理关系', ground: 'false_agency' },
    { written: '组织非法买卖电话卡', ground: 'organiser' },
    { written: '因电信网络诈骗受过刑事处罚', ground: 'conviction' },
    { written: '其他', ground: null },
  ])('$written is the ground $ground', ({ written, ground }) => {
    expect(readGround(written)).toBe(ground);
  });

  it.each([
    { written: '居民身份证', idType: 'resident_id' },
    { written: '身份证', idType: 'resident_id' },
    { written: '第二代居民身份证', idType: 'resident_id' },
    { written: '统一社会信用代码', idType: 'uscc' },
    { written: '护照', idType: 'passport' },
    { written: '港澳居民来往内地通行证', idType: 'hk_macao_permit' },
    { written: '台湾居民来往大陆通行证', idType: 'taiwan_permit' },
    { written: '台胞证', idType: 'taiwan_permit' },
    { written: '港澳台居民居住证', idType: 'hmt_residence_permit' },
    { written: '外国人永久居留身份证', idType: 'foreign_permanent_resident_id' },
    { written: '往来港澳通行证', idType: null },
    { written: '军官证', idType: null },
  ])('$written is the identifier type $idType', ({ written, idType }) => {
    expect(readIdType(written)).toBe(idType);
  });

  it.each([
    { written: '银行账户、电话卡', kinds: ['bank_account', 'mobile_sim'] },
    { written: '银行卡/银行账户', kinds: ['bank_account'] },
    { written: '物联网卡;数字人民币钱包', kinds: ['iot_sim', 'ecny_wallet'] },
    { written: '支付账户 固定电话 短信端口', kinds: ['payment_account', 'fixed_line', 'sms_port'] },
    { written: '游戏点卡', kinds: ['游戏点卡'] },
  ])('$written are the card kinds $kinds', ({ written, kinds }) => {
    expect(readCardKinds(written)).toEqual(kinds);
  });

  it.each([
    { read: readYesNo, written: '是', value: true },
    { read: readYesNo, written: '已判处', value: true },
    { read: readYesNo, written: '否', value: false },
    { read: readYesNo, written: '未判处', value: false },
    { read: readYesNo, written: '待定', value: null },
    { read: readSubjectKind, written: '个人', value: 'person' },
    { read: readSubjectKind, written: '单位', value: 'unit' },
    { read: readSubjectKind, written: '个体工商户', value: 'unit' },
    { read: readStatus, written: '正常', value: 'active' },
    { read: readStatus, written: '停机', value: 'suspended' },
    { read: readStatus, written: '只收不付(冻结)', value: 'suspended' },
    { read: readStatus, written: '已销户', value: 'closed' },
    { read: readStatus, written: '在途', value: null },
  ])('$written is $value', ({ read, written, value }) => {
    expect(read(written)).toBe(value);
  });

  it.each([
    { written: " '500 ", text: '500' },
    { written: ' 无 ', text: '' },
    { written: '/', text: '' },
    { written: '——', text: '' },
    { written: '无名', text: '无名' },
  ])('the cell “$written” says “$text”', ({ written, text }) => {
    expect(plainText(written)).toBe(text);
  });
});
