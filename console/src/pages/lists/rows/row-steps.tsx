import { CloseOutlined, DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import type { ListDetail } from '../list-state';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { refusedAfter, refusedBefore } from './refused-rows';

const WORDS = words({
  zh: {
    before: '上一条未受理行(Alt+↑)',
    after: '下一条未受理行(Alt+↓)',
    close: '关闭',
    none: '没有更多未受理行',
  },
  en: {
    before: 'Previous refused row (Alt+↑)',
    after: 'Next refused row (Alt+↓)',
    close: 'Close',
    none: 'No more refused rows',
  },
});

/** There the arrows are the field's own, and what is typed would be left behind. */
const FIELDS = 'input, textarea, select, [contenteditable], [role=dialog]';

/** The head of a row's detail, with the ways to the refused rows around it, by mouse and by keyboard. */
export function RowSteps({ list: { id }, row, title }: { list: ListDetail; row: number; title: string }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const search = useSearchParameters();
  const { seek, problem } = useLatest();
  const go = useCallback(
    (find: typeof refusedAfter): void =>
      seek(find(id, row), (found) => {
        if (found === undefined) toast(said.none);
        else search.change({ row: String(found) });
      }),
    [id, row, search, said, toast, seek],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const find = { ArrowDown: refusedAfter, ArrowUp: refusedBefore }[event.key];
      if (!event.altKey || find === undefined || isInField(event.target)) return;
      event.preventDefault();
      go(find);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go]);
  const buttons = [
    { name: said.before, icon: <UpOutlined />, act: () => go(refusedBefore) },
    { name: said.after, icon: <DownOutlined />, act: () => go(refusedAfter) },
    { name: said.close, icon: <CloseOutlined />, act: () => search.change({ row: '' }) },
  ];
  return (
    <>
      <Flex justify="space-between" align="start">
        <h2>{title}</h2>
        <span>
          {buttons.map(({ name, icon, act }) => (
            <Button key={name} size="small" type="text" icon={icon} aria-label={name} title={name} onClick={act} />
          ))}
        </span>
      </Flex>
      {problem !== undefined && <ProblemAlert problem={problem} />}
    </>
  );
}

function isInField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}

/** Only the last question is answered, and none once the row is left. */
function useLatest() {
  const latest = useRef<Promise<unknown>>(undefined);
  const [problem, setProblem] = useState<Problem>();
  useEffect(
    () => () => {
      latest.current = undefined;
    },
    [],
  );
  const seek = useCallback(<Found,>(asked: Promise<Found>, answer: (found: Found) => void): void => {
    const ifLatest =
      <Value,>(act: (value: Value) => void) =>
      (value: Value): void => {
        if (latest.current === asked) act(value);
      };
    latest.current = asked;
    setProblem(undefined);
    asked.then(
      ifLatest(answer),
      ifLatest((refusal: Problem) => setProblem(refusal)),
    );
  }, []);
  return { seek, problem };
}
