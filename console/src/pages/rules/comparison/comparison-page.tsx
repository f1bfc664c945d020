import { Flex, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Loaded } from '../../../parts/loaded';
import { useLaw } from '../reading/law';
import { RulebookFrame, useHash } from '../rulebook-frame';
import { shortHash } from '../rulebook-state';
import { ChangeCard } from './change-card';
import { COMPARISON } from './comparison-words';
import { DiffSummary, PARTS } from './diff-summary';
import { readingsOf, type PartOfLaw, type Reading } from './readings';

type Diff = Schema<'DiffResponse'>;

const MOST_RULEBOOKS = 100;

/** What a rulebook says otherwise than another; `against` in the address, by default the one in force. */
export function ComparisonPage() {
  return <RulebookFrame>{({ hash }) => <Comparison hash={hash} />}</RulebookFrame>;
}

function Comparison({ hash }: { hash: string }) {
  const [search, setSearch] = useSearchParams();
  const against = search.get('against') ?? undefined;
  const query = api.useQuery('get', '/v1/rulebooks/{hash}/diff', {
    params: { path: { hash }, query: against === undefined ? {} : { against } },
  });
  const choose = (chosen: string): void => setSearch(chosen === '' ? {} : { against: chosen }, { replace: true });
  return (
    <>
      <Against chosen={against ?? ''} onChoose={choose} />
      <Loaded query={query}>{(diff) => <Differences diff={diff} />}</Loaded>
    </>
  );
}

function Against({ chosen, onChoose }: { chosen: string; onChoose: (hash: string) => void }) {
  const said = useWords(COMPARISON);
  const hash = useHash();
  const { data } = api.useQuery('get', '/v1/rulebooks', { params: { query: { limit: MOST_RULEBOOKS } } });
  const others = (data?.items ?? []).filter((one) => one.hash !== hash);
  const options = [
    { value: '', label: said.inForce },
    ...others.map((one) => ({
      value: one.hash,
      label: [shortHash(one.hash), one.publication?.effectiveFrom].filter((part) => part !== undefined).join(' · '),
    })),
  ];
  return (
    <Flex align="center" gap={8}>
      <span className="secondary">{said.against}</span>
      <Select aria-label={said.against} style={{ width: 280 }} value={chosen} options={options} onChange={onChoose} />
    </Flex>
  );
}

function Differences({ diff }: { diff: Diff }) {
  const said = useWords(COMPARISON);
  const { data: before, isPending: isReading } = useLaw(diff.against);
  const { data: after, isPending: isReadingToo } = useLaw(diff.rulebook);
  const [was, is] = useMemo(
    () => [before, after].map((law): ReadonlyMap<string, Reading> => (law === undefined ? new Map() : readingsOf(law))),
    [before, after],
  );
  // Without the sentences, values alone are shown: then they are not to be had.
  const isWaiting = isReading || isReadingToo;
  const parts = PARTS.filter((part) => part !== 'files' && diff[part].length > 0);
  if (diff.files.length === 0) return <Blank title={said.same} why={said.sameWhy} />;
  return (
    <>
      <DiffSummary diff={diff} />
      {isWaiting && <Skeleton active />}
      {(isWaiting ? [] : parts).map((part: PartOfLaw) => (
        <section key={part} id={part} className="law-text" aria-label={said.parts[part]}>
          <h2>{said.parts[part]}</h2>
          {diff[part].map((change) => (
            <ChangeCard
              key={change.id}
              change={change}
              before={was?.get(`${part}/${change.id}`)}
              after={is?.get(`${part}/${change.id}`)}
            />
          ))}
        </section>
      ))}
    </>
  );
}
