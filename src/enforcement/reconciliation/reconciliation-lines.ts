import type { Language } from '../../domain/problem.js';
import type { Demand } from '../../domain/reconciliation.js';
import type { LineAnswer } from './reconciliation-batch.service.js';
import type { DifferenceLine, ExpectedView, SummaryLine } from './reconciliation.dto.js';
import type { Run } from './reconciliations.service.js';

export const RECONCILIATIONS = 'v1/reconciliations';

/** One line of an answer: a difference, or the problem of a line that could not be read. */
export function answerLine(answer: LineAnswer, language: Language): string {
  if ('problem' in answer) {
    const { line, problem } = answer;
    return text({ ...(line === null ? {} : { line }), ...problem.toBody(language, `/${RECONCILIATIONS}`) });
  }
  const { line, difference, kind, number, state, cardId, expected, isWithheld, taskId } = answer;
  return text({
    ...(line === null ? {} : { line }),
    difference,
    card: { kind, number },
    state,
    ...(cardId === null ? { holder: isWithheld ? 'withheld' : expected === null ? 'clear' : 'sanctioned' } : {}),
    expected: expectedView(isWithheld ? null : expected),
    taskId,
  } satisfies DifferenceLine);
}

/** What is to be imposed, as it is told. */
export function expectedView(demand: Omit<Demand, 'sanctionId'> | null): ExpectedView {
  if (demand === null) return { action: null, measure: null, lastDay: null, directiveId: null };
  const { action, measure, lastDay, directiveId } = demand;
  return { action, measure, lastDay, directiveId };
}

/** How a reconciliation ended. */
type Ending = { state: 'done'; resolved: number } | { state: 'implausible'; missing: number } | { state: 'aborted' };

/** The last line of an answer. Only an answer with such a line, and `complete`, has everything. */
export function summaryLine(run: Run, ending: Ending): string {
  const { id, lines, cards, bad, differences: byDifference, fromRevision, toRevision } = run;
  return text({
    summary: { id, ...ending, lines, cards, bad, byDifference, fromRevision, toRevision },
    complete: ending.state === 'done',
  } satisfies SummaryLine);
}

function text(line: object): string {
  return `${JSON.stringify(line)}\n`;
}
