import type { SanctionRecord } from '../../domain/decision.js';
import type { SubjectKind } from '../../domain/designation.js';

/** What a sanction has in common with many others. */
export type SanctionProfile = Pick<
  SanctionRecord,
  'regime' | 'category' | 'ground' | 'subjectKind' | 'isMinor' | 'organ'
>;

/** About what one takes besides its texts. */
const BYTES_OF_A_PROFILE = 160;

/** Profiles by number: a few thousand, for millions of sanctions. */
export class Profiles {
  // By kind, so that the key need not be put together from it and what the database says.
  private readonly numbers = { person: new Map<string, number>(), unit: new Map<string, number>() };
  private readonly profiles: SanctionProfile[] = [];
  private keyBytes = 0;

  /** An estimate of the memory they take. */
  get bytes(): number {
    return this.profiles.length * BYTES_OF_A_PROFILE + 2 * this.keyBytes;
  }

  /**
   * The number of a profile.
   *
   * @param key the same for equal profiles of the kind, and for no others
   * @param make gives the profile, if nobody has had it yet
   */
  numberOf(kind: SubjectKind, key: string, make: () => SanctionProfile): number {
    const known = this.numbers[kind].get(key);
    if (known !== undefined) return known;
    const profile = make();
    Object.freeze(profile.organ);
    this.profiles.push(profile);
    this.numbers[kind].set(key, this.profiles.length - 1);
    this.keyBytes += key.length;
    return this.profiles.length - 1;
  }

  at(number: number): SanctionProfile {
    const profile = this.profiles[number];
    if (profile === undefined) throw new RangeError('there is no such profile');
    return profile;
  }
}
