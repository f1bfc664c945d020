import { useMemo } from 'react';
import { useNameOf } from '../../../../api/catalogue';
import type { Schema } from '../../../../api/client';
import { useFormat } from '../../../../language/format';
import { useWords } from '../../../../language/words';
import { Chart } from '../../../../parts/charts/chart';
import type { ChartOption } from '../../../../parts/charts/chart-canvas';
import { DataTable, type Column } from '../../../../parts/tables/data-table';
import { WHAT_IF } from '../what-if-words';

type Question = Schema<'QuestionEffectView'>;

const KINDS = ['restricted', 'released', 'changed'] as const;
const COLOURS = { restricted: '#c4222a', released: '#2a7d0b', changed: '#7d8791' };
const ROW_PX = 30;
const FRAME_PX = 84;
const MOST_BARS = 20;

/** Subjects whose answers become stricter, milder, or rest on other grounds, question by question. */
export function ByQuestion({ effect: { questions } }: { effect: Schema<'EffectView'> }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const nameOf = useNameOf();
  const ranked = useMemo(() => questions.toSorted((left, right) => sum(right) - sum(left)), [questions]);
  const option = useMemo(() => {
    const bars = ranked.slice(0, MOST_BARS);
    return chartOf(
      bars,
      (id) => nameOf('questions', id),
      (kind) => said.kinds[kind],
    );
  }, [ranked, nameOf, said]);
  const columns: Column<Question>[] = [
    { key: 'question', title: said.question, cell: ({ question }) => nameOf('questions', question) },
    ...KINDS.map((kind): Column<Question> => ({
      key: kind,
      title: said.kinds[kind],
      width: 130,
      isNumber: true,
      cell: (one) => format.number(one[kind]),
    })),
  ];
  return (
    <>
      <h3>{said.byQuestion}</h3>
      <div className="panel">
        <Chart
          option={option}
          height={FRAME_PX + Math.min(ranked.length, MOST_BARS) * ROW_PX}
          label={said.byQuestion}
        />
      </div>
      <DataTable
        rows={ranked}
        columns={columns}
        rowKey={({ question }) => question}
        label={said.byQuestion}
        minWidth={560}
      />
    </>
  );
}

function sum({ restricted, released, changed }: Question): number {
  return restricted + released + changed;
}

function chartOf(
  questions: readonly Question[],
  nameOf: (question: string) => string,
  saidOf: (kind: (typeof KINDS)[number]) => string,
): ChartOption {
  return {
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { color: '#333' } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: questions.map(({ question }) => nameOf(question)),
      axisLabel: { color: '#333', width: 200, overflow: 'truncate' },
    },
    series: KINDS.map((kind) => ({
      type: 'bar',
      stack: 'subjects',
      name: saidOf(kind),
      itemStyle: { color: COLOURS[kind] },
      data: questions.map((one) => one[kind]),
    })),
  };
}
