import { Alert } from 'antd';
import { api, type Schema } from '../../../api/client';
import { useLanguage } from '../../../language/language';
import { useWords, words } from '../../../language/words';
import { Loaded } from '../../../parts/loaded';
import type { ListDetail } from '../list-state';
import { SummaryFigures } from './summary-figures';
import { SummaryTables } from './summary-tables';

const WORDS = words({
  zh: {
    unusual: '这份名单的规模异常,批准前请核实',
    changed: '摘要的内容与页面上的名单不一致,请刷新后再审批。',
  },
  en: {
    unusual: 'This list is unusually large: check before approving',
    changed: 'The summary is of another content than the list on this page. Reload before you approve.',
  },
});

/** What an approver should know before signing; every number leads to its rows where rows can be told apart by it. */
export default function SummaryTab({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const query = api.useQuery('get', '/v1/sanction-lists/{id}/summary', { params: { path: { id: list.id } } });
  return (
    <Loaded query={query}>
      {(summary) => (
        <>
          {summary.contentHash !== list.contentHash && <Alert type="warning" showIcon title={said.changed} />}
          {summary.massChange.isUnusual && <MassChange title={said.unusual} change={summary.massChange} />}
          <SummaryFigures list={list} summary={summary} />
          <SummaryTables summary={summary} />
        </>
      )}
    </Loaded>
  );
}

function MassChange({ title, change }: { title: string; change: Schema<'MassChange'> }) {
  const language = useLanguage();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={title}
      description={change.reasons.map(({ zh, en }) => (
        <div key={en}>{language === 'en' ? en : zh}</div>
      ))}
    />
  );
}
