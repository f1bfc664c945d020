import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useWhole } from '../../../api/whole';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, optionsOf, useFilter } from '../../../parts/filters/filters';
import { Page } from '../../../parts/page';
import { useMay } from '../../../session/session';
import { CampaignState } from './campaign-state';
import { WORDS } from './words';

type Campaign = Schema<'CampaignView'>;

const STATES = ['draft', 'selecting', 'running', 'closed', 'cancelled'] as const;

const Draft = lazy(() => import('./draft'));

/** Campaigns that verify cards, newest first. */
export function CampaignsPage() {
  const said = useWords(WORDS);
  const mayDraft = useMay('submitter');
  const [isDrafting, setDrafting] = useState(false);
  const query = api.useInfiniteQuery('get', '/v1/campaigns', { params: { query: { limit: 100 } } }, BY_CURSOR);
  const state = useFilter('state', STATES);
  // The service has no filter for it, and there are few.
  useWhole(query);
  const draft = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDrafting(true)}>
      {said.create}
    </Button>
  );
  return (
    <Page title={said.title} actions={mayDraft && draft}>
      <Filters>
        <FilterChoice name="state" label={said.state} all={said.allStates} options={optionsOf(said.states)} />
      </Filters>
      <CursorTable
        query={query}
        columns={useColumns()}
        rowKey={({ id }) => id}
        label={said.title}
        arranged={(rows) => rows.filter((row) => state === undefined || row.state === state)}
        empty={state === undefined ? <Blank title={said.empty} why={said.emptyWhy} /> : undefined}
      />
      <Suspense>{isDrafting && <Draft onClose={() => setDrafting(false)} />}</Suspense>
    </Page>
  );
}

function useColumns(): Column<Campaign>[] {
  const said = useWords(WORDS);
  const format = useFormat();
  const { regionNameOf } = useInstitutions();
  return [
    {
      key: 'title',
      title: said.campaign,
      cell: ({ id, title }) => <Link to={`/campaigns/${id}`}>{title}</Link>,
    },
    { key: 'kind', title: said.kind, width: 160, cell: ({ kind }) => said.kinds[kind] },
    {
      key: 'region',
      title: said.region,
      width: 120,
      cell: ({ region }) => (region === null ? said.everywhere : regionNameOf(region)),
    },
    {
      key: 'selected',
      title: said.selected,
      width: 120,
      isNumber: true,
      cell: ({ selected }) => format.number(selected),
    },
    { key: 'createdAt', title: said.createdAt, width: 150, cell: ({ createdAt }) => format.instant(createdAt) },
    { key: 'state', title: said.state, width: 100, cell: ({ state }) => <CampaignState state={state} /> },
  ];
}
