import type { SanctionRecord } from '../../domain/decision.js';
import { dayAfter, localDateOfWrittenInstant, type LocalDate } from '../../domain/period.js';
import { answerNow } from '../../rulebook/decide.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { imposedOn, measuresInForce, type KeptCard, type MeasureInForce } from './card-questions.js';
import type { Obligation } from './obligation.js';

/** A card of a subject, and who keeps it. */
export interface SubjectCard extends KeptCard {
  id: string;
  institutionId: string;
}

/** What the books say of a subject. */
export interface SubjectBooks {
  subjectId: string;
  sanctions: readonly SanctionRecord[];
  cards: readonly SubjectCard[];
}

/**
 * What institutions have to do about a subject now: with every card of it that is registered, and, as no registry is complete,
 * with whatever else they hold.
 *
 * @param asOf instant with offset
 * @param occasion written down as the reason
 */
export function obligationsOf(rulebook: Rulebook, books: SubjectBooks, asOf: string, occasion: string): Obligation[] {
  const { subjectId, sanctions, cards } = books;
  const common = { unitId: subjectId, subjectId, endsAt: null, target: 'impose', reason: occasion } as const;
  const onCards = cards.flatMap((card): Obligation[] => {
    const imposed = imposedOn(rulebook, sanctions, card, asOf);
    if (imposed === null) return [];
    const cause = imposed.sanctionId === null ? 'card_listing' : 'sanction';
    return [{ ...common, ...imposed, cause, institutionId: card.institutionId, cardId: card.id }];
  });
  return [...onCards, ...onWhateverIsHeld(rulebook, sanctions, asOf).map((one) => ({ ...common, ...one }))];
}

type Held = Omit<Obligation, 'unitId' | 'subjectId' | 'endsAt' | 'target' | 'reason'>;

/** One obligation per party and measure; of several sanctions with the measure it rests on the one that lasts longest. */
function onWhateverIsHeld(rulebook: Rulebook, sanctions: readonly SanctionRecord[], asOf: string): Held[] {
  const longest = new Map<string, MeasureInForce>();
  for (const one of measuresInForce(sanctions, asOf)) {
    const known = longest.get(one.measure);
    if (known === undefined || known.lastDay <= one.lastDay) longest.set(one.measure, one);
  }
  return [...longest.values()].flatMap(({ measure, lastDay, sanctionId }) => {
    const directive = rulebook.catalogue.measures[measure]?.directive;
    if (directive === undefined) return [];
    const { action, parties, whenAllowed } = directive;
    if (whenAllowed !== undefined && !isAllowed(rulebook, whenAllowed, sanctions, asOf)) return [];
    return parties.map((party): Held => {
      return { cause: 'sanction', action, measure, party, institutionId: null, cardId: null, sanctionId, lastDay };
    });
  });
}

function isAllowed(rulebook: Rulebook, question: string, sanctions: readonly SanctionRecord[], asOf: string): boolean {
  const { outcome } = answerNow(rulebook, {
    question,
    asOf,
    language: 'zh-CN',
    request: { channel: 'none', purpose: 'none', realName: 'none', inPerson: 'none', agreementSince: 'none' },
    card: { kind: 'none', status: 'none', listing: 'none', isFraudRisk: 'none', openedOn: 'none' },
    nameMatch: 'none',
    sanctions,
  });
  return outcome === 'ALLOW' || outcome === 'ALLOW_LIMITED';
}

/**
 * The next day on which obligations may change by themselves: a measure begins or has ended, or the law changes. Null if nothing is
 * to come.
 *
 * @param lawChanges days on which a rulebook comes into force, or the one in force says something else
 */
export function nextChangeOn(
  sanctions: readonly SanctionRecord[],
  asOf: string,
  lawChanges: readonly LocalDate[],
): LocalDate | null {
  const today = localDateOfWrittenInstant(asOf);
  const ofMeasures = sanctions
    .flatMap(({ measures }) => measures)
    .flatMap(({ firstDay, lastDay }) => [firstDay, dayAfter(lastDay)]);
  return [...ofMeasures, ...lawChanges].filter((day) => day > today).sort()[0] ?? null;
}
