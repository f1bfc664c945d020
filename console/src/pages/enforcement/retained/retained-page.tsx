import { useWords } from '../../../language/words';
import { Page } from '../../../parts/page';
import { TabLinks, useTab } from '../../../parts/filters/tab-links';
import { ApprovalList } from './approval-list';
import { ApproveButton } from './approve-button';
import { Register } from './register';
import { WORDS } from './words';

/** Which numbers sanctioned subjects keep, and the leave of the police to restore them. */
export function RetainedPage() {
  const said = useWords(WORDS);
  const tab = useTab(['register', 'approvals']);
  const tabs = [
    { key: 'register', title: said.register },
    { key: 'approvals', title: said.approvals },
  ] as const;
  return (
    <Page title={said.title} actions={<ApproveButton />}>
      <TabLinks tabs={tabs} selected={tab} label={said.tabs} />
      {tab === 'register' ? <Register /> : <ApprovalList />}
    </Page>
  );
}
