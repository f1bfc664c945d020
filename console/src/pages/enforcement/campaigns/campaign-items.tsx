import { Flex, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { BY_CURSOR, CursorTable } from '../../../parts/tables/cursor-table';
import type { Column } from '../../../parts/tables/data-table';
import { FilterChoice, Filters, optionsOf, useFilter } from '../../../parts/filters/filters';
import { Panel } from '../../../parts/panel';
import { CardReference } from '../references';
import { ITEM_WORDS, WORDS } from './words';

type Item = Schema<'CampaignItemView'>;

const STATES = ['selected', 'notified', 'failed', 'cancelled', 'verified', 'suspended', 'withdrawn'] as const;

const COLOURS: Readonly<Record<Item['state'], string>> = {
  selected: 'blue',
  notified: 'blue',
  failed: 'gold',
  suspended: 'red',
  verified: 'green',
  cancelled: 'default',
  withdrawn: 'default',
};

/** The cards of a campaign, numbers masked, in the order of selection. */
export function CampaignItems({ campaign: { id, byInstitution } }: { campaign: Schema<'CampaignDetail'> }) {
  const said = useWords(WORDS);
  const states = useWords(ITEM_WORDS);
  const { nameOf } = useInstitutions();
  const [search] = useSearchParams();
  const asked = given({ state: useFilter('state', STATES), institution: search.get('institution') ?? undefined });
  const query = api.useInfiniteQuery(
    'get',
    '/v1/campaigns/{id}/items',
    { params: { path: { id }, query: { ...asked, limit: 100 } } },
    BY_CURSOR,
  );
  const institutions = byInstitution.map(({ institution }) => ({ value: institution, label: nameOf(institution) }));
  return (
    <Panel title={said.items}>
      <Flex vertical gap={12}>
        <Filters>
          <FilterChoice name="state" label={said.state} all={said.allStates} options={optionsOf(states)} />
          <FilterChoice
            name="institution"
            label={said.institutions}
            all={said.everyInstitution}
            options={institutions}
            isLong
          />
        </Filters>
        <CursorTable
          query={query}
          columns={useColumns()}
          rowKey={({ id: item }) => item}
          label={said.items}
          empty={<Blank title={said.noItems} />}
        />
      </Flex>
    </Panel>
  );
}

function useColumns(): Column<Item>[] {
  const said = useWords(WORDS);
  const states = useWords(ITEM_WORDS);
  const format = useFormat();
  const { nameOf } = useInstitutions();
  return [
    {
      key: 'card',
      title: said.card,
      cell: ({ cardId, kind, numberMasked }) => <CardReference id={cardId} kind={kind} number={numberMasked} />,
    },
    { key: 'institution', title: said.institutions, width: 150, cell: ({ institution }) => nameOf(institution) },
    { key: 'notifiedAt', title: said.notifiedAt, width: 145, cell: ({ notifiedAt }) => format.instant(notifiedAt) },
    { key: 'reportedAt', title: said.reportedAt, width: 145, cell: ({ reportedAt }) => format.instant(reportedAt) },
    { key: 'deadlineAt', title: said.deadlineAt, width: 145, cell: ({ deadlineAt }) => format.instant(deadlineAt) },
    {
      key: 'state',
      title: said.state,
      width: 110,
      cell: ({ state }) => <Tag color={COLOURS[state]}>{states[state]}</Tag>,
    },
  ];
}
