import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Problem } from './problem.js';
import { isAppealed, STANDING_ACTS, standingAfter, STANDINGS, type StandingName } from './sanction-standing.js';

/** A sanction told without states: what is true of it. */
class SanctionModel {
  isAnnulled = false;
  isLifted = false;
  isAppealed = false;
  isSuspended = false;

  /** @returns whether the act is possible now; if so, it has happened */
  act(act: (typeof STANDING_ACTS)[number]): boolean {
    if (act === 'resume') {
      this.isAppealed = this.isSuspended = false;
      return true;
    }
    if (this.isAnnulled) return false;
    if (act === 'annul') this.isAnnulled = true;
    if (act === 'lift') {
      if (this.isLifted) return false;
      this.isLifted = true;
    }
    if (act === 'appeal') {
      if (this.isAppealed && !this.isLifted) return false;
      this.isAppealed = !this.isLifted;
    }
    if (act === 'suspend') {
      if (this.isSuspended && !this.isLifted) return false;
      this.isAppealed = this.isSuspended = !this.isLifted;
    }
    if (act === 'annul' || act === 'lift') this.isAppealed = this.isSuspended = false;
    return true;
  }

  get standing(): StandingName {
    if (this.isAnnulled) return 'annulled';
    if (this.isLifted) return 'lifted';
    if (this.isSuspended) return 'suspended';
    return this.isAppealed ? 'appealed' : 'standing';
  }
}

function after(standing: StandingName, act: (typeof STANDING_ACTS)[number]): string {
  try {
    return standingAfter(standing, act);
  } catch (error) {
    return error instanceof Problem ? error.code : 'broken';
  }
}

describe('how a sanction stands', () => {
  it('follows the model, whatever organs do and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STANDING_ACTS), { maxLength: 12 }), (acts) => {
        const model = new SanctionModel();
        let standing: StandingName = 'standing';
        for (const act of acts) {
          const isPossible = model.act(act);
          if (isPossible) standing = standingAfter(standing, act);
          else expect(after(standing, act)).toBe('sanction-not-standing');
          expect(standing).toBe(model.standing);
          expect(isAppealed(standing)).toBe(model.isAppealed);
        }
      }),
    );
  });

  it('an annulled sanction stays annulled', () => {
    for (const act of STANDING_ACTS) expect(['annulled', 'sanction-not-standing']).toContain(after('annulled', act));
  });

  it('every way it can stand can be reached', () => {
    const reached = new Set<StandingName>(['standing']);
    for (const _ of STANDINGS) {
      for (const standing of reached) {
        for (const act of STANDING_ACTS) {
          const next = STANDINGS.find((known) => known === after(standing, act));
          if (next !== undefined) reached.add(next);
        }
      }
    }
    expect([...reached].toSorted()).toEqual([...STANDINGS].toSorted());
  });
});
