import type { LocalDate } from './period.js';

/** What says that a rulebook is in force from a day on. */
export interface Publication {
  /** From 1, in the order of publication. */
  number: number;
  /** `sha256:<hex>` */
  rulebookHash: string;
  effectiveFrom: LocalDate;
  /** From which the books know it; 0 for the first one, which was there before any. */
  revision: number;
}

/**
 * `candidate`: never published; `published`: will come into force; `in_force`; `superseded`: was in force, or was published
 * and never will be.
 */
export type RulebookStanding = 'candidate' | 'published' | 'in_force' | 'superseded';

/**
 * The publication in force on a day: the last one made whose effective day has come. One made later for an earlier day
 * therefore takes the place of one that was still to come. Before any effective day it is the first.
 *
 * @param publications in the order of their numbers
 * @returns undefined only if there is none at all
 */
export function inForceOn(publications: readonly Publication[], day: LocalDate): Publication | undefined {
  return publications.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? publications[0];
}

/** Publications that will come into force after a day, in the order in which they will. */
export function toCome(publications: readonly Publication[], day: LocalDate): Publication[] {
  return publications
    .filter((one) => one.effectiveFrom > day && inForceOn(publications, one.effectiveFrom) === one)
    .toSorted((left, right) => (left.effectiveFrom < right.effectiveFrom ? -1 : 1));
}

/** Where a rulebook stands on a day. */
export function standingOf(hash: string, publications: readonly Publication[], day: LocalDate): RulebookStanding {
  if (inForceOn(publications, day)?.rulebookHash === hash) return 'in_force';
  if (toCome(publications, day).some(({ rulebookHash }) => rulebookHash === hash)) return 'published';
  return publications.some(({ rulebookHash }) => rulebookHash === hash) ? 'superseded' : 'candidate';
}

/** Levels of police organ that may let a mass change pass. */
export const MASS_CHANGE_LEVELS = ['province', 'ministry'] as const;

/** From when on a publication counts as a mass change. */
export interface MassChangeLimits {
  /** Of all sanctioned subjects. */
  percent: number;
  subjects: number;
}

/** Whether so many of all sanctioned subjects are more than either limit allows. */
export function isMassChange(affected: number, subjects: number, limits: MassChangeLimits): boolean {
  return affected > limits.subjects || affected * 100 > subjects * limits.percent;
}
