import type { DecisionInput, HolderFacts, Reason, SanctionRecord } from '../../domain/decision.js';
import type { CardKind } from '../../domain/designation.js';
import type { DirectiveAction, DirectiveParty } from '../../domain/directive.js';
import { localDateOfWrittenInstant, type LocalDate } from '../../domain/period.js';
import { answerNow } from '../../rulebook/decide.js';
import { isLifted } from '../../rulebook/vectors.js';
import type { CardQuestion, Rulebook } from '../../rulebook/rulebook.js';

/** A card as the institution that keeps it registered it, with what the books say of it. */
export interface KeptCard {
  kind: CardKind;
  status: 'active' | 'suspended' | 'closed';
  listing: DecisionInput['card']['listing'];
  openedOn: LocalDate | null;
  /** What is known of its holder as this institution would be answered: which number is kept. */
  holder?: HolderFacts;
}

/** What the law puts on a card. */
export interface Imposition {
  party: DirectiveParty;
  action: Exclude<DirectiveAction, 'restore' | 'verify'>;
  measure: string;
  /** Inclusive; null: until further notice. */
  lastDay: LocalDate | null;
  /** Null: it rests on the card itself, not on a sanction of its holder. */
  sanctionId: string | null;
}

/** From the weakest to the strictest: what is suspended need not be limited. */
const BY_STRICTNESS: readonly string[] = ['refuse_new', 'limit', 'suspend'];

/**
 * What an institution has to do with a card, by the same law and the same question a bank or carrier would ask about it. So
 * whatever is excepted there, such as the number that is kept, is excepted here.
 *
 * @param sanctions of the holder
 * @param asOf instant with offset
 * @returns null if nothing, or if the rulebook says nothing about such cards
 */
export function imposedOn(
  rulebook: Rulebook,
  sanctions: readonly SanctionRecord[],
  card: KeptCard,
  asOf: string,
): Imposition | null {
  const asked = rulebook.catalogue.cardQuestions?.[card.kind];
  if (asked === undefined || card.status === 'closed') return null;
  const grounds =
    asked.question === undefined
      ? measuresInForce(sanctions, asOf)
      : imposingReasons(rulebook, questionOn(asked, asked.question, sanctions, card, asOf), sanctions);
  const found = grounds.flatMap(({ measure, lastDay, sanctionId }): Imposition[] => {
    const known = rulebook.catalogue.measures[measure];
    const isOnCard = known?.cardKinds.includes(card.kind) === true && known.directive !== undefined;
    const action = known?.directive?.action;
    if (!isOnCard || action === undefined || action === 'refuse_new') return [];
    return [{ party: asked.party, action, measure, lastDay, sanctionId }];
  });
  return found.toSorted(byStrictness).at(-1) ?? null;
}

interface Ground {
  measure: string;
  lastDay: LocalDate | null;
  sanctionId: string | null;
}

/** One measure of one sanction on a day of its term. */
export interface MeasureInForce extends Ground {
  /** Inclusive. */
  lastDay: LocalDate;
  sanctionId: string;
}

function questionOn(
  { channel = 'none', purpose = 'none' }: CardQuestion,
  question: string,
  sanctions: readonly SanctionRecord[],
  card: KeptCard,
  asOf: string,
): DecisionInput {
  return {
    question,
    asOf,
    language: 'zh-CN',
    request: { channel, purpose, realName: 'none', inPerson: 'none', agreementSince: 'none' },
    card: {
      kind: card.kind,
      status: card.status,
      listing: card.listing,
      isFraudRisk: 'none',
      openedOn: card.openedOn ?? 'none',
    },
    ...(card.holder === undefined ? {} : { holder: card.holder }),
    nameMatch: 'none',
    sanctions,
  };
}

function imposingReasons(rulebook: Rulebook, input: DecisionInput, sanctions: readonly SanctionRecord[]): Ground[] {
  return answerNow(rulebook, input)
    .reasons.filter(isImposing)
    .map(({ measure, lastDay = null }) => ({
      measure,
      lastDay,
      sanctionId: lastDay === null ? null : sanctionOf(sanctions, measure, lastDay),
    }));
}

/** What a human would refuse by default is imposed until a human has looked. */
function isImposing({ effect, reviewDefault }: Reason): boolean {
  return effect === 'DENY' || (effect === 'REVIEW' && reviewDefault === 'DENY');
}

function sanctionOf(sanctions: readonly SanctionRecord[], measure: string, lastDay: LocalDate): string | null {
  const bearing = sanctions.filter((one) =>
    one.measures.some((term) => term.measure === measure && term.lastDay === lastDay),
  );
  return bearing.at(-1)?.id ?? null;
}

/** What sanctions impose at an instant. @param asOf with offset */
export function measuresInForce(sanctions: readonly SanctionRecord[], asOf: string): MeasureInForce[] {
  const day = localDateOfWrittenInstant(asOf);
  return sanctions
    .filter((sanction) => !isLifted(sanction, asOf))
    .flatMap(({ id, measures }) =>
      measures
        .filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
        .map(({ measure, lastDay }) => ({ measure, lastDay, sanctionId: id })),
    );
}

/** Of two that are equally strict the one that lasts longer, and what has no end lasts longest. */
function byStrictness(left: Imposition, right: Imposition): number {
  const strictness = BY_STRICTNESS.indexOf(left.action) - BY_STRICTNESS.indexOf(right.action);
  if (strictness !== 0) return strictness;
  return (left.lastDay ?? '9999-12-31') < (right.lastDay ?? '9999-12-31') ? -1 : 1;
}
