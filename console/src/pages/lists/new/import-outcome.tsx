import { Button, Flex } from 'antd';
import { Link } from 'react-router';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import type { Imported } from './importing';

const WORDS = words({
  zh: {
    done: (title: string) => `「${title}」已建立草稿`,
    rows: '读取行数',
    accepted: '受理',
    rejected: '未受理',
    open: '查看名单',
    mend: '处理未受理行',
    another: '再导入一份',
    sheets: (names: string) => `未识别表头、未读取的工作表:${names}`,
    lines: (lines: string) => `未作为数据读取的行(合计行、重复表头):${lines}`,
  },
  en: {
    done: (title: string) => `“${title}” is drafted`,
    rows: 'Rows read',
    accepted: 'Accepted',
    rejected: 'Refused',
    open: 'See the list',
    mend: 'Mend refused rows',
    another: 'Import another one',
    sheets: (names: string) => `Sheets without a known header, not read: ${names}`,
    lines: (lines: string) => `Lines that are no data (totals, repeated headers): ${lines}`,
  },
});

/** The new draft in numbers, what of the file is not in it, and the way on. */
export function ImportOutcome({ list, onAnother }: { list: Imported; onAnother: () => void }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { id, title, counts, leftAside } = list;
  const lines = leftAside.lines.map(({ sheet, line }) => (sheet === '' ? String(line) : `${sheet} ${line}`));
  const figures = [
    [said.rows, counts.total],
    [said.accepted, counts.accepted],
    [said.rejected, counts.rejected],
  ] as const;
  return (
    <section className="list-panel" aria-label={said.done(title)}>
      <Flex vertical gap={16}>
        <h2 role="status">{said.done(title)}</h2>
        <div className="list-figures">
          {figures.map(([name, count]) => (
            <div key={name}>
              <strong>{format.number(count)}</strong>
              {name}
            </div>
          ))}
        </div>
        {leftAside.sheets.length > 0 && <div>{said.sheets(leftAside.sheets.join(', '))}</div>}
        {lines.length > 0 && <div>{said.lines(lines.join(', '))}</div>}
        <Flex gap={16} align="center" wrap>
          <Link to={`/lists/${id}`}>{said.open}</Link>
          {counts.rejected > 0 && <Link to={`/lists/${id}?tab=rows&verdict=rejected`}>{said.mend}</Link>}
          <Button onClick={onAnother}>{said.another}</Button>
        </Flex>
      </Flex>
    </section>
  );
}
