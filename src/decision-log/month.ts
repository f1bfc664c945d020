/** A month in Asia/Shanghai, `YYYY-MM`. Compares correctly as a string. */
export type Month = string & { readonly __brand: 'Month' };

/** Reads a month. @throws {RangeError} */
export function month(text: string): Month {
  if (!isMonth(text)) throw new RangeError(`${text} is not a month (YYYY-MM)`);
  return text;
}

/** The month of an instant. */
export function monthOf(instant: Date): Month {
  return month(new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 7));
}

/** The first instant of a month. */
export function startOfMonth(of: Month): Date {
  return new Date(`${of}-01T00:00:00+08:00`);
}

/** So many months later; earlier, if negative. */
export function monthsAfter(of: Month, months: number): Month {
  const start = new Date(`${of}-15T00:00:00Z`);
  start.setUTCMonth(start.getUTCMonth() + months);
  return month(start.toISOString().slice(0, 7));
}

/** China has kept one offset since 1992, and no decision is older. */
const OFFSET_MS = 8 * 3_600_000;

function isMonth(text: string): text is Month {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}
