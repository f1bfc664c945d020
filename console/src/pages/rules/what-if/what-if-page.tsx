import { useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Loaded } from '../../../parts/loaded';
import { useMay } from '../../../session/session';
import { RulebookFrame } from '../rulebook-frame';
import type { RulebookSummary } from '../rulebook-state';
import { Earlier } from './earlier';
import { Progress } from './progress';
import { Publication } from './publication';
import { Start } from './start';
import { WHAT_IF } from './what-if-words';

const Report = lazy(() => import('./report/report'));

export type WhatIf = Schema<'WhatIfResponse'>;

const POLL_MS = 700;

/** What a rulebook would change, and its publication. In the address: `id` of the what-if, by default the last one. */
export function WhatIfPage() {
  return <RulebookFrame>{(rulebook) => <WhatIfs rulebook={rulebook} />}</RulebookFrame>;
}

function WhatIfs({ rulebook }: { rulebook: RulebookSummary }) {
  const said = useWords(WHAT_IF);
  const { hash } = rulebook;
  const [search, setSearch] = useSearchParams();
  const mayStart = useMay('rules_author', 'rules_approver');
  const query = api.useQuery('get', '/v1/rulebooks/{hash}/what-if', { params: { path: { hash } } });
  return (
    <>
      {mayStart && <Start hash={hash} onStarted={({ id }) => setSearch({ id })} />}
      <Loaded query={query}>
        {({ items }) => {
          const id = search.get('id') ?? items[0]?.id;
          if (id === undefined) return <Blank title={said.none} why={said.noneWhy} />;
          return (
            <>
              <Chosen rulebook={rulebook} id={id} />
              <Earlier items={items} id={id} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Chosen({ rulebook, id }: { rulebook: RulebookSummary; id: string }) {
  const { hash } = rulebook;
  const query = api.useQuery(
    'get',
    '/v1/rulebooks/{hash}/what-if/{id}',
    { params: { path: { hash, id } } },
    { refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false) },
  );
  useNoticeOfEnd(query.data);
  return (
    <Loaded query={query}>
      {(whatIf) =>
        whatIf.report === null ? (
          <Progress whatIf={whatIf} />
        ) : (
          <>
            <Publication rulebook={rulebook} whatIf={whatIf} />
            <Suspense fallback={<Skeleton active />}>
              <Report whatIf={whatIf} report={whatIf.report} />
            </Suspense>
          </>
        )
      }
    </Loaded>
  );
}

/** The list says how each ended: it is read again when one does. */
function useNoticeOfEnd(whatIf: WhatIf | undefined): void {
  const queries = useQueryClient();
  const was = useRef<WhatIf['state']>(undefined);
  const notice = useCallback(
    () => queries.invalidateQueries({ queryKey: ['get', '/v1/rulebooks/{hash}/what-if'] }),
    [queries],
  );
  useEffect(() => {
    if (was.current === 'running' && whatIf?.state !== 'running') void notice();
    was.current = whatIf?.state;
  }, [whatIf?.state, notice]);
}
