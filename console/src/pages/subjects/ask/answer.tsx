import { Button, Tag } from 'antd';
import { Fragment, lazy, Suspense, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import type { Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Confidence } from '../../../parts/values/confidence';
import { Facts } from '../../../parts/values/facts';
import { Basis } from '../desk/basis';

type Decision = Schema<'DecisionResponse'>;
type Reason = Decision['reasons'][number];

const WORDS = words({
  zh: {
    lastDay: '执行至(含当日)',
    weakest: '最弱依据',
    asOf: '业务时间',
    knownAt: '按当时已知',
    revision: '修订号',
    rulebook: '规则集',
    decision: '判定编号',
    reasons: '理由',
    noReason: '没有限制:不在任何惩戒之下,或惩戒不涉及这项业务。',
    until: (day: string) => `至 ${day}`,
    tell: '告知客户',
    remedy: '可向谁提出',
    reviewDefault: '复核时默认',
    appeal: '申诉待决',
    excused: '未适用的规则',
    limits: '限制条件',
    trace: '查看判定过程',
  },
  en: {
    lastDay: 'Last day',
    weakest: 'Weakest basis',
    asOf: 'At',
    knownAt: 'As known at',
    revision: 'Revision',
    rulebook: 'Rulebook',
    decision: 'Decision',
    reasons: 'Reasons',
    noReason: 'Nothing restricts it: under no sanction, or none that is about this business.',
    until: (day: string) => `until ${day}`,
    tell: 'Tell the customer',
    remedy: 'Where to turn',
    reviewDefault: 'Default of a review',
    appeal: 'Appeal pending',
    excused: 'Excused by exceptions',
    limits: 'Limits',
    trace: 'Show how it was decided',
  },
});

const COLOURS = { ALLOW: 'green', ALLOW_LIMITED: 'blue', REVIEW: 'gold', DENY: 'red' };

const SHOWN_OF_HASH = 'sha256:'.length + 12;

const Trace = lazy(() => import('./trace'));

/** A decision as the institution would read it. */
export function Answer({ decision }: { decision: Decision }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const [isTraced, setTraced] = useState(false);
  const { outcome, reasons, excused, limits, decisionId, logged, rulebook } = decision;
  return (
    <article className={`sheet answer answer-${outcome.toLowerCase()}`}>
      <h2 className="answer-outcome">
        <Tag color={COLOURS[outcome]}>{outcome}</Tag> {nameOf('outcomes', outcome)}
      </h2>
      <Facts facts={Object.entries(useFacts(decision))} />
      <h3 className="sheet-title">{said.reasons}</h3>
      {reasons.length === 0 && <p>{said.noReason}</p>}
      <ol className="plain">
        {reasons.map((reason) => (
          <ReasonItem key={`${reason.rule} ${reason.measure} ${reason.lastDay ?? ''}`} reason={reason} />
        ))}
      </ol>
      <Lines title={said.limits} lines={limits.map((limit) => [limit, limit])} />
      <Lines
        title={said.excused}
        lines={excused.map((one) => [one, <Excused key={one} excused={one} rulebook={rulebook} />])}
      />
      {logged !== false && !isTraced && (
        <Button size="small" className="no-print" onClick={() => setTraced(true)}>
          {said.trace}
        </Button>
      )}
      <Suspense>{isTraced && <Trace decisionId={decisionId} />}</Suspense>
    </article>
  );
}

function useFacts({ lastDay, weakestConfidence, asOf, knownAt, revision, rulebook, decisionId }: Decision) {
  const said = useWords(WORDS);
  const format = useFormat();
  return {
    ...(lastDay === undefined ? {} : { [said.lastDay]: <strong>{lastDay}</strong> }),
    [said.weakest]: <Confidence level={weakestConfidence} />,
    [said.asOf]: format.instant(asOf),
    ...(knownAt === undefined ? {} : { [said.knownAt]: format.instant(knownAt) }),
    [said.revision]: format.number(revision),
    [said.rulebook]: <code>{rulebook.slice(0, SHOWN_OF_HASH)}</code>,
    [said.decision]: <code>{decisionId}</code>,
  };
}

function ReasonItem({ reason }: { reason: Reason }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { effect, measure, lastDay, basis, confidence, tellCustomer, remedy, reviewDefault, appeal, rule } = reason;
  return (
    <li className="reason" title={rule}>
      <div>
        <Tag color={COLOURS[effect]}>{nameOf('outcomes', effect)}</Tag>
        <strong>{nameOf('measures', measure)}</strong>{' '}
        {lastDay !== undefined && <span className="tabular">{said.until(lastDay)}</span>}{' '}
        {appeal !== undefined && <Tag color="gold">{said.appeal}</Tag>}
      </div>
      <Basis basis={basis} confidence={confidence} />
      <div>
        <span className="secondary">{said.tell}</span> {tellCustomer}
      </div>
      <div>
        <span className="secondary">{said.remedy}</span> {remedy.organ} · {remedy.how}
      </div>
      {reviewDefault !== undefined && (
        <div>
          <span className="secondary">{said.reviewDefault}</span> {nameOf('outcomes', reviewDefault)}
        </div>
      )}
    </li>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly [key: string, line: ReactNode][] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3 className="sheet-title">{title}</h3>
      <ul className="plain">
        {lines.map(([key, line]) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
    </>
  );
}

const ARROW = ' ← ';

/** `<rule> ← <exception>`: each leads to its text in the rulebook that answered. */
function Excused({ excused, rulebook }: { excused: string; rulebook: string }) {
  return excused.split(ARROW).map((rule, at) => (
    <Fragment key={rule}>
      {at > 0 && ARROW}
      <Link to={`/rules/${rulebook}?rule=${encodeURIComponent(rule)}`}>{rule}</Link>
    </Fragment>
  ));
}
