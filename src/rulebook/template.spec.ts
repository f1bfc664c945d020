import { describe, expect, it } from '@jest/globals';
import { template } from './template.js';

describe('a text with places', () => {
  it.each([
    ['至{lastDay}(含当日)', '至2026-12-10(含当日)'],
    ['{organ}:至{lastDay},{organ}', '甲局:至2026-12-10,甲局'],
    ['{lastDay}', '2026-12-10'],
    ['没有空位', '没有空位'],
    ['', ''],
    ['a place nobody fills stays: {court}', 'a place nobody fills stays: {court}'],
    ['{not a place} {} {lastDay', '{not a place} {} {lastDay'],
  ])('%p is filled as %p', (text, filled) => {
    expect(template(text)({ lastDay: '2026-12-10', organ: '甲局' })).toBe(filled);
  });

  it('a value with braces in it is not filled again', () => {
    expect(template('{organ}')({ organ: '{lastDay}', lastDay: '2026-12-10' })).toBe('{lastDay}');
  });
});
