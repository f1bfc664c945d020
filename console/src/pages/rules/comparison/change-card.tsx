import { Tag } from 'antd';
import type { Schema } from '../../../api/client';
import { useWords } from '../../../language/words';
import { DataTable } from '../../../parts/tables/data-table';
import { COMPARISON } from './comparison-words';
import { leafChanges } from './leaves';
import type { Reading } from './readings';

type Change = Schema<'ChangeView'>;

const COLOURS = { added: 'green', removed: 'red', changed: 'gold' };

interface ChangeCardProps {
  change: Change;
  before: Reading | undefined;
  after: Reading | undefined;
}

/** One thing that differs: in sentences side by side where there are any, and value by value. */
export function ChangeCard({ change: { id, change, before: was, after: is }, before, after }: ChangeCardProps) {
  const said = useWords(COMPARISON);
  const isRead = before !== undefined || after !== undefined;
  const isOtherwiseSaid = before?.lines.join('\n') !== after?.lines.join('\n');
  return (
    <article className="rule-card">
      <h4>
        <Tag color={COLOURS[change]}>{said.change[change]}</Tag> {after?.title ?? before?.title} <code>{id}</code>
      </h4>
      {isRead && isOtherwiseSaid && (
        <div className="side-by-side">
          <Side title={said.before} name="is-before" lines={before?.lines} />
          <Side title={said.after} name="is-after" lines={after?.lines} />
        </div>
      )}
      {change === 'changed' && (
        <details open={!isRead || !isOtherwiseSaid}>
          <summary>{said.details}</summary>
          <Leaves before={was} after={is} />
        </details>
      )}
    </article>
  );
}

function Side({ title, name, lines }: { title: string; name: string; lines: readonly string[] | undefined }) {
  const said = useWords(COMPARISON);
  return (
    <div className={name}>
      <strong>{title}</strong>
      {'\n'}
      {lines === undefined ? said.nothing : lines.join('\n')}
    </div>
  );
}

function Leaves({ before, after }: { before: unknown; after: unknown }) {
  const said = useWords(COMPARISON);
  return (
    <DataTable
      rows={leafChanges(before, after)}
      rowKey={({ path }) => path}
      label={said.details}
      minWidth={560}
      columns={[
        { key: 'place', title: said.place, width: '34%', cell: ({ path }) => <code>{path}</code> },
        { key: 'before', title: said.before, cell: (leaf) => leaf.before ?? said.nothing },
        { key: 'after', title: said.after, cell: (leaf) => leaf.after ?? said.nothing },
      ]}
    />
  );
}
