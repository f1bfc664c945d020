/** A word of the API, and what it is called in the language of the request. */
export class NamedView {
  /** @example "rent" */
  id: string;
  /** @example "非法出租" */
  name: string;
}

export class NamedRegime extends NamedView {
  /** First and last day of the designations it governs, inclusive; null: it governs those of today. */
  firstDay: string;
  lastDay: string | null;
}

export class NamedCategory extends NamedView {
  /** `id` is `<regime>/<category>`, as in the statistics. @example "cn-joint-2024" */
  regime: string;
  /** @example "category-2" */
  category: string;
}

export class NamedMeasure extends NamedView {
  /** Who imposes it. @example "bank" */
  party: string;
  /** Kinds of card it is about. */
  cardKinds: string[];
}

export class NamedQuestion extends NamedView {
  /** Whom it is about. @example "bank" */
  party: string;
  /** Kinds of institution that may ask it. @example ["bank"] */
  askedBy: string[];
}

/** The words of this service and of the law in force. */
export class CatalogueResponse {
  /** @example "sha256:0f3c…" */
  rulebook: string;
  regimes: NamedRegime[];
  categories: NamedCategory[];
  measures: NamedMeasure[];
  /** `action` of a decision. */
  questions: NamedQuestion[];
  parties: NamedView[];
  grounds: NamedView[];
  /** Official names; in Chinese also in an English answer. */
  offences: NamedView[];
  subjectKinds: NamedView[];
  cardKinds: NamedView[];
  cardStatuses: NamedView[];
  /** How a card stands on the blacklist. */
  listings: NamedView[];
  idTypes: NamedView[];
  organLevels: NamedView[];
  institutionKinds: NamedView[];
  /** Why a row is refused, as a sentence. */
  rowCodes: NamedView[];
  /** What is noted about an accepted row, as a sentence. */
  rowNotes: NamedView[];
  sanctionStates: NamedView[];
  appealKinds: NamedView[];
  appealStates: NamedView[];
  directiveActions: NamedView[];
  directiveCauses: NamedView[];
  receiptResults: NamedView[];
  channels: NamedView[];
  purposes: NamedView[];
  outcomes: NamedView[];
  confidences: NamedView[];
}
