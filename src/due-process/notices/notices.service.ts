import { Injectable } from '@nestjs/common';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { localDateOf, type LocalDate } from '../../domain/period.js';
import { Problem, type Language } from '../../domain/problem.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import {
  fillNotice,
  noticesOn,
  type NoticeKind,
  type NoticeSection,
  type NoticeVersion,
} from '../../rulebook/notices.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';
import { noticeValues } from './notice-content.js';
import { NoticeNumbers } from './notice-numbers.service.js';
import { Press } from './press/press.service.js';
import { NoticedSanctions, type Ending, type NoticedSanction } from './noticed-sanctions.service.js';
import { Servings, type Serving } from './servings.service.js';

/** Which notice somebody wants to read. */
export interface NoticeRequest {
  kind: NoticeKind;
  sanctionId: string;
  language: Language;
}

/** A notice; the PDF prints just the text. */
export interface NoticeDocument extends NoticeRequest {
  receiptNo: string;
  /** Day of the first issue; of a notice of lifting the day on which the sanction ended. */
  issuedOn: LocalDate;
  /** Null while the sanction runs. */
  ending: Ending | null;
  title: string;
  sections: NoticeSection[];
  /** Characters the font lacks; in the text stand their codes in brackets. */
  unprintable: string[];
  /** Present if it was asked for. The same text makes the same bytes. */
  pdf?: Uint8Array;
}

/** The written notices: drawn up from the books and the rulebook whenever somebody asks, under one receipt number for good. */
@Injectable()
export class Notices {
  constructor(
    private readonly sanctions: NoticedSanctions,
    private readonly servings: Servings,
    private readonly numbers: NoticeNumbers,
    private readonly rulebooks: RulebookStore,
    private readonly press: Press,
  ) {}

  /**
   * A notice, as text and on demand as PDF. Whoever reads it reads a name, so that goes into the audit trail.
   *
   * @throws Problem `sanction-not-found`; `sanction-not-ended` for a notice of lifting of one that runs;
   *   `notice-template-missing` where neither the rulebook of the sanction nor the one in force has templates
   */
  async draw(request: NoticeRequest, officer: OfficerPrincipal, asPdf: boolean): Promise<NoticeDocument> {
    const { kind, sanctionId, language } = request;
    const sanction = await this.sanctions.get(sanctionId);
    if (kind === 'lifting' && sanction.ending === null) throw new Problem('sanction-not-ended');
    const rulebook = await this.rulebooks.byHash(sanction.rulebookHash);
    const current = this.rulebooks.current();
    const version = templatesOf(rulebook, current, sanction);
    const services = servicesOf(kind, sanction, await this.servings.read(sanctionId));
    const { receiptNo, issuedAt } = await this.numbers.issue(kind, sanctionId, officer);
    const issuedOn = kind === 'lifting' && sanction.ending !== null ? sanction.ending.on : localDateOf(issuedAt);
    const values = noticeValues({ sanction, rulebook, current, version, language }, { receiptNo, issuedOn, services });
    const inWords: keyof Text = language === 'en' ? 'en' : 'zh';
    const title = version[kind].title[inWords];
    const draft = {
      language,
      title,
      sections: fillNotice(version[kind], inWords, values),
      footer: version.footer[inWords],
      unprintableNote: version.unprintable[inWords],
      receiptNo,
      issuedAt,
    };
    const printed = await this.press.print(draft, asPdf);
    return { ...request, receiptNo, issuedOn, ending: sanction.ending, title, ...printed };
  }
}

/** Those of the rulebook the sanction was approved under; former rulebooks have none, and take those in force. */
function templatesOf(rulebook: Rulebook, current: Rulebook, { identifiedOn }: NoticedSanction): NoticeVersion {
  const book = rulebook.notices ?? current.notices;
  const version = book === null ? undefined : noticesOn(book, identifiedOn);
  if (version === undefined) throw new Problem('notice-template-missing');
  return version;
}

/** How a notice was served: what the list said of it, and what was recorded since. */
function servicesOf(
  kind: NoticeKind,
  { servedOn }: NoticedSanction,
  servings: readonly Serving[],
): { servedOn: LocalDate; method: string }[] {
  const recorded: { servedOn: LocalDate; method: string }[] = servings.filter(({ notice }) => notice === kind);
  const isListed = kind === 'sanction' && servedOn !== null && !recorded.some((one) => one.servedOn === servedOn);
  const all = isListed ? [{ servedOn, method: 'as_listed' }, ...recorded] : recorded;
  return all.toSorted((left, right) => (left.servedOn < right.servedOn ? -1 : 1));
}
