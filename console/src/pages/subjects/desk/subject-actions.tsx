import { PrinterOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useWords, words } from '../../../language/words';
import { ApproveButton } from '../../enforcement/retained/approve-button';

const WORDS = words({ zh: { print: '打印' }, en: { print: 'Print' } });

/** What can be done about the subject as a whole; about one of its sanctions, see the timeline. */
export function SubjectActions({ subjectId }: { subjectId: string }) {
  const { print } = useWords(WORDS);
  return (
    <Flex gap={8} wrap>
      <ApproveButton subjectId={subjectId} />
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {print}
      </Button>
    </Flex>
  );
}
