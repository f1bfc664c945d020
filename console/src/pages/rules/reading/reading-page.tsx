import { Input, Skeleton, type InputRef } from 'antd';
import { lazy, Suspense, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useWords } from '../../../language/words';
import { Loaded } from '../../../parts/loaded';
import { useSearchParameters } from '../../../parts/filters/search-parameters';
import { RulebookFrame, useHash } from '../rulebook-frame';
import { Contents } from './contents';
import { Found } from './search/found';
import { rulesOf, useLaw, type Law } from './law';
import { LAW } from './law-words';
import { RegimePart } from './regime-part';
import { PartyRules } from './rule-card';
import { SourcesPart } from './sources-part';
import { ValuesPart } from './values-part';

const TermsPart = lazy(() => import('./terms/terms-part'));

/** A rulebook as readable law. In the address: `part`, `rule`, `q`, and `measure` of the terms. */
export function ReadingPage() {
  const query = useLaw(useHash());
  return <RulebookFrame>{() => <Loaded query={query}>{(law) => <Reading law={law} />}</Loaded>}</RulebookFrame>;
}

function Reading({ law }: { law: Law }) {
  const said = useWords(LAW);
  const { read } = useSearchParameters();
  const { box, typed, type } = useSearchBox();
  const sought = useDeferredValue((read('q') ?? '').trim());
  const rule = read('rule');
  const wanted = rule === undefined ? read('part') : rulesOf(law).find((one) => one.rule.id === rule)?.part;
  // The newest instrument is what most come for.
  const part = wanted ?? law.regimes.at(-1)?.id ?? 'terms';
  return (
    <div className="law">
      <div className="law-side" role="search">
        <Input
          type="search"
          allowClear
          aria-label={said.search}
          placeholder={said.searchHint}
          ref={box}
          value={typed}
          onChange={({ target }) => type(target.value)}
        />
        {sought === '' ? <Contents law={law} part={part} /> : <Found law={law} sought={sought} rule={rule} />}
      </div>
      <div className="law-text">
        <Part law={law} part={part} rule={rule} />
        <span className="secondary">
          {said.asOf(law.day)} · {said.firstDay(law.firstDay)}
        </span>
      </div>
    </div>
  );
}

/** What is sought stands in the address, a moment after it is typed: the box follows it, but for who is typing. */
function useSearchBox() {
  const { read, change } = useSearchParameters();
  const sought = read('q') ?? '';
  const box = useRef<InputRef>(null);
  const [typed, setTyped] = useState(sought);
  useEffect(() => {
    if (box.current?.input !== document.activeElement) setTyped(sought);
  }, [sought]);
  const type = (text: string): void => {
    setTyped(text);
    change({ q: text });
  };
  return { box, typed, type };
}

interface PartProps {
  law: Law;
  part: string;
  rule: string | undefined;
}

function Part({ law, part, rule }: PartProps) {
  const said = useWords(LAW);
  const regime = law.regimes.find(({ id }) => id === part);
  if (regime !== undefined) return <RegimePart regime={regime} rule={rule} />;
  if (part === 'general') return <GeneralPart law={law} rule={rule} />;
  if (part === 'switches') return <ValuesPart title={said.switches} parameters={law.switches} />;
  if (part === 'parameters') return <ValuesPart title={said.parameters} parameters={law.parameters} />;
  if (part === 'sources') return <SourcesPart law={law} />;
  return (
    <Suspense fallback={<Skeleton active />}>
      <TermsPart law={law} />
    </Suspense>
  );
}

function GeneralPart({ law: { general }, rule }: Omit<PartProps, 'part'>) {
  const said = useWords(LAW);
  return (
    <>
      <h2>{said.general}</h2>
      {general.map((party) => (
        <PartyRules key={party.id} party={party} rule={rule} />
      ))}
    </>
  );
}
