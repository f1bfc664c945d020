import { describe, expect, it } from '@jest/globals';
import { DEMO_INSTITUTIONS } from './demo-accounts.js';
import { isRegionCode } from './regions.js';

describe('regions of institutions', () => {
  it.each(['500000', '500103', '340100', '411600', '110000'])('%s is a region of GB/T 2260', (code) => {
    expect(isRegionCode(code)).toBe(true);
  });

  it.each(['000000', '999999', '500199', '50000', '5000000', ''])('%p is none', (code) => {
    expect(isRegionCode(code)).toBe(false);
  });

  it('every institution of the demo has a region in force', () => {
    expect(DEMO_INSTITUTIONS.filter(({ region }) => !isRegionCode(region))).toEqual([]);
  });
});
