import type { Answer, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { differenceOf } from './answer-difference.js';
import { comparedDays } from './dated-law.js';
import { answerNow } from './decide.js';
import { EffectTally } from './effect-tally.js';
import type { Rulebook } from './rulebook.js';
import { SanctionClasses } from './sanction-class.js';
import { inputOn, MENTIONED_DAYS } from './standard-questions.js';
import type { StandardQuestion } from './standard-questions.js';
import { SAMPLES } from './what-if-report.js';
import type { DayReport, QuestionDifference } from './what-if-report.js';

/** Subjects whose answers are the same, but for days and organs. */
interface SubjectClass {
  byPublication: QuestionDifference[];
  withTermsAnew: QuestionDifference[];
  errors: string[];
  regimes: string[];
  subjects: number;
  samples: string[];
}

const MOST_ERRORS = 5;

/** All standard questions under two rulebooks, on one day. */
export class AskedDay {
  private readonly names: SanctionClasses;
  private readonly classes = new Map<string, SubjectClass>();
  private areTermsAnew = false;

  constructor(
    private readonly before: Rulebook,
    private readonly after: Rulebook,
    private readonly day: LocalDate,
    private readonly questions: readonly StandardQuestion[],
  ) {
    const compared = new Set([...comparedDays(before), ...comparedDays(after), ...MENTIONED_DAYS]);
    this.names = new SanctionClasses(day, compared);
  }

  /** @param anew the measures of each sanction computed anew; undefined where they are what they were */
  add(
    subjectId: string,
    sanctions: readonly SanctionRecord[],
    anew: readonly (readonly MeasureTerm[])[] | undefined,
  ): void {
    if (anew !== undefined) this.areTermsAnew = true;
    const name = this.names.classOf(sanctions, anew);
    let found = this.classes.get(name);
    if (found === undefined) {
      found = this.asked(sanctions, anew);
      this.classes.set(name, found);
    }
    found.subjects += 1;
    if (found.samples.length < SAMPLES) found.samples.push(subjectId);
  }

  report(): DayReport {
    const byPublication = new EffectTally();
    const withTermsAnew = new EffectTally();
    const unanswered = { subjects: 0, samples: new Array<string>(), errors: new Set<string>() };
    for (const alike of this.classes.values()) {
      byPublication.add(alike.byPublication, alike);
      withTermsAnew.add(alike.withTermsAnew, alike);
      if (alike.errors.length === 0) continue;
      unanswered.subjects += alike.subjects;
      unanswered.samples.push(...alike.samples);
      for (const error of alike.errors) unanswered.errors.add(error);
    }
    return {
      day: this.day,
      classes: this.classes.size,
      byPublication: byPublication.effect(),
      withTermsAnew: this.areTermsAnew ? withTermsAnew.effect() : null,
      withoutSanction: this.differences([], []).map(({ asked, from, to, rules }) => ({ ...asked, from, to, rules })),
      unanswered: {
        subjects: unanswered.subjects,
        samples: unanswered.samples.toSorted().slice(0, SAMPLES),
        errors: [...unanswered.errors].toSorted().slice(0, MOST_ERRORS),
      },
    };
  }

  private asked(
    sanctions: readonly SanctionRecord[],
    anew: readonly (readonly MeasureTerm[])[] | undefined,
  ): SubjectClass {
    const errors = new Set<string>();
    const byPublication = this.differences(sanctions, sanctions, errors);
    const recomputed = sanctions.map((sanction, place) => ({
      ...sanction,
      measures: anew?.[place] ?? sanction.measures,
    }));
    return {
      byPublication,
      withTermsAnew: anew === undefined ? byPublication : this.differences(sanctions, recomputed, errors),
      errors: [...errors],
      regimes: [...new Set(sanctions.map(({ regime }) => regime))],
      subjects: 0,
      samples: [],
    };
  }

  private differences(
    was: readonly SanctionRecord[],
    is: readonly SanctionRecord[],
    errors: Set<string> = new Set(),
  ): QuestionDifference[] {
    return this.questions.flatMap((asked) => {
      const after = answerOrError(this.after, this.day, asked, is);
      if (typeof after === 'string') errors.add(after);
      const before = answerOrError(this.before, this.day, asked, was);
      // What has no answer is told as such; what had none is no worse off.
      if (typeof after === 'string' || typeof before === 'string') return [];
      const difference = differenceOf(before, after);
      return difference === undefined ? [] : [{ ...difference, asked }];
    });
  }
}

/** The answer, or why there is none: a sentence about the rulebook, not about anybody. */
function answerOrError(
  rulebook: Rulebook,
  day: LocalDate,
  asked: StandardQuestion,
  sanctions: readonly SanctionRecord[],
): Answer | string {
  try {
    return answerNow(rulebook, inputOn(day, asked, sanctions));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
