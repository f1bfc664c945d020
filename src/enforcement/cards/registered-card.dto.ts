import type { CardKind } from '../../domain/designation.js';
import type { DirectiveAction, ReceiptResult } from '../../domain/directive.js';
import type { InstitutionKind } from '../../institutions/principal.js';
import { CardListingView } from '../../registry/card-listing.dto.js';
import type { CardStatus } from '../../registry/card-record.js';
import { RetainedSimView } from '../../registry/retained/retained-sim.dto.js';
import { MaskedIdentifier } from '../../registry/subject.dto.js';
import type { SubjectKind } from '../../domain/designation.js';
import { CardCampaignView } from '../campaigns/campaign.dto.js';
import { CardOrderView } from '../orders/card-order.dto.js';
import { DirectiveDetailView } from '../receipts/directive.dto.js';

export class CardInstitutionView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "demo-carrier-a" */
  code: string;
  /** @example "演示电信甲" */
  name: string;
  /** @example "basic_carrier" */
  kind: InstitutionKind;
}

export class OpenDirectiveView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "suspend" */
  action: DirectiveAction;
  /** @example "sim.use" */
  measure: string;
  /** By when a receipt is expected; null: no such clock is known. */
  dueAt: string | null;
  /** Without a receipt although its time is over. */
  isOverdue: boolean;
  /** What the institution said last; null: nothing yet. */
  receipt: ReceiptResult | null;
}

export class RegisteredCardView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "199******88" */
  numberMasked: string;
  institution: CardInstitutionView;
  /** As the institution reported it last. @example "active" */
  status: CardStatus;
  /** Day in Asia/Shanghai. */
  openedOn: string | null;
  /** Day in Asia/Shanghai, or `never`; null where it was never said. */
  lastUsedOn: string | null;
  verifiedOn: string | null;
  /** Whether it is the number that was restored at the counter, as far as it is written down. Null without scope `directives`. */
  isRetained: boolean | null;
  /** What the card blacklist says of it. Null: the institution asks without scope `blacklist`. */
  listing: 'clear' | 'implicated' | 'suspicious' | null;
  /** What its institution is to do about it, or has done and is to leave so; unanswered ones first. Null: nothing, or no scope `directives`. */
  openDirective: OpenDirectiveView | null;
}

export class RegisteredCardPage {
  /** Oldest registration first. */
  items: RegisteredCardView[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export class MaskedHolderView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  subjectId: string;
  kind: SubjectKind;
  /** @example "朱**" */
  nameMasked: string;
  identifiers: MaskedIdentifier[];
}

/** A card with all that happened to it. */
export class RegisteredCardDetail extends RegisteredCardView {
  /** For officers. Null for institutions: whom they named is theirs to know, what is recorded of that person is not. */
  holder: MaskedHolderView | null;
  /** Instant of the last report. */
  updatedAt: string;
  /** With their receipts, in the order of issue; an institution sees those addressed to it. */
  directives: DirectiveDetailView[];
  /** Entries of the card blacklist, newest first, also cleared ones. For officers; empty for institutions. */
  listings: CardListingView[];
  /** Stops and freezes, newest first. For officers; empty for institutions. */
  orders: CardOrderView[];
  /** Newest first. */
  campaigns: CardCampaignView[];
  /** When it was the kept number, newest first. */
  keepings: RetainedSimView[];
}

export class RevealedCard {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "mobile_sim" */
  kind: CardKind;
  /** @example "19900495888" */
  number: string;
}
