import { Button, Flex, Spin } from 'antd';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import type { Progress } from './importing';

const WORDS = words({
  zh: {
    sending: (name: string) => `正在上传「${name}」…`,
    reading: (name: string) => `正在读取「${name}」…`,
    counts: (rows: string, accepted: string, rejected: string) => `已读 ${rows} 行:受理 ${accepted},未受理 ${rejected}`,
    cancel: '取消导入',
  },
  en: {
    sending: (name: string) => `Sending “${name}” …`,
    reading: (name: string) => `Reading “${name}” …`,
    counts: (rows: string, accepted: string, rejected: string) =>
      `${rows} rows read: ${accepted} accepted, ${rejected} refused`,
    cancel: 'Cancel the import',
  },
});

interface ImportProgressProps {
  file: File;
  /** Undefined until the first rows were read. */
  progress: Progress | undefined;
  onCancel: () => void;
}

/** How far an import is. How many rows there will be nobody knows before the end: there is no bar that pretends to. */
export function ImportProgress({ file, progress, onCancel }: ImportProgressProps) {
  const said = useWords(WORDS);
  const format = useFormat();
  return (
    <div className="list-drop">
      <Spin size="large" />
      <strong>{progress === undefined ? said.sending(file.name) : said.reading(file.name)}</strong>
      <Flex vertical align="center" role="status" className="tabular">
        {progress !== undefined &&
          said.counts(format.number(progress.rows), format.number(progress.accepted), format.number(progress.rejected))}
      </Flex>
      <Button onClick={onCancel}>{said.cancel}</Button>
    </div>
  );
}
