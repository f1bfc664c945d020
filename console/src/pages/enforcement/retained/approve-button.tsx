import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../../../language/words';
import { WORDS } from './words';

const Approve = lazy(() => import('./approve'));

export function ApproveButton() {
  const said = useWords(WORDS);
  const [isApproving, setApproving] = useState(false);
  return (
    <>
      <Button type="primary" icon={<CheckOutlined />} onClick={() => setApproving(true)}>
        {said.approve}
      </Button>
      <Suspense>{isApproving && <Approve onClose={() => setApproving(false)} />}</Suspense>
    </>
  );
}
