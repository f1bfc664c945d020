import { useWords } from '../../../language/words';
import { Page } from '../../../parts/page';
import { TabLinks, useTab } from '../../../parts/filters/tab-links';
import { DirectiveList } from './directive-list';
import { EscalationList } from './escalation-list';
import { WORDS } from './words';

/** What institutions are to do, and what they have not answered in time. */
export function DirectivesPage() {
  const said = useWords(WORDS);
  const tab = useTab(['list', 'overdue']);
  const tabs = [
    { key: 'list', title: said.title },
    { key: 'overdue', title: said.overdueTab },
  ] as const;
  return (
    <Page title={said.title}>
      <TabLinks tabs={tabs} selected={tab} label={said.tabs} />
      {tab === 'list' ? <DirectiveList /> : <EscalationList />}
    </Page>
  );
}
