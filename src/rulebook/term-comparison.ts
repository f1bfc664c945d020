import type { MeasureTerm } from '../domain/designation.js';

/** How the measures of a sanction differ from the same measures computed another way. */
export interface TermComparison {
  differs: boolean;
  /** A last day is earlier, or a measure is gone. */
  shorter: boolean;
  /** A last day is later, or a measure is new. */
  longer: boolean;
  /** One sign per measure, in alphabetical order: what an answer can notice of the difference. */
  pattern: string;
}

type Terms = readonly MeasureTerm[];

// Keyed by identity: readers hand the same list out for sanctions that are alike.
const COMPARED = new WeakMap<Terms, WeakMap<Terms, TermComparison>>();

/** Compares two lists of measures of one sanction; each measure stands at most once in either. */
export function compareTerms(was: Terms, is: Terms): TermComparison {
  const known = COMPARED.get(was) ?? new WeakMap<Terms, TermComparison>();
  COMPARED.set(was, known);
  const found = known.get(is) ?? compared(was, is);
  known.set(is, found);
  return found;
}

function compared(was: Terms, is: Terms): TermComparison {
  const measures = [...new Set([...was, ...is].map(({ measure }) => measure))].toSorted();
  const signs = measures.map((measure) => signOf(termOf(was, measure), termOf(is, measure)));
  return {
    differs: signs.some((sign) => sign !== '='),
    shorter: signs.includes('<'),
    longer: signs.includes('>'),
    pattern: signs.join(''),
  };
}

function signOf(was: MeasureTerm | undefined, is: MeasureTerm | undefined): '<' | '=' | '>' | '~' {
  if (was === undefined || is === undefined) return is === undefined ? '<' : '>';
  if (was.lastDay !== is.lastDay) return is.lastDay < was.lastDay ? '<' : '>';
  return was.firstDay === is.firstDay ? '=' : '~';
}

function termOf(terms: Terms, measure: string): MeasureTerm | undefined {
  return terms.find((term) => term.measure === measure);
}
