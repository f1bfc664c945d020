import { Alert, Flex } from 'antd';
import { useNameOf } from '../../../../api/catalogue';
import type { Schema } from '../../../../api/client';
import { useFormat } from '../../../../language/format';
import { useWords } from '../../../../language/words';
import { Blank } from '../../../../parts/blank';
import { Choice } from '../../../../parts/fields/choice';
import { useSearchParameters } from '../../../../parts/filters/search-parameters';
import { shortHash } from '../../rulebook-state';
import { ByOutcome } from './by-outcome';
import { ByQuestion } from './by-question';
import { ByRegime, ByRule } from './causes';
import { Everybody } from './everybody';
import { Samples } from './samples';
import type { WhatIf } from '../what-if-page';
import { WHAT_IF } from '../what-if-words';

type WhatIfReport = Schema<'WhatIfReportView'>;
type DayReport = Schema<'DayReportView'>;

/** Who changes, how, and why, on a day. In the address: `day`, and `terms=anew`. */
export default function Report({ whatIf, report }: { whatIf: WhatIf; report: WhatIfReport }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const { read, change } = useSearchParameters();
  const day = report.days.find((one) => one.day === read('day')) ?? report.days[0];
  if (day === undefined) return null;
  const isAnew = read('terms') === 'anew' && day.withTermsAnew !== null;
  const choose = (key: string, value: string): void => change({ id: whatIf.id, [key]: value });
  return (
    <section className="law-text" aria-label={said.result}>
      <h2>{said.result}</h2>
      <span className="secondary">{said.from(whatIf.effectiveFrom, shortHash(whatIf.against))}</span>
      {day.unanswered.subjects > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={said.unanswered(format.number(day.unanswered.subjects))}
          description={day.unanswered.errors.join(' ')}
        />
      )}
      <Terms report={report} />
      <Flex wrap gap={12} align="center">
        <Flex align="center" gap={8}>
          <span className="secondary">{said.dayOf}</span>
          <Choice
            aria-label={said.dayOf}
            value={day.day}
            options={report.days.map((one) => ({ value: one.day, label: one.day }))}
            onChange={({ target }) => choose('day', target.value)}
          />
        </Flex>
        {day.withTermsAnew !== null && (
          <Flex align="center" gap={8}>
            <span className="secondary">{said.effect}</span>
            <Choice
              aria-label={said.effect}
              value={isAnew ? 'anew' : 'kept'}
              options={[
                { value: 'kept', label: said.effects.byPublication },
                { value: 'anew', label: said.effects.withTermsAnew },
              ]}
              onChange={({ target }) => choose('terms', target.value)}
            />
          </Flex>
        )}
        <span className="secondary">{said.effectsWhy}</span>
      </Flex>
      <EffectOf
        whatIf={whatIf}
        report={report}
        effect={isAnew && day.withTermsAnew !== null ? day.withTermsAnew : day.byPublication}
        day={day}
      />
    </section>
  );
}

interface EffectOfProps {
  whatIf: WhatIf;
  report: WhatIfReport;
  day: DayReport;
  effect: Schema<'EffectView'>;
}

function EffectOf({ whatIf, report, day, effect }: EffectOfProps) {
  const said = useWords(WHAT_IF);
  return (
    <>
      <Figures report={report} effect={effect} />
      {effect.subjects.affected === 0 ? (
        <Blank title={said.nobody} />
      ) : (
        <>
          <ByQuestion effect={effect} />
          <ByOutcome effect={effect} />
          <ByRegime effect={effect} />
          <ByRule effect={effect} whatIf={whatIf} />
          <Samples effect={effect} />
        </>
      )}
      <Everybody changes={day.withoutSanction} whatIf={whatIf} />
    </>
  );
}

function Figures({ report, effect: { subjects } }: Pick<EffectOfProps, 'report' | 'effect'>) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const figures: [string, number][] = [
    [said.affected, subjects.affected],
    [said.kinds.restricted, subjects.restricted],
    [said.kinds.released, subjects.released],
    [said.kinds.changed, subjects.changed],
    [said.subjects, report.subjects],
    [said.sanctions, report.sanctions],
    [said.questions, report.standardQuestions],
  ];
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What changes in the law of terms, and in the questions themselves. */
function Terms({ report: { terms, questions } }: Pick<EffectOfProps, 'report'>) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const nameOf = useNameOf();
  const names = (ids: readonly string[]): string => ids.map((id) => nameOf('questions', id)).join(', ');
  const { shortened, lengthened, uncomputable, regimes } = terms;
  const notes = [
    ...(regimes.length === 0
      ? []
      : [said.terms(format.number(shortened), format.number(lengthened), format.number(uncomputable))]),
    ...(questions.added.length === 0 ? [] : [said.newQuestions(names(questions.added))]),
    ...(questions.removed.length === 0 ? [] : [said.lostQuestions(names(questions.removed))]),
  ];
  return notes.map((note) => <Alert key={note} type="info" showIcon title={note} />);
}
