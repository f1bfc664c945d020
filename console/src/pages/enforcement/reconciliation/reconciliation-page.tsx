import { useWords } from '../../../language/words';
import { Page } from '../../../parts/page';
import { TabLinks, useTab } from '../../../parts/filters/tab-links';
import { RunList } from './run-list';
import { TaskList } from './task-list';
import { WORDS } from './words';

/** In what the accounts of institutions and the books differ. */
export function ReconciliationPage() {
  const said = useWords(WORDS);
  const tab = useTab(['tasks', 'runs']);
  const tabs = [
    { key: 'tasks', title: said.tasks },
    { key: 'runs', title: said.runs },
  ] as const;
  return (
    <Page title={said.title}>
      <TabLinks tabs={tabs} selected={tab} label={said.tabs} />
      {tab === 'tasks' ? <TaskList /> : <RunList />}
    </Page>
  );
}
