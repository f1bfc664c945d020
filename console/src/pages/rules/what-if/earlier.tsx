import { Tag } from 'antd';
import { Link, useLocation } from 'react-router';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Actor } from '../../../parts/values/actor';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import type { WhatIf } from './what-if-page';
import { WHAT_IF } from './what-if-words';

const COLOURS = { running: 'blue', done: 'green', failed: 'red', cancelled: 'default' };

/** The last what-ifs of the rulebook. */
export function Earlier({ items, id: shown }: { items: readonly WhatIf[]; id: string }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const { pathname } = useLocation();
  const columns: Column<WhatIf>[] = [
    {
      key: 'day',
      title: said.day,
      width: 180,
      cell: ({ id, effectiveFrom }) => (
        <Link to={`${pathname}?id=${id}`} aria-current={id === shown}>
          {effectiveFrom}
        </Link>
      ),
    },
    {
      key: 'state',
      title: said.state,
      width: 120,
      cell: ({ state }) => <Tag color={COLOURS[state]}>{said.states[state]}</Tag>,
    },
    { key: 'by', title: said.requested, cell: ({ requestedBy }) => <Actor id={requestedBy} /> },
    { key: 'at', title: said.requestedAt, width: 170, cell: ({ requestedAt }) => format.instant(requestedAt) },
    {
      key: 'affected',
      title: said.affected,
      width: 150,
      isNumber: true,
      cell: ({ report }) => (report === null ? format.day(null) : format.number(report.mostAffected)),
    },
    {
      key: 'mass',
      title: said.mass,
      width: 130,
      cell: ({ isMassChange }) => isMassChange === true && <Tag color="red">{said.mass}</Tag>,
    },
  ];
  return (
    <section className="law-text" aria-label={said.earlier}>
      <h2>{said.earlier}</h2>
      <DataTable rows={items} columns={columns} rowKey={({ id }) => id} label={said.earlier} />
    </section>
  );
}
