import { useMemo } from 'react';
import { useLanguage, type Language } from './language';

/** Whatever clock the desk has: days and instants of the service are Beijing time. */
const TIME_ZONE = 'Asia/Shanghai';
const AHEAD_OF_UTC_MS = 8 * 3_600_000;

// Swedish writes YYYY-MM-DD, as the service writes days.
const DAYS = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });

/** The calendar day in Beijing. */
export function today(): string {
  return DAYS.format(Date.now());
}

/**
 * Where a day or an instant stands on the axis of a chart: as the clock in Beijing shows it, which charts read as UTC.
 *
 * @param at `YYYY-MM-DD`, or an instant with offset
 */
export function momentOf(at: string): number {
  return Date.parse(at) + (at.length === 'YYYY-MM-DD'.length ? 0 : AHEAD_OF_UTC_MS);
}

/** How numbers and times are written in a language. */
export interface Format {
  number(value: number): string;
  /** `0.125` → `12.5%`; a dash for what there is none of. */
  share(value: number | null): string;
  /** Hours as hours below two days, as days above; a dash for null. */
  hours(value: number | null): string;
  /** An instant (ISO 8601 with offset) to the minute, Beijing time; a dash for null. */
  instant(value: string | null | undefined): string;
  /** A calendar day `YYYY-MM-DD`, as the service writes it in every language; a dash for null. */
  day(value: string | null | undefined): string;
}

/** {@link Format} in the language of this browser. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatIn(language), [language]);
}

const NONE = '—';

function formatIn(language: Language): Format {
  const numbers = new Intl.NumberFormat(language);
  const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const few = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  // Swedish writes YYYY-MM-DD hh:mm, as the service writes days.
  const instants = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short', timeStyle: 'short' });
  const [hour, day] = language === 'en' ? ['h', 'd'] : ['小时', '天'];
  return {
    number: (value) => numbers.format(value),
    share: (value) => (value === null ? NONE : shares.format(value)),
    hours: (value) => {
      if (value === null) return NONE;
      return value < 48 ? `${few.format(value)} ${hour}` : `${few.format(value / 24)} ${day}`;
    },
    instant: (value) => (value === null || value === undefined ? NONE : instants.format(new Date(value))),
    day: (value) => value ?? NONE,
  };
}
