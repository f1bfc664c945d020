import { Button, Dropdown } from 'antd';
import { useWords, words } from '../../language/words';
import type { Column } from '../../parts/tables/data-table';

const WORDS = words({
  zh: { manage: '管理', manageOne: (name: string) => `管理 ${name}` },
  en: { manage: 'Manage', manageOne: (name: string) => `Manage ${name}` },
});

interface Managing<Row, Act extends string> {
  /** What a row is called. */
  nameOf: (row: Row) => string;
  /** What can be done about it; nothing: it has no menu. */
  actsOf: (row: Row) => readonly Act[];
  /** What the acts are called. */
  titles: Readonly<Record<Act, string>>;
  onAct: (row: Row, act: Act) => void;
}

/** The last column of a register: a menu of what can be done about a row. */
export function useManageColumn<Row, Act extends string>(managing: Managing<Row, Act>): Column<Row> {
  const said = useWords(WORDS);
  const { nameOf, actsOf, titles, onAct } = managing;
  const cell = (row: Row) => {
    const items = actsOf(row).map((act) => ({ key: act, label: titles[act], onClick: () => onAct(row, act) }));
    if (items.length === 0) return null;
    return (
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button size="small" autoInsertSpace={false} aria-label={said.manageOne(nameOf(row))}>
          {said.manage}
        </Button>
      </Dropdown>
    );
  };
  return { key: 'acts', title: said.manage, width: 84, cell };
}
