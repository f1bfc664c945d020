import type { Ground, IdentifyingOrgan, SubjectKind } from '../../domain/designation.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';
import type { Prospect } from './prospects.service.js';
import type { MeasureCount, NotableRows, SanctionsSummary } from './summary.dto.js';

/** More than these nobody looks at one by one. */
const NOTABLE_ROWS = 200;
const NOTABLE = ['namesakes', 'alreadySanctioned', 'joining', 'capped', 'needsReview'] as const;

/** Counts what the rows of a list would become, one after the other. */
export class SanctionsTally {
  private readonly grounds = new Count<Ground>();
  private readonly regimes = new Count<string>();
  private readonly categories = new Count<string>();
  private readonly kinds = new Count<SubjectKind>();
  private readonly organs = new Count<string>();
  private readonly measures = new Map<string, Omit<MeasureCount, 'measure' | 'title'>>();
  private readonly chains = { alone: 0, joining: 0, capped: 0, needsReview: 0 };
  private alreadySanctioned = 0;
  private minors = 0;
  private namesakes = 0;
  private readonly notable: NotableRows = {
    namesakes: [],
    alreadySanctioned: [],
    joining: [],
    capped: [],
    needsReview: [],
  };

  constructor(private readonly rulebook: Rulebook) {}

  add({ designation, sanction, terms, joinsChain, isAlreadySanctioned, hasNamesake }: Prospect): void {
    this.grounds.add(designation.ground);
    this.regimes.add(sanction.regime);
    this.categories.add(`${sanction.regime} ${sanction.category}`);
    this.kinds.add(designation.subject.kind);
    this.organs.add(JSON.stringify(designation.identifyingOrgan));
    for (const { measure, lastDay, isCapped } of terms) {
      const known = this.measures.get(measure) ?? { count: 0, longestLastDay: lastDay, capped: 0 };
      known.count += 1;
      known.capped += Number(isCapped);
      if (lastDay > known.longestLastDay) known.longestLastDay = lastDay;
      this.measures.set(measure, known);
    }
    const isCapped = terms.some((term) => term.isCapped);
    const needsReview = terms.some((term) => term.needsReview);
    this.chains[joinsChain ? 'joining' : 'alone'] += 1;
    this.chains.capped += Number(isCapped);
    this.chains.needsReview += Number(needsReview);
    this.alreadySanctioned += Number(isAlreadySanctioned);
    this.minors += Number(sanction.isMinor);
    this.namesakes += Number(hasNamesake);
    const is = {
      namesakes: hasNamesake,
      alreadySanctioned: isAlreadySanctioned,
      joining: joinsChain,
      capped: isCapped,
      needsReview,
    };
    for (const name of NOTABLE) {
      if (is[name] && this.notable[name].length < NOTABLE_ROWS) this.notable[name].push(sanction.row);
    }
  }

  summary(): SanctionsSummary {
    const { catalogue, regimes } = this.rulebook;
    const byMeasure = [...this.measures].map(([measure, counts]) => {
      return { measure, title: titled(catalogue.measures[measure]?.title, measure), ...counts };
    });
    return {
      byGround: this.grounds.items((ground) => ({ ground, title: titled(catalogue.grounds[ground], ground) })),
      byRegime: this.regimes.items((regime) => ({
        regime,
        title: titled(regimes.get(regime)?.regime.title, regime),
      })),
      byCategory: this.categories.items((key) => {
        const [regime = '', category = ''] = key.split(' ');
        const { title } = regimes.get(regime)?.regime.categories[category] ?? {};
        return { regime, category, title: titled(title, category) };
      }),
      bySubjectKind: this.kinds.items((kind) => ({ kind })),
      byOrgan: this.organs.items((key): IdentifyingOrgan => JSON.parse(key)),
      byMeasure: byMeasure.toSorted((left, right) => right.count - left.count),
      chains: this.chains,
      alreadySanctioned: this.alreadySanctioned,
      minors: this.minors,
      namesakes: this.namesakes,
      notable: this.notable,
    };
  }
}

/** How often what came. */
export class Count<Key> {
  private readonly counts = new Map<Key, number>();

  add(key: Key): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** The most frequent first. */
  items<Item extends object>(describe: (key: Key) => Item): (Item & { count: number })[] {
    return [...this.counts]
      .toSorted(([, left], [, right]) => right - left)
      .map(([key, count]) => ({ ...describe(key), count }));
  }
}

/** A word of the catalogue in both languages; the word itself where the rulebook has no title for it. */
export function titled(title: Text | undefined, word: string): Text {
  return title ?? { zh: word, en: word };
}
