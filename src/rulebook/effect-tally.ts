import { EFFECTS } from './answer-difference.js';
import type { EffectKind } from './answer-difference.js';
import { SAMPLES } from './what-if-report.js';
import type { Effect, QuestionDifference, SubjectCounts, Transition } from './what-if-report.js';

/** Subjects that are alike. */
interface Alike {
  subjects: number;
  samples: readonly string[];
  regimes: readonly string[];
}

const NOBODY: Readonly<SubjectCounts> = { restricted: 0, released: 0, changed: 0 };

/** Adds up what differs for classes of subjects. */
export class EffectTally {
  private readonly subjects = { affected: 0, ...NOBODY };
  private readonly samples: Record<EffectKind, string[]> = { restricted: [], released: [], changed: [] };
  private readonly questions = new Map<string, { counts: SubjectCounts; transitions: Map<string, Transition> }>();
  private readonly regimes = new Map<string, number>();
  private readonly rules = new Map<string, Effect['rules'][number]>();

  add(differences: readonly QuestionDifference[], alike: Alike): void {
    if (differences.length === 0) return;
    this.subjects.affected += alike.subjects;
    for (const kind of kindsIn(differences)) {
      this.subjects[kind] += alike.subjects;
      this.samples[kind].push(...alike.samples);
    }
    for (const regime of alike.regimes) this.regimes.set(regime, (this.regimes.get(regime) ?? 0) + alike.subjects);
    this.addQuestions(differences, alike.subjects);
    this.addRules(differences, alike.subjects);
  }

  effect(): Effect {
    const firstOf = (kind: EffectKind): string[] => this.samples[kind].toSorted().slice(0, SAMPLES);
    return {
      subjects: { ...this.subjects },
      samples: { restricted: firstOf('restricted'), released: firstOf('released'), changed: firstOf('changed') },
      questions: [...this.questions]
        .map(([question, { counts, transitions }]) => ({ question, ...counts, transitions: [...transitions.values()] }))
        .toSorted((left, right) => (left.question < right.question ? -1 : 1)),
      regimes: [...this.regimes]
        .map(([regime, subjects]) => ({ regime, subjects }))
        .toSorted((left, right) => (left.regime < right.regime ? -1 : 1)),
      rules: [...this.rules.values()].toSorted(
        (left, right) => right.subjects - left.subjects || (left.rule + left.how < right.rule + right.how ? -1 : 1),
      ),
    };
  }

  private addQuestions(differences: readonly QuestionDifference[], subjects: number): void {
    for (const question of new Set(differences.map(({ asked }) => asked.question))) {
      const all = differences.filter(({ asked }) => asked.question === question);
      const known = this.questions.get(question) ?? { counts: { ...NOBODY }, transitions: new Map() };
      this.questions.set(question, known);
      for (const kind of kindsIn(all)) known.counts[kind] += subjects;
      for (const { asked, from, to } of all) {
        const key = JSON.stringify([asked.situation, from, to]);
        const transition = known.transitions.get(key) ?? { situation: asked.situation, from, to, subjects: 0 };
        transition.subjects += subjects;
        known.transitions.set(key, transition);
      }
    }
  }

  private addRules(differences: readonly QuestionDifference[], subjects: number): void {
    const seen = new Map(
      differences
        .flatMap(({ rules }) => rules)
        .map((difference) => [`${difference.rule} ${difference.how}`, difference]),
    );
    for (const [key, { rule, how, articles }] of seen) {
      const known = this.rules.get(key) ?? { rule, how, articles: [], subjects: 0 };
      known.subjects += subjects;
      known.articles = [...new Set([...known.articles, ...articles])].toSorted();
      this.rules.set(key, known);
    }
  }
}

function kindsIn(differences: readonly QuestionDifference[]): EffectKind[] {
  return EFFECTS.filter((kind) => differences.some((difference) => difference.kind === kind));
}
