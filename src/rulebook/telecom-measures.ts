import type { Rulebook } from './rulebook.js';

/** Whether a measure is carried out by carriers: under such a one a number may be kept. */
export function isOfTelecom({ catalogue }: Pick<Rulebook, 'catalogue'>, measure: string): boolean {
  return catalogue.measures[measure]?.party === 'telecom';
}
