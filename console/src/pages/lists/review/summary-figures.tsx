import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import type { ListDetail } from '../list-state';
import { COUNTED_WORDS } from '../rows/counted';

const WORDS = words({
  zh: {
    figures: '要点',
    accepted: '受理',
    rejected: '未受理',
    inForce: '本地区执行中的惩戒',
    median: '本单位近期名单(中位数)',
  },
  en: {
    figures: 'Key figures',
    accepted: 'Accepted',
    rejected: 'Refused',
    inForce: 'In force in this region',
    median: "Median of the organ's lists",
  },
});

interface Figure {
  name: string;
  /** Null where it makes no sense, as for cards. */
  count: number | null;
  /** The rows that are counted; absent where what is counted are no rows of this list. */
  to?: string;
}

/** The numbers an approver looks at first. */
export function SummaryFigures({ summary, list }: { summary: Schema<'SummaryResponse'>; list: ListDetail }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const figures = useFigures(summary, list).filter(({ count }) => count !== null);
  return (
    <section className="list-figures" aria-label={said.figures}>
      {figures.map(({ name, count, to }) => {
        const content = (
          <>
            <strong>{format.number(count ?? 0)}</strong>
            {name}
          </>
        );
        if (to === undefined || count === 0) return <div key={name}>{content}</div>;
        return (
          <Link key={name} to={to}>
            {content}
          </Link>
        );
      })}
    </section>
  );
}

function useFigures(
  { accepted, rejected, sanctions, notes, massChange }: Schema<'SummaryResponse'>,
  { id }: ListDetail,
): Figure[] {
  const said = useWords(WORDS);
  const counted = useWords(COUNTED_WORDS);
  const nameOf = useNameOf();
  const rows = (filter: string): string => `/lists/${id}?tab=rows&${filter}`;
  const marked = (name: keyof typeof counted, count: number | undefined): Figure => {
    return { name: counted[name], count: count ?? null, to: rows(`counted=${name}`) };
  };
  return [
    { name: said.accepted, count: accepted, to: rows('verdict=accepted') },
    { name: said.rejected, count: rejected, to: rows('verdict=rejected') },
    marked('minors', sanctions?.minors),
    marked('namesakes', sanctions?.namesakes),
    ...notes
      .filter(({ note }) => note === 'NAME_DIFFERS' || note === 'NOTICE_MISSING')
      .map(({ note, count }) => ({ name: nameOf('rowNotes', note), count, to: rows(`verdict=accepted&note=${note}`) })),
    marked('alreadySanctioned', sanctions?.alreadySanctioned),
    marked('joining', sanctions?.chains.joining),
    marked('capped', sanctions?.chains.capped),
    marked('needsReview', sanctions?.chains.needsReview),
    { name: said.inForce, count: massChange.inForce },
    { name: said.median, count: massChange.median },
  ];
}
