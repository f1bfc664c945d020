import { Link } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { Identifiers } from './identifiers';
import { tabMemory, type SeenSubject } from './tab-memory';

const WORDS = words({
  zh: {
    title: '本标签页最近查看',
    name: '对象',
    kind: '类别',
    identifiers: '证件',
    none: '按证件、姓名或卡号查询',
    noneWhy: '查到的对象在这里留到关闭或刷新本标签页为止。号码始终掩码显示,查看明文须说明用途。',
  },
  en: {
    title: 'Seen lately in this tab',
    name: 'Subject',
    kind: 'Kind',
    identifiers: 'Identifiers',
    none: 'Search by identifier, name or card',
    noneWhy: 'Whom you look at stays here until this tab is closed or reloaded. Numbers stay masked until you say why.',
  },
});

/** Whom this officer looked at in this tab. */
export function SeenSubjects() {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { seen } = tabMemory();
  if (seen.length === 0) return <Blank title={said.none} why={said.noneWhy} />;
  const columns: Column<SeenSubject>[] = [
    {
      key: 'name',
      title: said.name,
      width: '25%',
      cell: ({ id, nameMasked }) => <Link to={`/subjects/${id}`}>{nameMasked}</Link>,
    },
    { key: 'kind', title: said.kind, width: 120, cell: ({ kind }) => nameOf('subjectKinds', kind) },
    { key: 'ids', title: said.identifiers, cell: ({ identifiers }) => <Identifiers masked={identifiers} /> },
  ];
  return (
    <section>
      <h2 className="part-title">{said.title}</h2>
      <DataTable label={said.title} rows={seen} columns={columns} rowKey={({ id }) => id} />
    </section>
  );
}
