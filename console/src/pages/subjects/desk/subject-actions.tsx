import { PrinterOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWords, words } from '../../../language/words';
import { useMay } from '../../../session/session';

const WORDS = words({
  zh: { print: '打印', approve: '批准恢复号码' },
  en: { print: 'Print', approve: 'Approve restoring a number' },
});

const SimApprovalDialog = lazy(() => import('../acts/sim-approval-dialog'));

/** What can be done about the subject as a whole; about one of its sanctions, see the timeline. */
export function SubjectActions({ subjectId }: { subjectId: string }) {
  const { print, approve } = useWords(WORDS);
  const mayApprove = useMay('approver');
  const [isApproving, setApproving] = useState(false);
  return (
    <Flex gap={8} wrap>
      {mayApprove && <Button onClick={() => setApproving(true)}>{approve}</Button>}
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {print}
      </Button>
      <Suspense>
        {isApproving && <SimApprovalDialog subjectId={subjectId} onClose={() => setApproving(false)} />}
      </Suspense>
    </Flex>
  );
}
