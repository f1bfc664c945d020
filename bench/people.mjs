/** People who cannot exist: born from 1880 to 1899, with valid check digits. */

const REGIONS = [
  '500101',
  '500102',
  '500103',
  '500104',
  '500105',
  '500106',
  '500107',
  '500108',
  '500109',
  '500112',
  '500113',
];
const FAMILY = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许';
const GIVEN = '国桂超伟娜杰玉芳燕明军海磊梅华强静丽勇敏';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';
const DAYS = 20 * 336;

/** The nth person: a different one for every n below 70 million. @param {number} n from 0 */
export function residentId(n) {
  const region = REGIONS[n % REGIONS.length];
  const day = Math.floor(n / REGIONS.length) % DAYS;
  const order = 1 + (Math.floor(n / REGIONS.length / DAYS) % 999);
  const year = 1880 + Math.floor(day / 336);
  const month = 1 + (Math.floor(day / 28) % 12);
  const body = `${region}${year}${twoDigits(month)}${twoDigits(1 + (day % 28))}${String(order).padStart(3, '0')}`;
  const sum = body.split('').reduce((total, digit, at) => total + Number(digit) * WEIGHTS[at], 0);
  return `${body}${CHECK[sum % 11]}`;
}

/** @param {number} n from 0 */
export function personName(n) {
  return FAMILY[n % 20] + GIVEN[Math.floor(n / 20) % 20] + GIVEN[Math.floor(n / 400) % 20];
}

/** Rows of a carriers' list as officers write it, header first. @param {number} count */
export function* telecomRows(count) {
  yield ['序号', '姓名', '证件类型', '证件号码', '涉案号码', '认定单位', '认定书文号', '认定日期'];
  for (let n = 0; n < count; n++) {
    const number = `199${String(n).padStart(8, '0')}`;
    const day = `2021-${twoDigits(3 + (n % 9))}-${twoDigits(1 + (n % 28))}`;
    const document = `渝公(刑)认字〔2021〕${String(n + 1).padStart(6, '0')}号`;
    yield [String(n + 1), personName(n), '居民身份证', residentId(n), number, '重庆市公安局', document, day];
  }
}

function twoDigits(number) {
  return String(number).padStart(2, '0');
}
