import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import type { ListDetail } from '../list-state';

const WORDS = words({
  zh: {
    figures: '要点',
    accepted: '受理',
    rejected: '未受理',
    minors: '行为时未成年',
    namesakes: '与已登记对象同名',
    already: '已有其他惩戒在执行',
    joining: '与既有惩戒连续执行',
    capped: '达到五年上限',
    review: '期限须人工核对',
    inForce: '本地区执行中的惩戒',
    median: '本单位近期名单(中位数)',
  },
  en: {
    figures: 'Key figures',
    accepted: 'Accepted',
    rejected: 'Refused',
    minors: 'Minors when it was done',
    namesakes: 'Share a recorded name',
    already: 'Under another sanction',
    joining: 'Cumulated with earlier ones',
    capped: 'Cut by the five-year cap',
    review: 'Terms to be checked by hand',
    inForce: 'In force in this region',
    median: "Median of the organ's lists",
  },
});

interface Figure {
  name: string;
  /** Null where it makes no sense, as for cards. */
  count: number | null;
  /** The rows that are counted. */
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
) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const notable = (name: keyof Schema<'NotableRows'>): string => rows(`rows=${sanctions?.notable[name].join(',')}`);
  const rows = (filter: string): string => `/lists/${id}?tab=rows&${filter}`;
  const figures: Figure[] = [
    { name: said.accepted, count: accepted, to: rows('verdict=accepted') },
    { name: said.rejected, count: rejected, to: rows('verdict=rejected') },
    { name: said.minors, count: sanctions?.minors ?? null, to: rows('verdict=accepted&note=MINOR') },
    { name: said.namesakes, count: sanctions?.namesakes ?? null, to: notable('namesakes') },
    ...notes
      .filter(({ note }) => note === 'NAME_DIFFERS' || note === 'NOTICE_MISSING')
      .map(({ note, count }) => ({ name: nameOf('rowNotes', note), count, to: rows(`verdict=accepted&note=${note}`) })),
    { name: said.already, count: sanctions?.alreadySanctioned ?? null, to: notable('alreadySanctioned') },
    { name: said.joining, count: sanctions?.chains.joining ?? null, to: notable('joining') },
    { name: said.capped, count: sanctions?.chains.capped ?? null, to: notable('capped') },
    { name: said.review, count: sanctions?.chains.needsReview ?? null, to: notable('needsReview') },
    { name: said.inForce, count: massChange.inForce },
    { name: said.median, count: massChange.median },
  ];
  return figures;
}
