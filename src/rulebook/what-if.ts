import type { SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { AskedDay } from './asked-day.js';
import { laterDifferences } from './dated-law.js';
import type { Rulebook } from './rulebook.js';
import { standardQuestions } from './standard-questions.js';
import { measuresUnder, regimesWithOtherTerms } from './term-law.js';
import type { ImposedSanction } from './term-law.js';
import { compareTerms } from './term-comparison.js';
import type { WhatIfReport } from './what-if-report.js';

/** A sanction as decisions see it, with what its terms were computed from. */
export type ListedSanction = SanctionRecord & Pick<ImposedSanction, 'terms' | 'approvedUnder'>;

/** Somebody under sanctions, whether they still run or not. */
export interface SanctionedSubject {
  id: string;
  sanctions: readonly ListedSanction[];
}

/** Later days asked about at most. */
const LATER_DAYS = 3;

/**
 * Compares what two rulebooks answer to standard questions about every sanctioned subject.
 *
 * A publication changes the rules of decisions and nothing else: sanctions keep the terms of their approval. Where the new
 * rulebook has another law of terms, a second reading says what would be if the terms were computed anew.
 *
 * Subjects whose sanctions the rules cannot tell apart get the same answers and are asked about once, so that a million
 * sanctions cost little more than reading them.
 */
export class WhatIf {
  private readonly days: AskedDay[];
  private readonly regimes: Set<string>;
  private readonly questions: ReturnType<typeof standardQuestions>;
  private readonly anewOf = new WeakMap<ListedSanction, ReadonlyMap<string, MeasureTerm[]>>();
  private readonly terms = { shortened: 0, lengthened: 0, uncomputable: 0 };
  private subjects = 0;
  private sanctions = 0;

  /** @param day the day the new rulebook shall come into force */
  constructor(
    private readonly before: Rulebook,
    private readonly after: Rulebook,
    day: LocalDate,
  ) {
    this.regimes = regimesWithOtherTerms(before, after);
    this.questions = standardQuestions(after.catalogue).filter(({ question }) =>
      Object.hasOwn(before.catalogue.questions, question),
    );
    const days = [day, ...laterDifferences(before, after, day).slice(0, LATER_DAYS)];
    this.days = days.map((asked) => new AskedDay(before, after, asked, this.questions));
  }

  /** Whether the terms of sanctions, and what they were computed from, are looked at. */
  get readsTerms(): boolean {
    return this.regimes.size > 0;
  }

  /** Subjects may come in any order; samples are those that came first. */
  add(subject: SanctionedSubject): void {
    this.subjects += 1;
    this.sanctions += subject.sanctions.length;
    const anew = this.readsTerms ? this.computedAnew(subject) : undefined;
    for (const day of this.days) day.add(subject.id, subject.sanctions, anew);
  }

  report(): WhatIfReport {
    const days = this.days.map((day) => day.report());
    const [was, is] = [this.before.catalogue.questions, this.after.catalogue.questions];
    return {
      days,
      subjects: this.subjects,
      sanctions: this.sanctions,
      standardQuestions: this.questions.length,
      questions: {
        added: Object.keys(is).filter((id) => !Object.hasOwn(was, id)),
        removed: Object.keys(was).filter((id) => !Object.hasOwn(is, id)),
      },
      terms: { regimes: [...this.regimes].toSorted(), ...this.terms },
      mostAffected: Math.max(
        ...days.map(({ byPublication, withTermsAnew }) =>
          Math.max(byPublication.subjects.affected, withTermsAnew?.subjects.affected ?? 0),
        ),
      ),
    };
  }

  /** The measures of each sanction with its terms computed anew; undefined where no day would move. */
  private computedAnew({ sanctions }: SanctionedSubject): (readonly MeasureTerm[])[] | undefined {
    let isMoved = false;
    const chains = new Map<string, ReadonlyMap<string, MeasureTerm[]> | undefined>();
    const anew = sanctions.map((sanction) => {
      const { regime } = sanction;
      if (!this.regimes.has(regime)) return sanction.measures;
      if (!chains.has(regime)) chains.set(regime, this.chainAnew(regime, sanctions));
      const measures = chains.get(regime)?.get(sanction.id);
      if (measures === undefined) {
        this.terms.uncomputable += 1;
        return sanction.measures;
      }
      const { shorter, longer, differs } = compareTerms(sanction.measures, measures);
      if (shorter) this.terms.shortened += 1;
      if (longer) this.terms.lengthened += 1;
      isMoved ||= differs;
      return differs ? measures : sanction.measures;
    });
    return isMoved ? anew : undefined;
  }

  /** Undefined for a category the new rulebook does not have: no year of it can be named. */
  private chainAnew(regime: string, all: readonly ListedSanction[]): ReadonlyMap<string, MeasureTerm[]> | undefined {
    const chain = all.filter((sanction) => sanction.regime === regime);
    const [only] = chain;
    try {
      if (only !== undefined && chain.length === 1) return this.ofSingle(only);
      return measuresUnder(this.after, regime, chain);
    } catch {
      return undefined;
    }
  }

  /** Sanctions that stand alone are alike by the thousand: their measures are computed once. */
  private ofSingle(sanction: ListedSanction): ReadonlyMap<string, MeasureTerm[]> {
    const known = this.anewOf.get(sanction) ?? measuresUnder(this.after, sanction.regime, [sanction]);
    this.anewOf.set(sanction, known);
    return known;
  }
}
