/** Check characters of the numbers that name people and units. All functions are pure and total on their alphabet. */

const RESIDENT_CHECKS = '10X98765432';
const ZERO = '0'.charCodeAt(0);
/** Digits and capitals without I, O, S, V, Z, which are read as 1, 0, 5, U, 2. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * The 18th character of a resident ID: ISO 7064 MOD 11-2, weight of the i-th digit 2^(18-i) mod 11.
 * Catches every wrong digit and every swap of neighbours.
 *
 * @param digits the first 17 digits
 * @returns `0`-`9` or `X`
 * @throws {RangeError} if `digits` is not 17 digits
 * @see GB 11643-1999
 */
export function residentCheckCharacter(digits: string): string {
  if (!/^\d{17}$/.test(digits)) throw new RangeError('17 digits are needed');
  // Horner's scheme; the digit itself never exceeds the modulus squared, so the numbers stay small.
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) sum = ((sum + digits.charCodeAt(at) - ZERO) * 2) % 11;
  return RESIDENT_CHECKS.charAt(sum);
}

/**
 * The 18th character of a unified social credit code: MOD 31, weight of the i-th character 3^(i-1) mod 31.
 * 31 is prime, so every wrong character and every swap of neighbours is caught.
 *
 * @param characters the first 17 characters
 * @returns a character of {@link USCC_ALPHABET}
 * @throws {RangeError} if there are not 17, or one is not in the alphabet
 * @see GB 32100-2015
 */
export function usccCheckCharacter(characters: string): string {
  const values = Array.from(characters, (character) => USCC_ALPHABET.indexOf(character));
  if (values.length !== 17 || values.includes(-1)) throw new RangeError('17 characters of the alphabet are needed');
  const sum = values.reduceRight((total, value) => (total * 3 + value) % 31, 0);
  return USCC_ALPHABET.charAt((31 - sum) % 31);
}
