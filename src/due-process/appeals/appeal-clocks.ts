import { APPEAL_CLOCKS, type AppealAction, type AppealClockStep } from '../../domain/appeal.js';
import type { Mark } from '../../domain/decision.js';
import { daysAfter, localDateOf, type LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { parameterEntry } from '../../rulebook/parameters.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';

/** A time limit of an appeal. */
export interface AppealClock {
  step: AppealClockStep;
  /** Null: the law sets a limit that nobody here has read, and none is invented. */
  days: number | null;
  /** The day the limit is counted from, which does not count itself; null until that step is taken. */
  startedOn: LocalDate | null;
  /** Last day of the limit; null where the days or the start are not known. */
  dueOn: LocalDate | null;
  source: string;
  article: string | null;
  /** How the text was read: V wording, P official statement, S secondary, I interpretation, N unread. */
  mark: Mark;
  note: string;
}

/** What an appeal has been through, as far as its clocks are concerned. */
export type TakenSteps = readonly { action: AppealAction | 'file'; takenAt: Date }[];

/** Which step each clock is counted from. */
const STARTS_WITH: Readonly<Record<AppealClockStep, AppealAction | 'file'>> = {
  acceptance: 'file',
  verification: 'accept',
  reply: 'verify',
  lifting: 'uphold',
};

const READ: Text = { zh: '期限自次日起算', en: 'Counted from the next day on' };
const UNREAD: Text = {
  zh: '办法规定了期限,但本系统未读到天数,不作推算',
  en: 'The text sets a limit, but the number of days was not read; none is assumed',
};

/**
 * The time limits of an appeal, as the rulebook of today has them.
 *
 * @param regime of the sanction appealed against; undefined where there is none: the limits of whatever regime sets some
 */
export function appealClocks(
  rulebook: Rulebook,
  regime: string | undefined,
  steps: TakenSteps,
  { today, language }: { today: LocalDate; language: Language },
): AppealClock[] {
  return APPEAL_CLOCKS.map((step) => {
    const from = steps.find(({ action }) => action === STARTS_WITH[step])?.takenAt;
    const startedOn = from === undefined ? null : localDateOf(from);
    const under = regime ?? [...rulebook.regimes.keys()].find((id) => rulebook.parameters.has(`${id}.appeal.${step}`));
    const entry = parameterEntry(rulebook, `${under ?? ''}.appeal.${step}`, startedOn ?? today);
    const days = typeof entry?.value === 'number' ? entry.value : null;
    const [basis] = entry?.basis ?? [];
    return {
      step,
      days,
      startedOn,
      dueOn: days === null || startedOn === null ? null : daysAfter(startedOn, days),
      source: basis?.source ?? rulebook.regimes.get(under ?? '')?.regime.source ?? '',
      article: basis?.article ?? null,
      mark: entry?.mark ?? 'N',
      note: (days === null ? UNREAD : READ)[language === 'en' ? 'en' : 'zh'],
    };
  });
}
