import type { Ground, IdentifyingOrgan, SubjectKind } from '../../domain/designation.js';
import type { LocalDate } from '../../domain/period.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';
import { Namesakes } from './namesakes.js';
import type { Prospect } from './prospects.service.js';
import { RowCount, type RowBits } from './row-count.js';
import type { OrganCount, SanctionsSummary } from './summary.dto.js';

/** More than these nobody looks at one by one. */
const NOTABLE_ROWS = 200;

/** Names of organs are free text; beyond so many spellings nobody reads them, while the organs themselves are few. */
const SPELLINGS_SHOWN = 200;

const MARKS = ['alone', 'joining', 'capped', 'needsReview', 'alreadySanctioned', 'minors'] as const;

/** What may be true of a row besides what it is about. */
type Mark = (typeof MARKS)[number];

/** Counts what the rows of a list would become, one after the other. */
export class SanctionsTally {
  private readonly grounds = new RowCount<Ground>();
  private readonly regimes = new RowCount<string>();
  private readonly categories = new RowCount<string>();
  private readonly kinds = new RowCount<SubjectKind>();
  /** Rows by organ as it is written. */
  private readonly organs = new Map<string, OrganCount>();
  private readonly organPlaces = new RowCount<string>();
  private readonly measures = new RowCount<string>();
  private readonly cappedMeasures = new RowCount<string>();
  private readonly longestLastDays = new Map<string, LocalDate>();
  private readonly marks = new RowCount<Mark | 'namesakes'>();

  private readonly namesakes: Namesakes;

  /** @param rows how many will come at most */
  constructor(
    private readonly rulebook: Rulebook,
    rows: number,
  ) {
    this.namesakes = new Namesakes(rows);
  }

  add({ designation, sanction, terms, joinsChain, isAlreadySanctioned, ...names }: Prospect): void {
    const { row, regime, category } = sanction;
    const { ground, subject, identifyingOrgan: organ } = designation;
    this.grounds.add(ground, row);
    this.regimes.add(regime, row);
    this.categories.add(`${regime}/${category}`, row);
    this.kinds.add(subject.kind, row);
    const written = JSON.stringify(organ);
    this.organs.set(written, { ...organ, count: (this.organs.get(written)?.count ?? 0) + 1 });
    this.organPlaces.add(placeOf(organ), row);
    for (const { measure, lastDay, isCapped } of terms) {
      this.measures.add(measure, row);
      if (isCapped) this.cappedMeasures.add(measure, row);
      const longest = this.longestLastDays.get(measure);
      if (longest === undefined || lastDay > longest) this.longestLastDays.set(measure, lastDay);
    }
    this.namesakes.add(row, names.nameHash, names.hasRecordedNamesake);
    const is: Record<Mark, boolean> = {
      alone: !joinsChain,
      joining: joinsChain,
      capped: terms.some((term) => term.isCapped),
      needsReview: terms.some((term) => term.needsReview),
      alreadySanctioned: isAlreadySanctioned,
      minors: sanction.isMinor,
    };
    for (const mark of MARKS) if (is[mark]) this.marks.add(mark, row);
  }

  summary(): SanctionsSummary {
    const { catalogue, regimes } = this.rulebook;
    const marks = this.allMarks();
    const byMeasure = [...this.longestLastDays].map(([measure, longestLastDay]) => ({
      measure,
      title: titled(catalogue.measures[measure]?.title, measure),
      count: this.measures.of(measure),
      longestLastDay,
      capped: this.cappedMeasures.of(measure),
    }));
    const notable = (mark: Mark | 'namesakes'): number[] => marks.first(mark, NOTABLE_ROWS);
    return {
      byGround: this.grounds.items((ground) => ({ ground, title: titled(catalogue.grounds[ground], ground) })),
      byRegime: this.regimes.items((regime) => ({
        regime,
        title: titled(regimes.get(regime)?.regime.title, regime),
      })),
      byCategory: this.categories.items((key) => {
        const [regime = '', category = ''] = key.split('/');
        const { title } = regimes.get(regime)?.regime.categories[category] ?? {};
        return { regime, category, title: titled(title, category) };
      }),
      bySubjectKind: this.kinds.items((kind) => ({ kind })),
      byOrgan: this.byOrgan(),
      byMeasure: byMeasure.toSorted((left, right) => right.count - left.count),
      chains: {
        alone: marks.of('alone'),
        joining: marks.of('joining'),
        capped: marks.of('capped'),
        needsReview: marks.of('needsReview'),
      },
      alreadySanctioned: marks.of('alreadySanctioned'),
      minors: marks.of('minors'),
      namesakes: marks.of('namesakes'),
      notable: {
        namesakes: notable('namesakes'),
        alreadySanctioned: notable('alreadySanctioned'),
        joining: notable('joining'),
        capped: notable('capped'),
        needsReview: notable('needsReview'),
      },
    };
  }

  /** The rows that each number of the summary counts, by its name. An organ goes by its code and level, however it is written. */
  rows(): Map<string, RowBits> {
    return new Map([
      ...this.grounds.rows((ground) => `ground:${ground}`),
      ...this.regimes.rows((regime) => `regime:${regime}`),
      ...this.categories.rows((category) => `category:${category}`),
      ...this.kinds.rows((kind) => `kind:${kind}`),
      ...this.organPlaces.rows((place) => `organ:${place}`),
      ...this.measures.rows((measure) => `measure:${measure}`),
      ...this.cappedMeasures.rows((measure) => `cappedMeasure:${measure}`),
      ...this.allMarks().rows((mark) => mark),
    ]);
  }

  private byOrgan(): OrganCount[] {
    const organs = [...this.organs.values()].toSorted(mostFirst);
    if (organs.length <= SPELLINGS_SHOWN) return organs;
    // The first spelling of a place is its most frequent one.
    const places = new Map<string, OrganCount>();
    for (const organ of organs) {
      const { code, level, name, count } = organ;
      const first = places.get(placeOf(organ)) ?? { name, count: 0 };
      places.set(placeOf(organ), { code, level, name: first.name, count: first.count + count });
    }
    return [...places.values()].toSorted(mostFirst);
  }

  /** Of namesakes it shows only when all rows are in. */
  private allMarks(): RowCount<Mark | 'namesakes'> {
    for (const row of this.namesakes.rows()) this.marks.add('namesakes', row);
    return this.marks;
  }
}

function mostFirst(left: OrganCount, right: OrganCount): number {
  return right.count - left.count;
}

function placeOf({ code, level }: IdentifyingOrgan): string {
  return `${code}/${level}`;
}

/** A word of the catalogue in both languages; the word itself where the rulebook has no title for it. */
export function titled(title: Text | undefined, word: string): Text {
  return title ?? { zh: word, en: word };
}
