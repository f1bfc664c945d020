import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWords, words } from '../../../language/words';
import { useMay } from '../../../session/session';

const WORDS = words({ zh: { approve: '批准恢复号码' }, en: { approve: 'Approve restoring a number' } });

const ApprovalDialog = lazy(() => import('./approval-dialog'));

/** Gives leave to restore one number. @param subjectId of whom; absent: it is asked for */
export function ApproveButton({ subjectId }: { subjectId?: string }) {
  const { approve } = useWords(WORDS);
  const mayApprove = useMay('approver');
  const [isApproving, setApproving] = useState(false);
  if (!mayApprove) return null;
  return (
    <>
      <Button
        type={subjectId === undefined ? 'primary' : 'default'}
        icon={<CheckOutlined />}
        onClick={() => setApproving(true)}
      >
        {approve}
      </Button>
      <Suspense>{isApproving && <ApprovalDialog subjectId={subjectId} onClose={() => setApproving(false)} />}</Suspense>
    </>
  );
}
