import { EyeOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWords, words } from '../../language/words';

const WORDS = words({ zh: { show: '查看明文' }, en: { show: 'Show in full' } });

const PurposeDialog = lazy(() => import('../dialogs/purpose-dialog'));

interface MaskedProps<Revealed> {
  /** What is shown until then. */
  masked: ReactNode;
  /** Asks the service with the purpose; throws the `Problem` it answers. */
  reveal: (purpose: string) => Promise<Revealed>;
  children: (revealed: Revealed) => ReactNode;
}

/** Personal data masked, until the officer says what it is needed for; that is kept in the audit trail. It is masked again when the page is left. */
export function Masked<Revealed>({ masked, reveal, children }: MaskedProps<Revealed>) {
  const { show } = useWords(WORDS);
  const [revealed, setRevealed] = useState<Revealed>();
  const [isAsking, setAsking] = useState(false);
  if (revealed !== undefined) return children(revealed);
  const answer = async (purpose: string): Promise<void> => {
    const found = await reveal(purpose);
    setRevealed(() => found);
    setAsking(false);
  };
  return (
    <Flex align="center" gap={4}>
      <span className="tabular">{masked}</span>
      <Button
        size="small"
        type="text"
        icon={<EyeOutlined />}
        aria-label={show}
        title={show}
        onClick={() => setAsking(true)}
      />
      <Suspense>{isAsking && <PurposeDialog onPurpose={answer} onCancel={() => setAsking(false)} />}</Suspense>
    </Flex>
  );
}
