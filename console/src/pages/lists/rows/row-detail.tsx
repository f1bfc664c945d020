import { Button, Flex, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, client } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Loaded } from '../../../parts/loaded';
import { Facts } from '../../../parts/values/facts';
import { useMay, useSession } from '../../../session/session';
import type { ListDetail } from '../list-state';
import { isMasked, leavesOf, type Entry } from './entry-content';
import { useFieldNames } from './field-words';
import { RowExclusion } from './row-exclusion';
import { RowSteps } from './row-steps';
import { VerdictTag } from './verdict-tag';

const WORDS = words({
  zh: {
    row: (row: number) => `第 ${row} 行`,
    gone: '名单没有这一行',
    show: '查看明文',
    correct: '更正',
    subject: '对象档案',
    written: '原始内容',
    understood: '识别结果',
    nothing: '未能识别',
  },
  en: {
    row: (row: number) => `Row ${row}`,
    gone: 'The list has no such row',
    show: 'Show in full',
    correct: 'Correct',
    subject: 'Subject',
    written: 'As written',
    understood: 'As understood',
    nothing: 'Not understood',
  },
});

const PurposeDialog = lazy(() => import('../../../parts/dialogs/purpose-dialog'));
const CorrectionForm = lazy(() => import('./correction-form'));

/** One row: what was written, what was understood, why it is refused; corrected or taken out by the author of a draft. */
export function RowDetail({ list, row }: { list: ListDetail; row: number }) {
  const said = useWords(WORDS);
  const query = api.useQuery('get', '/v1/sanction-lists/{id}/entries', {
    params: { path: { id: list.id }, query: { from: row, limit: 1 } },
  });
  return (
    <aside className="list-panel" aria-label={said.row(row)}>
      <RowSteps list={list} row={row} title={said.row(row)} />
      <Loaded query={query}>
        {({ items: [entry] }) =>
          entry?.row === row ? <Content list={list} masked={entry} /> : <Blank title={said.gone} />
        }
      </Loaded>
    </aside>
  );
}

function Content({ list, masked }: { list: ListDetail; masked: Entry }) {
  const said = useWords(WORDS);
  const [isCorrecting, setCorrecting] = useState(false);
  const { entry, reveal, dialog } = useRevealed(list, masked);
  const mayChange = useMayChange(list);
  const isExcluded = entry.code === 'EXCLUDED';
  const canCorrect = mayChange && !isExcluded && entry.raw !== null && !isCorrecting;
  const hasStars = leavesOf([entry.raw, entry.entry]).some(({ value }) => isMasked(String(value)));
  // Whatever would replace the row has to wait while somebody types into it.
  const canReveal = hasStars && !isCorrecting;
  return (
    <Flex vertical gap={12}>
      <Verdict entry={entry} />
      <Flex wrap gap={8}>
        {entry.subjectId !== null && <Link to={`/subjects/${entry.subjectId}`}>{said.subject}</Link>}
        {canReveal && (
          <Button size="small" onClick={reveal}>
            {said.show}
          </Button>
        )}
        {canCorrect && (
          <Button size="small" type="primary" onClick={() => setCorrecting(true)}>
            {said.correct}
          </Button>
        )}
        {mayChange && !isCorrecting && <RowExclusion list={list} row={entry.row} isExcluded={isExcluded} />}
      </Flex>
      {dialog}
      <h3>{said.written}</h3>
      {isCorrecting ? (
        <Suspense>
          <CorrectionForm list={list} entry={entry} onClose={() => setCorrecting(false)} />
        </Suspense>
      ) : (
        <Fields of={entry.raw} />
      )}
      <h3>{said.understood}</h3>
      {entry.entry === null ? <span className="secondary">{said.nothing}</span> : <Fields of={entry.entry} />}
    </Flex>
  );
}

function Verdict({ entry: { verdict, reason, field, notes } }: { entry: Entry }) {
  const nameOf = useNameOf();
  const names = useFieldNames();
  return (
    <div>
      <VerdictTag verdict={verdict} />
      {field !== undefined && `${names.field(field.replaceAll(/\[(\d+)\]/g, '.$1').split('.'))} · `}
      {reason}
      {notes.map((note) => (
        <Tag key={note}>{nameOf('rowNotes', note)}</Tag>
      ))}
    </div>
  );
}

/** Every field with its value. */
function Fields({ of }: { of: Entry['raw'] }) {
  const names = useFieldNames();
  return <Facts facts={leavesOf(of).map((leaf) => [names.field(leaf.path), names.value(leaf)])} />;
}

/** The row as it is shown: masked, until somebody says what it is needed for, and again as soon as it changes. */
function useRevealed({ id }: ListDetail, masked: Entry) {
  const [revealed, setRevealed] = useState<{ of: Entry; full: Entry }>();
  const [isAsking, setAsking] = useState(false);
  const answer = async (purpose: string): Promise<void> => {
    const path = { id, row: masked.row };
    const { data, error } = await client.POST('/v1/sanction-lists/{id}/entries/{row}/reveal', {
      params: { path },
      body: { purpose },
    });
    if (error !== undefined) throw error;
    setRevealed({ of: masked, full: { ...data } });
    setAsking(false);
  };
  const dialog = isAsking && (
    <Suspense>
      <PurposeDialog onPurpose={answer} onCancel={() => setAsking(false)} />
    </Suspense>
  );
  const entry = revealed?.of === masked ? revealed.full : masked;
  return { entry, reveal: () => setAsking(true), dialog };
}

/** Rows are changed as long as nobody was asked to approve them, and by nobody but the author. */
function useMayChange({ state, authorId }: ListDetail): boolean {
  const session = useSession();
  const mayWrite = useMay('submitter', 'appeals');
  return mayWrite && state === 'draft' && session.is !== 'absent' && session.session.officer.id === authorId;
}
