/**
 * The UTF-8 bytes of a text, as a text with one character for each of them. Node copies such a text to a socket as it is, its
 * length is the `Content-Length`, and joining it costs nothing: what is sent again and again is encoded once.
 */
export type ByteText = string & { readonly __brand: 'ByteText' };

const HAS_WIDE = /[^\0-\x7f]/;

/** Encodes a text; ASCII, as most answers are, is its own encoding. */
export function byteText(text: string): ByteText {
  return joined(HAS_WIDE.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text);
}

/** For texts put together from byte texts and ASCII. */
export function joined(text: string): ByteText {
  return text as ByteText;
}

/** The bytes themselves. */
export function bytesOf(text: ByteText): Buffer {
  return Buffer.from(text, 'latin1');
}

/** The text as it was before it was encoded. */
export function plainText(text: ByteText): string {
  return HAS_WIDE.test(text) ? bytesOf(text).toString('utf8') : text;
}
