/** Letters and digits that nobody mistakes for each other. */
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 20;

/** A password nobody guesses, of 115 bits, made in this browser. */
export function newPassword(): string {
  // Bytes beyond the last whole round of the characters would favour the first of them.
  const fair = 256 - (256 % CHARACTERS.length);
  const drawn: string[] = [];
  while (drawn.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      const character = CHARACTERS[byte % CHARACTERS.length];
      if (byte < fair && character !== undefined) drawn.push(character);
    }
  }
  return drawn.slice(0, LENGTH).join('');
}
