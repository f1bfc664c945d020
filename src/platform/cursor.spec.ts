import { describe, expect, it } from '@jest/globals';
import { decodeCursor, decodeSequence, encodeCursor } from './cursor.js';

const INVALID = expect.objectContaining({ code: 'cursor-invalid' });

describe('page cursor', () => {
  it('a position comes back as it was given, as texts', () => {
    expect(decodeCursor(encodeCursor({ at: '2025-01-05', row: 7 }), 'at', 'row')).toEqual({
      at: '2025-01-05',
      row: '7',
    });
    expect(decodeSequence(encodeCursor({ seq: 41 }))).toBe(41);
  });

  it('a cursor goes into a URL as it is', () => {
    expect(encodeCursor({ at: '>>>???', id: 'ä' })).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it.each([
    '',
    'x',
    '!',
    'bnVsbA',
    'W10',
    encodeCursor({ seq: 1, more: 2 }),
    encodeCursor({ other: 1 }),
    Buffer.from('{"seq":1}').toString('base64url'),
  ])('what was not made here (%j) is refused', (cursor) => {
    expect(() => decodeCursor(cursor, 'seq')).toThrow(INVALID);
  });

  it.each(['-1', '1e9', '0x1', '1; DROP TABLE officer', '9'.repeat(16)])('a sequence of %j is refused', (seq) => {
    expect(() => decodeSequence(encodeCursor({ seq }))).toThrow(INVALID);
  });
});
