const DASH = 0x2d;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
const TEXT_BYTES = 36;
/** Bytes of the UUID after which a dash stands. */
const DASHED = new Set([4, 6, 8, 10]);

/** For each byte of a UUID, where its two digits stand in the text. */
const PLACES = Array.from({ length: 16 }, (_, byte) => 2 * byte + [...DASHED].filter((after) => after <= byte).length);

/** Written into again and again: a text made of one piece is made by one copy. */
const scratch = Buffer.alloc(TEXT_BYTES, DASH);

/** A UUID from its four words, in the usual spelling. */
export function uuidOfWords(a: number, b: number, c: number, d: number): string {
  write(a, 0);
  write(b, 4);
  write(c, 8);
  write(d, 12);
  return scratch.toString('latin1', 0, TEXT_BYTES);
}

/** A UUID from its 16 bytes. */
export function uuidOfBytes(bytes: Buffer): string {
  return uuidOfWords(bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8), bytes.readUInt32BE(12));
}

function write(word: number, firstByte: number): void {
  for (let byte = 0; byte < 4; byte += 1) {
    const value = (word >>> (24 - 8 * byte)) & 0xff;
    const place = PLACES[firstByte + byte] ?? 0;
    scratch[place] = DIGITS[value >>> 4] ?? 0;
    scratch[place + 1] = DIGITS[value & 0xf] ?? 0;
  }
}
