import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { api, type Problem } from '../../api/client';
import { download } from '../../api/download';
import { useWords, words } from '../../language/words';
import { useFilter } from '../../parts/filters/filters';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Panel } from '../../parts/panel';
import { ProblemAlert } from '../../parts/problem-alert';
import { TabLinks, type TabLink } from '../../parts/filters/tab-links';
import type { Counts, Dimension, Scope } from './figures';
import { MyWork } from './my-work';
import { Ranking } from './ranking';
import { useAsked, useCountsBy } from './scope';
import { ScopeFilters } from './scope-filters';
import { Tiles } from './tiles';
import { Trend } from './trend';
import './dashboard.css';

const WORDS = words({
  zh: {
    title: '工作台',
    download: '下载 CSV',
    numbers: (asOf: string) => `统计 · 截至 ${asOf}`,
    trend: '每月趋势',
    dimensions: '统计维度',
    by: {
      region: '地区',
      institution: '机构',
      regime: '制度',
      measure: '措施',
      ground: '情形',
      category: '类别',
      organ: '认定机关',
    },
  },
  en: {
    title: 'Dashboard',
    download: 'Download CSV',
    numbers: (asOf: string) => `Numbers as of ${asOf}`,
    trend: 'Trend by month',
    dimensions: 'Counted by',
    by: {
      region: 'Region',
      institution: 'Institution',
      regime: 'Regime',
      measure: 'Measure',
      ground: 'Ground',
      category: 'Category',
      organ: 'Organ',
    },
  },
});

const DIMENSIONS = ['region', 'institution', 'regime', 'measure', 'ground', 'category', 'organ'] as const;

/** What waits for the officer, and how things stand: every number leads to the list of what it counts. */
export function DashboardPage() {
  const said = useWords(WORDS);
  const asked = useAsked();
  const overview = api.useQuery('get', '/v1/statistics/overview', { params: { query: asked } });
  return (
    <Page title={said.title} actions={<Download />}>
      <MyWork />
      <ScopeFilters scope={overview.data} />
      <Loaded query={overview}>
        {({ total, regions, institutions, months, ...scope }) => (
          <>
            <Tiles total={total} scope={scope} />
            <Panel title={said.numbers(scope.asOf)}>
              <Ranked counted={{ region: regions, institution: institutions }} scope={scope} />
            </Panel>
            <Panel title={said.trend}>
              <Trend months={months} scope={scope} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** By one dimension; the overview has counted two of them, the others are counted when they are looked at. */
function Ranked({ counted, scope }: { counted: Partial<Record<Dimension, Counts[]>>; scope: Scope }) {
  const said = useWords(WORDS);
  const by = useDimension();
  const ready = counted[by];
  const query = useCountsBy(by, useAsked(), ready === undefined);
  const tabs = DIMENSIONS.map((key): TabLink<Dimension> => ({ key, title: said.by[key] }));
  return (
    <div className="ranked-by">
      <TabLinks tabs={tabs} selected={by} label={said.dimensions} />
      {ready === undefined ? (
        <Loaded query={query}>{(rows) => <Ranking key={by} by={by} rows={rows} scope={scope} />}</Loaded>
      ) : (
        <Ranking key={by} by={by} rows={ready} scope={scope} />
      )}
    </div>
  );
}

function useDimension(): (typeof DIMENSIONS)[number] {
  return useFilter('tab', DIMENSIONS) ?? 'region';
}

/** The rows that are shown, for a spreadsheet. */
function Download() {
  const said = useWords(WORDS);
  const search = new URLSearchParams({ ...useAsked(), by: useDimension(), format: 'csv' });
  const [problem, setProblem] = useState<Problem>();
  const save = (): void => {
    setProblem(undefined);
    download(`/v1/statistics?${search.toString()}`, 'statistics.csv').catch(setProblem);
  };
  return (
    <>
      {problem !== undefined && <ProblemAlert problem={problem} onRetry={save} />}
      <Button icon={<DownloadOutlined />} onClick={save}>
        {said.download}
      </Button>
    </>
  );
}
