import { lazy } from 'react';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { Page } from '../../../parts/page';
import { RegisterButton } from '../register-button';

const WORDS = words({
  zh: {
    title: '机构',
    register: '登记机构',
    name: '名称',
    code: '代码',
    kind: '类别',
    level: '层级',
    region: '行政区划',
    createdAt: '登记时间',
  },
  en: {
    title: 'Institutions',
    register: 'Register an institution',
    name: 'Name',
    code: 'Code',
    kind: 'Kind',
    level: 'Level',
    region: 'Region',
    createdAt: 'Registered',
  },
});

const NewInstitutionDialog = lazy(async () => ({
  default: (await import('./new-institution-dialog')).NewInstitutionDialog,
}));

/** Police organs, banks, carriers and whoever else takes part. */
export function InstitutionsPage() {
  const said = useWords(WORDS);
  const query = api.useInfiniteQuery('get', '/v1/institutions', { params: { query: { limit: 100 } } }, BY_CURSOR);
  return (
    <Page title={said.title} actions={<RegisterButton label={said.register} dialog={NewInstitutionDialog} />}>
      <CursorTable query={query} columns={useColumns()} rowKey={({ id }) => id} label={said.title} />
    </Page>
  );
}

function useColumns(): Column<Schema<'InstitutionView'>>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    { key: 'name', title: said.name, cell: ({ name }) => name },
    { key: 'code', title: said.code, width: 200, cell: ({ code }) => <code>{code}</code> },
    { key: 'kind', title: said.kind, width: 160, cell: ({ kind }) => nameOf('institutionKinds', kind) },
    {
      key: 'level',
      title: said.level,
      width: 120,
      cell: ({ level }) => (level === null ? '—' : nameOf('organLevels', level)),
    },
    {
      key: 'region',
      title: said.region,
      width: 100,
      cell: ({ region, regionName }) => <span title={region}>{regionName}</span>,
    },
    { key: 'createdAt', title: said.createdAt, width: 150, cell: ({ createdAt }) => format.instant(createdAt) },
  ];
}
