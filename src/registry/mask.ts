/** The first character of a name and how long it is: `朱**`. */
export function maskName(name: string): string {
  const [first = '', ...others] = Array.from(name);
  return first + '*'.repeat(others.length);
}

/** Beginning and end of a number, enough to tell two apart on a screen: `500***********51`. */
export function mask(number: string): string {
  if (number.length <= 5) return '*'.repeat(number.length);
  return number.slice(0, 3) + '*'.repeat(number.length - 5) + number.slice(-2);
}
