import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import type { Column } from '../../../parts/tables/data-table';
import { NUMBERS, WORDS, type Score } from './columns';
import type { Ranking } from './ranking';

/** Of which days the numbers are. */
type Page = Pick<Schema<'ScoreboardPage'>, 'from' | 'to'>;

/** The institution, then its numbers; the ranked one as a bar too. */
export function useScoreColumns(ranking: Ranking, page: Page | undefined, rows: readonly Score[]): Column<Score>[] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { regionNameOf } = useInstitutions();
  const greatest = Math.max(...rows.map((row) => row[ranking.by] ?? 0), 0);
  const numbers = NUMBERS.map((number): Column<Score> => {
    const isRanked = number.key === ranking.by;
    return {
      key: number.key,
      title: <Sorter title={said[number.key]} isRanked={isRanked} ranking={ranking} by={number.key} />,
      sorted: isRanked ? (ranking.isRising ? 'ascending' : 'descending') : undefined,
      isNumber: true,
      cell: (row) => (
        <Ranked share={isRanked && greatest > 0 ? (row[number.key] ?? 0) / greatest : 0}>
          <ScoreNumber score={row} number={number} page={page} />
        </Ranked>
      ),
    };
  });
  return [
    {
      key: 'name',
      title: said.institution,
      width: 190,
      cell: ({ name, kind, region }) => (
        <>
          {name}
          <div className="secondary small">{`${nameOf('institutionKinds', kind)} · ${regionNameOf(region)}`}</div>
        </>
      ),
    },
    ...numbers,
  ];
}

interface SorterProps {
  title: string;
  isRanked: boolean;
  ranking: Ranking;
  by: (typeof NUMBERS)[number]['key'];
}

function Sorter({ title, isRanked, ranking, by }: SorterProps) {
  return (
    <button type="button" className="sorter" onClick={() => ranking.rankBy(by)}>
      {title} {isRanked && (ranking.isRising ? <CaretUpOutlined /> : <CaretDownOutlined />)}
    </button>
  );
}

function Ranked({ share, children }: { share: number; children: ReactNode }) {
  return (
    <span className="ranked">
      {share > 0 && <i style={{ width: `${share * 100}%` }} />}
      <span>{children}</span>
    </span>
  );
}

/** A count leads to what it counts, in the same days. */
function ScoreNumber({
  score,
  number,
  page,
}: {
  score: Score;
  number: (typeof NUMBERS)[number];
  page: Page | undefined;
}) {
  const format = useFormat();
  const value = score[number.key];
  if (!('filter' in number)) return format[number.written](value);
  const written = format.number(value ?? 0);
  const text = number.key === 'generalAcknowledged' ? `${written} / ${format.number(score.generalIssued)}` : written;
  if (value === 0 || page === undefined) return text;
  const days = `from=${page.from}&to=${page.to}`;
  return <Link to={`/directives?institution=${score.institutionId}&${number.filter}&${days}`}>{text}</Link>;
}
