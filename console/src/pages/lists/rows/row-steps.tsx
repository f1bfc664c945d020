import { CloseOutlined, DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useCallback, useEffect } from 'react';
import { useWords, words } from '../../../language/words';
import { useToast } from '../../../parts/toasts';
import type { ListDetail } from '../list-state';
import { useSearchParameters } from '../search-parameters';
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

/** The head of a row's detail, with the ways to the refused rows around it, by mouse and by keyboard. */
export function RowSteps({ list: { id }, row, title }: { list: ListDetail; row: number; title: string }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const search = useSearchParameters();
  const go = useCallback(
    async (find: typeof refusedAfter): Promise<void> => {
      const found = await find(id, row);
      if (found === undefined) toast(said.none);
      else search.change({ row: String(found) });
    },
    [id, row, search, said, toast],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const find = { ArrowDown: refusedAfter, ArrowUp: refusedBefore }[event.key];
      if (!event.altKey || find === undefined) return;
      event.preventDefault();
      void go(find);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go]);
  const buttons = [
    { name: said.before, icon: <UpOutlined />, act: () => void go(refusedBefore) },
    { name: said.after, icon: <DownOutlined />, act: () => void go(refusedAfter) },
    { name: said.close, icon: <CloseOutlined />, act: () => search.change({ row: '' }) },
  ];
  return (
    <Flex justify="space-between" align="start">
      <h2>{title}</h2>
      <span>
        {buttons.map(({ name, icon, act }) => (
          <Button key={name} size="small" type="text" icon={icon} aria-label={name} title={name} onClick={act} />
        ))}
      </span>
    </Flex>
  );
}
