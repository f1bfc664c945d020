import { Button, Flex, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { DataTable, type Column } from '../../../parts/tables/data-table';
import { Facts } from '../../../parts/values/facts';
import { NamedTag } from '../../../parts/values/named-tag';
import { useMay } from '../../../session/session';
import { Basis } from '../desk/basis';
import { stateOf } from '../desk/sanction-state';
import type { Timeline } from '../desk/subject-page';

type Sanction = Timeline['sanctions'][number];
type Term = Sanction['measures'][number];
/** A term that holds, or one that is known better since. */
type Row = Pick<Term, 'measure' | 'name' | 'firstDay' | 'lastDay'> & { current?: Term };

const WORDS = words({
  zh: {
    category: '类别',
    ground: '认定情形',
    organ: '认定机关',
    identifiedOn: '认定日期',
    documentNo: '文号',
    list: '名单',
    row: (row: number) => `第 ${row} 行`,
    minor: '未成年人',
    appealed: '申诉中',
    liftedAt: '终止时间',
    terms: (now: number, before: number) => (before > 0 ? `措施 ${now} 项,已更正 ${before} 项` : `措施 ${now} 项`),
    measure: '措施',
    from: '起始日',
    to: '截止日(含当日)',
    why: '依据',
    capped: '五年封顶',
    review: '需人工复核',
    superseded: (from: number, to: number) => `修订 ${from} 至 ${to} 的期限,已更正`,
    lift: '提出提前解除',
    appeal: '登记申诉',
  },
  en: {
    category: 'Category',
    ground: 'Ground',
    organ: 'Organ',
    identifiedOn: 'Identified on',
    documentNo: 'Document no.',
    list: 'List',
    row: (row: number) => `row ${row}`,
    minor: 'Minor',
    appealed: 'Appealed',
    liftedAt: 'Ended at',
    terms: (now: number, before: number) =>
      before > 0 ? `${now} measures, ${before} known better since` : `${now} measures`,
    measure: 'Measure',
    from: 'First day',
    to: 'Last day',
    why: 'Why',
    capped: 'Five-year cap',
    review: 'To be reviewed',
    superseded: (from: number, to: number) => `As known from revision ${from} to ${to}`,
    lift: 'Propose an early end',
    appeal: 'File an appeal',
  },
});

const LiftDialog = lazy(() => import('../acts/lift-dialog'));

interface SanctionSheetProps {
  sanction: Sanction;
  /** Whether its terms are unfolded. */
  isOpen: boolean;
}

/** One sanction: who decided it and why, its measures with their days, and what can be done about it. */
export function SanctionSheet({ sanction, isOpen }: SanctionSheetProps) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { regimeName, categoryName, groundName, designation, standing, isMinor, liftedAt } = sanction;
  const facts = {
    [said.category]: categoryName,
    [said.ground]: groundName,
    [said.organ]: designation.organ.name,
    [said.identifiedOn]: designation.identifiedOn,
    [said.documentNo]: designation.documentNo ?? '—',
    [said.list]: (
      <Link to={`/lists/${designation.listId}?tab=rows&from=${designation.row}&row=${designation.row}`}>
        {said.row(designation.row)}
      </Link>
    ),
    ...(liftedAt === null ? {} : { [said.liftedAt]: format.instant(liftedAt) }),
  };
  return (
    <article className="sheet" aria-label={regimeName}>
      <Flex align="center" gap={8} wrap>
        <h3 className="sheet-title">{regimeName}</h3>
        <NamedTag of="sanctionStates" id={stateOf(sanction)} />
        {standing === 'appealed' && <Tag color="gold">{said.appealed}</Tag>}
        {isMinor && <Tag color="purple">{said.minor}</Tag>}
        <SanctionActions sanction={sanction} />
      </Flex>
      <Facts facts={Object.entries(facts)} />
      <details open={isOpen}>
        <summary>{said.terms(sanction.measures.length, sanction.superseded.length)}</summary>
        <Terms sanction={sanction} />
      </details>
    </article>
  );
}

function Terms({ sanction: { measures, superseded, regimeName } }: { sanction: Sanction }) {
  const said = useWords(WORDS);
  const rows: (Row & { note?: string })[] = [
    ...measures.map((current) => ({ ...current, current })),
    ...superseded.map((term) => ({ ...term, note: said.superseded(term.fromRevision, term.toRevision) })),
  ];
  const columns: Column<Row & { note?: string }>[] = [
    {
      key: 'measure',
      title: said.measure,
      width: '28%',
      cell: ({ name, current }) => (
        <>
          {current === undefined ? <s>{name}</s> : name} {current?.isCapped && <Tag color="volcano">{said.capped}</Tag>}
          {current?.needsReview && <Tag color="magenta">{said.review}</Tag>}
        </>
      ),
    },
    { key: 'from', title: said.from, width: 120, cell: ({ firstDay }) => firstDay },
    { key: 'to', title: said.to, width: 150, cell: ({ lastDay }) => lastDay },
    {
      key: 'why',
      title: said.why,
      cell: ({ current, note }) => (current === undefined ? note : <Basis {...current} />),
    },
  ];
  return (
    <DataTable
      label={regimeName}
      minWidth={600}
      rows={rows}
      columns={columns}
      rowKey={({ measure, firstDay, lastDay, note }) => `${measure} ${firstDay} ${lastDay} ${note ?? ''}`}
    />
  );
}

function SanctionActions({ sanction }: { sanction: Sanction }) {
  const { lift, appeal } = useWords(WORDS);
  const mayAct = useMay('submitter', 'appeals');
  const [isLifting, setLifting] = useState(false);
  const isOver = ['ended', 'lifted', 'annulled'].includes(stateOf(sanction));
  if (!mayAct || sanction.standing === 'annulled') return null;
  return (
    <Flex gap={8} className="no-print sheet-acts">
      <Link to={`/appeals/new?sanction=${sanction.id}`}>{appeal}</Link>
      {!isOver && (
        <Button size="small" onClick={() => setLifting(true)}>
          {lift}
        </Button>
      )}
      <Suspense>{isLifting && <LiftDialog sanctionId={sanction.id} onClose={() => setLifting(false)} />}</Suspense>
    </Flex>
  );
}
