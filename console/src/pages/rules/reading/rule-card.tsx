import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { Schema } from '../../../api/client';
import { useWords } from '../../../language/words';
import { Confidence } from '../../../parts/values/confidence';
import { Citations, Interpretations } from './citations';
import type { Rule } from './law';
import { LAW } from './law-words';

/** The rules of one party. */
export function PartyRules({ party, rule }: { party: Schema<'PartyView'>; rule: string | undefined }) {
  if (party.rules.length === 0) return null;
  return (
    <>
      <h3>
        {party.title} <code>{party.id}</code>
      </h3>
      {party.rules.map((one) => (
        <RuleCard key={one.id} rule={one} isChosen={one.id === rule} />
      ))}
    </>
  );
}

/** A rule as a sentence, and what it rests on. */
function RuleCard({ rule, isChosen }: { rule: Rule; isChosen: boolean }) {
  const said = useWords(LAW);
  const { pathname } = useLocation();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isChosen) card.current?.scrollIntoView({ block: 'start' });
  }, [isChosen]);
  const { id, title, confidence, versions, basis, interpretations, unless, reviewedOn } = rule;
  return (
    <article ref={card} className={isChosen ? 'rule-card is-chosen' : 'rule-card'} aria-current={isChosen}>
      <h4>
        <Link to={`${pathname}?rule=${encodeURIComponent(id)}`}>{title}</Link> <Confidence level={confidence} />
      </h4>
      {versions.map(({ from, sentence }) => (
        <p key={from}>{sentence}</p>
      ))}
      <dl className="law-facts">
        <dt>{said.basis}</dt>
        <dd>
          <Citations basis={basis} />
        </dd>
        <Interpretations label={said.restsOn} ids={interpretations} />
        <Interpretations label={said.unless} ids={unless} />
        <dt>{said.reviewedOn}</dt>
        <dd>
          <span className="tabular">{reviewedOn}</span> <code>{id}</code>
        </dd>
      </dl>
      <Cases cases={rule.cases} />
    </article>
  );
}

function Cases({ cases }: Pick<Rule, 'cases'>) {
  const said = useWords(LAW);
  if (cases.length === 0) return null;
  return (
    <details>
      <summary>{said.cases(cases.length)}</summary>
      <ul>
        {cases.map(({ id, title, status }) => (
          <li key={id}>
            <span lang="en">{title}</span> <code>{id}</code> ({said.statuses[status]})
          </li>
        ))}
      </ul>
    </details>
  );
}
