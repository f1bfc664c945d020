import { useMemo } from 'react';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Chart } from '../../../parts/charts/chart';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import type { TabProps } from '../desk/subject-page';
import { BAR_STATES, barsOf, type Bar } from './bars';
import { useHappenings, type Happening } from './happenings';
import { SanctionSheet } from './sanction-sheet';
import { heightOf, lanesOf, LOOKS, timelineOption } from './timeline-chart';

const WORDS = words({
  zh: {
    none: '没有惩戒记录',
    noneWhy: '这个对象没有被惩戒过,也没有申诉或指令。',
    chart: '惩戒措施随时间的长短;同样的内容见下表。',
    today: '今天',
    capped: '满五年封顶',
    kinds: {
      designation: '认定',
      lifting: '解除、撤销',
      directive: '指令',
      receipt: '回执',
      appeal: '申诉',
      keeping: '保留号码',
    },
    states: {
      in_force: '执行中',
      upcoming: '尚未开始',
      suspended: '中止执行',
      ended: '已期满',
      cut: '提前解除的余期',
      superseded: '已被更正的期限',
      annulled: '已撤销',
    },
    sanctions: '各项惩戒',
    happenings: '全部事项',
    at: '时间',
    kind: '事项',
    what: '内容',
  },
  en: {
    none: 'No record of sanctions',
    noneWhy: 'This subject was never sanctioned; there is no appeal and no directive.',
    chart: 'Terms of measures over time; the tables below say the same.',
    today: 'Today',
    capped: 'capped at five years',
    kinds: {
      designation: 'Designation',
      lifting: 'Ended early',
      directive: 'Directive',
      receipt: 'Receipt',
      appeal: 'Appeal',
      keeping: 'Kept number',
    },
    states: {
      in_force: 'In force',
      upcoming: 'Not begun',
      suspended: 'Suspended',
      ended: 'Ended',
      cut: 'Left over when lifted',
      superseded: 'Known better since',
      annulled: 'Annulled',
    },
    sanctions: 'Sanctions',
    happenings: 'All that happened',
    at: 'When',
    kind: 'What',
    what: 'Content',
  },
});

/** How it came to what is in force: as a picture over time, and the same in tables. */
export default function TimelineTab({ timeline }: TabProps) {
  const said = useWords(WORDS);
  const format = useFormat();
  const happenings = useHappenings(timeline);
  if (happenings.length === 0) return <Blank title={said.none} why={said.noneWhy} />;
  const columns: Column<Happening>[] = [
    {
      key: 'at',
      title: said.at,
      width: 160,
      cell: ({ at }) => <span className="tabular">{at.length > 10 ? format.instant(at) : format.day(at)}</span>,
    },
    { key: 'kind', title: said.kind, width: 150, cell: ({ kind }) => said.kinds[kind] },
    { key: 'what', title: said.what, cell: ({ what }) => what },
  ];
  return (
    <>
      <TermsOverTime timeline={timeline} happenings={happenings} />
      <section>
        <h2 className="part-title">{said.sanctions}</h2>
        <div className="sheets">
          {timeline.sanctions.map((sanction) => (
            <SanctionSheet key={sanction.id} sanction={sanction} isOpen={timeline.sanctions.length === 1} />
          ))}
        </div>
      </section>
      <section>
        <h2 className="part-title">{said.happenings}</h2>
        <DataTable
          minWidth={600}
          label={said.happenings}
          rows={happenings}
          columns={columns}
          rowKey={({ key }) => key}
        />
      </section>
    </>
  );
}

function TermsOverTime({ timeline, happenings }: TabProps & { happenings: readonly Happening[] }) {
  const said = useWords(WORDS);
  const bars = useMemo(() => barsOf(timeline), [timeline]);
  const option = useMemo(() => timelineOption(happenings, bars, said), [happenings, bars, said]);
  return (
    <figure className="sheet">
      <Chart option={option} height={heightOf(lanesOf(happenings, bars, said), bars)} label={said.chart} />
      <figcaption>
        <Legend bars={bars} />
      </figcaption>
    </figure>
  );
}

function Legend({ bars }: { bars: readonly Bar[] }) {
  const { states, capped } = useWords(WORDS);
  const shown = BAR_STATES.filter((state) => bars.some((bar) => bar.state === state));
  return (
    <ul className="legend">
      {shown.map((state) => {
        const { fill, stroke, lineDash } = LOOKS[state];
        return (
          <li key={state}>
            <svg width="26" height="12" aria-hidden>
              <rect
                x="1"
                y="1"
                width="24"
                height="10"
                rx="2"
                fill={fill}
                stroke={stroke}
                strokeDasharray={lineDash?.join(' ')}
              />
            </svg>
            {states[state]}
          </li>
        );
      })}
      {bars.some(({ isCapped }) => isCapped) && (
        <li>
          <svg width="8" height="14" aria-hidden>
            <rect x="2" width="4" height="14" fill="#1f2933" />
          </svg>
          {capped}
        </li>
      )}
    </ul>
  );
}
