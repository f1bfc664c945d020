import { Button, Flex, Input } from 'antd';
import { useId, useState, type SubmitEvent } from 'react';
import { client, type Problem } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import { useEntryChanges } from '../list-changes';
import type { ListDetail } from '../list-state';
import { isMasked, leavesOf, patchOf, type Entry } from './entry-content';
import { useFieldNames } from './field-words';

const WORDS = words({
  zh: {
    save: '保存更正',
    cancel: '取消',
    masked: '带星号的内容不改动就保持原样。需要核对时先取消,「查看明文」后再更正。',
    accepted: (row: number) => `第 ${row} 行已受理`,
    refused: (row: number, reason: string) => `第 ${row} 行仍未受理:${reason}`,
    also: (rows: string) => `,同时重新判定第 ${rows} 行`,
  },
  en: {
    save: 'Save correction',
    cancel: 'Cancel',
    masked:
      'What is masked stays as it is unless you overwrite it. To check it, cancel and show the row in full first.',
    accepted: (row: number) => `Row ${row} is accepted`,
    refused: (row: number, reason: string) => `Row ${row} is still refused: ${reason}`,
    also: (rows: string) => `; also judged anew: row ${rows}`,
  },
});

interface CorrectionFormProps {
  list: ListDetail;
  entry: Entry;
  onClose: () => void;
}

/** The cells of a row under their own headings. Only what was changed is sent, so that nothing masked is written back. */
export default function CorrectionForm({ list, entry, onClose }: CorrectionFormProps) {
  const said = useWords(WORDS);
  const names = useFieldNames();
  const label = useId();
  const { save, isBusy, problem } = useCorrection(list, entry, onClose);
  const cells = leavesOf(entry.raw).map(({ path, value }) => ({ path, name: path.join('.'), text: String(value) }));
  return (
    <form className="list-fields" onSubmit={save}>
      {problem !== undefined && <ProblemAlert problem={problem} />}
      {cells.some(({ text }) => isMasked(text)) && <span className="secondary">{said.masked}</span>}
      {cells.map(({ path, name, text }) => (
        <label key={name} htmlFor={`${label}-${name}`}>
          <span>{names.field(path)}</span>
          <Input
            id={`${label}-${name}`}
            name={name}
            defaultValue={text}
            autoComplete="off"
            // Part of an array goes back as a whole: stars would be written into the other parts.
            disabled={isOfMaskedArray(entry.raw, path)}
          />
        </label>
      ))}
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {said.save}
        </Button>
        <Button onClick={onClose}>{said.cancel}</Button>
      </Flex>
    </form>
  );
}

function isOfMaskedArray(raw: Entry['raw'], [top = '']: readonly string[]): boolean {
  const value = raw?.[top];
  return Array.isArray(value) && leavesOf(value).some((leaf) => isMasked(String(leaf.value)));
}

function useCorrection({ id }: ListDetail, { row, raw }: Entry, onDone: () => void) {
  const said = useWords(WORDS);
  const toast = useToast();
  const changed = useEntryChanges(id);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async (patch: Record<string, unknown>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    const { data, error } = await client.PATCH('/v1/sanction-lists/{id}/entries/{row}', {
      params: { path: { id, row } },
      body: { raw: patch },
    });
    setBusy(false);
    setProblem(error);
    if (data === undefined) return;
    const { entry, alsoChanged } = data;
    const verdict = entry.verdict === 'accepted' ? said.accepted(row) : said.refused(row, entry.reason ?? '');
    toast(alsoChanged.length === 0 ? verdict : verdict + said.also(alsoChanged.join(', ')));
    onDone();
    await changed(data);
  };
  const save = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = [...new FormData(event.currentTarget)].flatMap(([name, text]): [string, string][] =>
      typeof text === 'string' ? [[name, text]] : [],
    );
    void send(patchOf(raw, new Map(typed)));
  };
  return { save, isBusy, problem };
}
