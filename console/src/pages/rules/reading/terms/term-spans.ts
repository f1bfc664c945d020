import type { Schema } from '../../../../api/client';
import type { Citation, Law, Regime } from '../law';

/** Designation days on which one term of one measure holds. */
export interface TermSpan {
  key: string;
  regime: { id: string; title: string };
  measure: { id: string; title: string };
  category: { id: string; title: string };
  from: string;
  /** Inclusive; absent: it still holds. */
  to?: string;
  /** In years, in words. */
  term: string;
  isUnread: boolean;
  confidence: Schema<'ValueView'>['confidence'];
  /** Of the measure. */
  basis: Citation[];
}

/** Terms of every regime and measure over the designation days, regime by regime. */
export function termSpansIn({ regimes }: Law): TermSpan[] {
  return regimes.flatMap((regime) => termSpansOf(regime));
}

/** Terms of a regime over the days it governs. */
export function termSpansOf({ id, title, governs, measures }: Regime): TermSpan[] {
  return measures.flatMap((measure) =>
    measure.terms.flatMap((term) => {
      const { values } = term.parameter;
      return values.flatMap((value, index): TermSpan[] => {
        const next = values[index + 1]?.from;
        const from = value.from > governs.from ? value.from : governs.from;
        const to = earlier(next === undefined ? undefined : dayBefore(next), governs.to);
        if (to !== undefined && to < from) return [];
        return [
          {
            key: [id, measure.id, term.category, from].join(' '),
            regime: { id, title },
            measure: { id: measure.id, title: measure.title },
            category: { id: term.category, title: term.title },
            from,
            ...(to === undefined ? {} : { to }),
            term: value.value,
            isUnread: value.isUnread,
            confidence: value.confidence,
            basis: measure.basis,
          },
        ];
      });
    }),
  );
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
