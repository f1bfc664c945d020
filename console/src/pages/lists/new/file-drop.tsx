import { InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useWords, words } from '../../../language/words';

const WORDS = words({
  zh: {
    drop: '把名单文件拖到这里',
    choose: '选择文件',
    file: '名单文件',
    hint: 'CSV(UTF-8、GB18030)或 XLSX。惩戒名单、断卡线索按表头自动识别,逐行判定;有问题的行不影响其他行。',
  },
  en: {
    drop: 'Drop the file of a list here',
    choose: 'Choose a file',
    file: 'File of the list',
    hint: 'CSV (UTF-8, GB18030) or XLSX. Sanction lists and card leads are told apart by their header row, each row is judged; a bad row stops no other.',
  },
});

/** Takes one file, dropped or chosen. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const said = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className="list-drop"
      data-over={isOver ? '' : undefined}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined style={{ fontSize: 40, color: '#0b4f9e' }} />
      <strong>{said.drop}</strong>
      <Button type="primary" onClick={() => input.current?.click()}>
        {said.choose}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={said.file}
        accept=".csv,.xlsx,.txt"
        onChange={({ currentTarget }) => take(currentTarget.files)}
      />
      <span className="secondary">{said.hint}</span>
    </div>
  );
}
