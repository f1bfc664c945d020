/** Node decodes GB18030 but does not encode it: the table of its two-byte codes, turned round. */
const codes = new Map();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail !== 0x7f) codes.set(decoder.decode(Uint8Array.of(lead, trail)), (lead << 8) | trail);
  }
}

/** @param {string} text ASCII and two-byte characters only */
export function encodeGb18030(text) {
  const bytes = Buffer.alloc(text.length * 2);
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) < 0x80 ? character.codePointAt(0) : codes.get(character);
    if (code === undefined) throw new Error(`no two-byte code for ${character}`);
    at = code < 0x80 ? bytes.writeUInt8(code, at) : bytes.writeUInt16BE(code, at);
  }
  return bytes.subarray(0, at);
}
