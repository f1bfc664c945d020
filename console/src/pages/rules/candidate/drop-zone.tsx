import { FolderOpenOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useRef, useState, type DragEvent, type Ref } from 'react';
import { useWords } from '../../../language/words';
import { CANDIDATE } from './candidate-words';
import { chosenFiles, droppedFiles, type Dropped } from './dropped';

interface DropZoneProps {
  isBusy: boolean;
  onFiles: (files: Dropped[]) => void;
  /** The folder of the service itself. */
  onFolder: () => void;
}

/** Where files come in: dropped, or chosen by keyboard. */
export function DropZone({ isBusy, onFiles, onFolder }: DropZoneProps) {
  const said = useWords(CANDIDATE);
  const [isOver, setOver] = useState(false);
  const [folder, bundle] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!isBusy) void droppedFiles(event.dataTransfer).then(onFiles);
  };
  return (
    <div
      className={isOver ? 'drop-zone is-over' : 'drop-zone'}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FolderOpenOutlined style={{ fontSize: 32, color: '#0b4f9e' }} aria-hidden />
      <strong>{said.drop}</strong>
      <span className="secondary">{said.why}</span>
      <FileInput ref={folder} label={said.folder} isFolder onFiles={onFiles} />
      <FileInput ref={bundle} label={said.bundle} onFiles={onFiles} />
      <Flex wrap gap={12} justify="center">
        <Button type="primary" disabled={isBusy} onClick={() => folder.current?.click()}>
          {said.folder}
        </Button>
        <Button disabled={isBusy} onClick={() => bundle.current?.click()}>
          {said.bundle}
        </Button>
        <Button type="link" disabled={isBusy} onClick={onFolder}>
          {said.fromService}
        </Button>
      </Flex>
    </div>
  );
}

interface FileInputProps {
  ref: Ref<HTMLInputElement>;
  label: string;
  isFolder?: boolean;
  onFiles: (files: Dropped[]) => void;
}

/** The control of the browser behind a button of ours. */
function FileInput({ ref, label, isFolder = false, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={label}
      {...(isFolder ? { webkitdirectory: '' } : { accept: '.json,application/json' })}
      onChange={({ target }) => {
        onFiles(chosenFiles(target.files));
        // The same folder can be chosen again when it is mended.
        target.value = '';
      }}
    />
  );
}
