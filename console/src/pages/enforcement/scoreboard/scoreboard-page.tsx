import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useCatalogue } from '../../../api/catalogue';
import { download } from '../../../api/download';
import { useInstitutions } from '../../../api/institutions';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { CursorTable } from '../../../parts/tables/cursor-table';
import { FilterChoice, FilterDay, Filters } from '../../../parts/filters/filters';
import { Page } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { KINDS, useAsked, useBoard } from './board';
import { WORDS } from './columns';
import './scoreboard.css';
import { useRanking } from './ranking';
import { useScoreColumns } from './score-columns';

/** What each institution was told, what it did, and how fast. */
export function ScoreboardPage() {
  const said = useWords(WORDS);
  const asked = useAsked();
  const query = useBoard(asked);
  const ranking = useRanking();
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const columns = useScoreColumns(ranking, query.data?.pages[0], rows);
  const saving = useMutation({ mutationFn: () => download(csvOf(asked), 'scoreboard.csv') });
  return (
    <Page
      title={said.title}
      actions={
        <Button icon={<DownloadOutlined />} loading={saving.isPending} onClick={() => saving.mutate()}>
          {said.csv}
        </Button>
      }
    >
      {saving.error !== null && <ProblemAlert problem={saving.error} />}
      <ScoreFilters />
      <CursorTable
        query={query}
        columns={columns}
        arranged={ranking.arranged}
        rowKey={({ institutionId }) => institutionId}
        label={said.table}
        minWidth={1020}
        empty={<Blank title={said.empty} />}
      />
    </Page>
  );
}

function ScoreFilters() {
  const said = useWords(WORDS);
  const catalogue = useCatalogue();
  const { list } = useInstitutions();
  const kinds = KINDS.map((value) => {
    return { value, label: catalogue?.institutionKinds.find(({ id }) => id === value)?.name ?? value };
  });
  const regions = [...new Map(list.map(({ region, regionName }) => [region, regionName]))]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([value, label]) => ({ value, label }));
  return (
    <Filters>
      <FilterChoice name="region" label={said.region} all={said.allRegions} options={regions} isLong />
      <FilterChoice name="kind" label={said.kind} all={said.allKinds} options={kinds} />
      <FilterDay name="from" label={said.issuedFrom} short={said.from} />
      <FilterDay name="to" label={said.issuedTo} short={said.to} />
      <span className="secondary">{said.usual}</span>
    </Filters>
  );
}

function csvOf(asked: Record<string, string>): string {
  return `/v1/scoreboard?${new URLSearchParams({ ...asked, format: 'csv' }).toString()}`;
}
