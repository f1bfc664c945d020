import { describe, expect, it } from '@jest/globals';
import { tierNumber } from './tier.js';

describe('the number of a tier', () => {
  it.each(['3', ' 3 ', '3', '三级', '第三级', '第三档', '三类', 'Ⅲ类', 'III', 'level 3', 'Tier 3', '03'])(
    '%j is the third',
    (text) => {
      expect(tierNumber(text)).toBe('3');
    },
  );

  it.each(['', '重', '三级以上', '3.5'])('%j names none and stays as it is', (text) => {
    expect(tierNumber(text)).toBe(text);
  });
});
