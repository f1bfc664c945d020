import { APPEAL_CLOCKS, type AppealAction, type AppealClockStep, type AppealState } from '../../domain/appeal.js';
import type { Mark } from '../../domain/decision.js';
import { daysAfter, localDateOf, type LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { parameterEntry } from '../../rulebook/parameters.js';
import { basesOf } from '../../rulebook/reasons.js';
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
  /** Source and article in words. */
  title: string;
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

/** Which clock runs in which state; in the others none does. */
const RUNNING: Readonly<Partial<Record<AppealState, AppealClockStep>>> = {
  filed: 'acceptance',
  accepted: 'verification',
  verified: 'reply',
  upheld: 'lifting',
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
  const inLanguage = language === 'en' ? 'en' : 'zh';
  return APPEAL_CLOCKS.map((step) => {
    const from = steps.find(({ action }) => action === STARTS_WITH[step])?.takenAt;
    const startedOn = from === undefined ? null : localDateOf(from);
    const under = regime ?? [...rulebook.regimes.keys()].find((id) => rulebook.parameters.has(`${id}.appeal.${step}`));
    const entry = parameterEntry(rulebook, `${under ?? ''}.appeal.${step}`, startedOn ?? today);
    const days = typeof entry?.value === 'number' ? entry.value : null;
    const [basis] = basesOf({ rulebook, language: inLanguage }, entry?.basis ?? []);
    const source = basis?.source ?? rulebook.regimes.get(under ?? '')?.regime.source ?? '';
    return {
      step,
      days,
      startedOn,
      dueOn: days === null || startedOn === null ? null : daysAfter(startedOn, days),
      source,
      article: basis?.article ?? null,
      title: basis?.title ?? rulebook.sources.get(source)?.title[inLanguage] ?? source,
      mark: entry?.mark ?? 'N',
      note: (days === null ? UNREAD : READ)[inLanguage],
    };
  });
}

/** Last day of the time limit that runs in a state; null where none does, or nobody has read how long it is. */
export function nextDueOn(state: AppealState, clocks: readonly AppealClock[]): LocalDate | null {
  return clocks.find(({ step }) => step === RUNNING[state])?.dueOn ?? null;
}
