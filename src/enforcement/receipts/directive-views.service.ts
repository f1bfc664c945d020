import { Injectable } from '@nestjs/common';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { localDateOf, shanghaiInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { workingDaysSince } from '../../domain/working-day.js';
import type { Principal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { mask, maskName } from '../../registry/mask.js';
import type { StoredDirective, StoredReceipt } from './directive-reading.js';
import type { DirectiveBasisView, DirectiveSubjectView, DirectiveView, ReceiptView } from './directive.dto.js';
import { basisOfMeasure } from './measure-basis.js';

/** Who reads, in which language. */
export interface Reader {
  principal: Principal;
  language: Language;
}

/** Directives as they are shown: an institution reads in full whom a sanction concerns, an officer everybody, masked. */
@Injectable()
export class DirectiveViews {
  constructor(
    private readonly pii: Pii,
    private readonly rulebooks: RulebookStore,
    private readonly clock: Clock,
  ) {}

  of(stored: StoredDirective, reader: Reader): DirectiveView {
    const { measures } = this.rulebooks.current().catalogue;
    const { due_at: dueAt, ended_at: endedAt } = stored;
    return {
      id: stored.id,
      seq: stored.seq,
      cause: stored.cause,
      action: stored.action,
      measure: stored.measure,
      measureTitle: measures[stored.measure]?.title[textLanguage(reader)] ?? stored.measure,
      party: stored.party,
      institutionId: stored.institution_id,
      card: this.card(stored, reader),
      subject: this.subject(stored, reader),
      lastDay: stored.last_day,
      endsAt: instant(stored.ends_at),
      issuedAt: shanghaiInstant(stored.issued_at),
      dueAt: instant(dueAt),
      isOverdue: dueAt !== null && endedAt === null && !stored.is_received && dueAt < this.clock.now(),
      ...(isOfficer(reader) && endedAt === null && !stored.is_received ? this.waitedFor(stored) : {}),
      endedAt: instant(endedAt),
      reason: stored.reason,
      releases: stored.releases,
      supersedes: stored.supersedes,
      revision: stored.revision,
      receipt: stored.receipt === null ? null : this.receipt(stored.receipt),
      basis: this.basis(stored, reader),
    };
  }

  receipt({
    number,
    result,
    executed_at: executedAt,
    detail_enc: detail,
    received_at: receivedAt,
  }: StoredReceipt): ReceiptView {
    return {
      number,
      result,
      executedAt: executedAt === null ? null : shanghaiInstant(new Date(executedAt)),
      detail: detail === null ? null : this.pii.decryptText(Buffer.from(detail, 'hex'), 'receipt.detail'),
      receivedAt: shanghaiInstant(new Date(receivedAt)),
    };
  }

  /** How long an answer is waited for. */
  private waitedFor({
    issued_at: issuedAt,
    due_at: dueAt,
  }: StoredDirective): Pick<DirectiveView, 'openWorkingDays' | 'lateWorkingDays'> {
    const today = this.clock.today();
    const openWorkingDays = workingDaysSince(localDateOf(issuedAt), today);
    return dueAt === null
      ? { openWorkingDays }
      : { openWorkingDays, lateWorkingDays: workingDaysSince(localDateOf(dueAt), today) };
  }

  private card(stored: StoredDirective, reader: Reader): DirectiveView['card'] {
    const number = this.numberOf(stored);
    if (stored.card_kind === null || number === null) return null;
    return { id: stored.card_id, kind: stored.card_kind, number: isOfficer(reader) ? mask(number) : number };
  }

  private numberOf({ card_number_enc: ofCard, order_number_enc: ofOrder }: StoredDirective): string | null {
    if (ofCard !== null) return this.pii.decryptText(ofCard, 'card.number');
    return ofOrder === null ? null : this.pii.decryptText(ofOrder, 'card_order.number');
  }

  private subject(stored: StoredDirective, reader: Reader): DirectiveSubjectView | null {
    // Whoever registers a card names its holder freely. What follows from the card says nothing of him, or else anybody's recorded
    // name could be had by registering a card under his number; a sanction is told to every institution of the party, with the name.
    if (!isOfficer(reader) && stored.cause !== 'sanction') return null;
    const {
      subject_id: id,
      subject_kind: kind,
      name_enc: nameEnc,
      id_type: idType,
      identifier_enc: numberEnc,
    } = stored;
    if (id === null || kind === null || nameEnc === null || idType === null || numberEnc === null) return null;
    const name = this.pii.decryptText(nameEnc, 'subject.name');
    const idNumber = this.pii.decryptText(numberEnc, 'identifier.number');
    return isOfficer(reader)
      ? { id, kind, idType, idNumber: mask(idNumber), name: maskName(name) }
      : { kind, idType, idNumber, name };
  }

  private basis(
    { regime, organ_name: organ, document_no: documentNo, measure }: StoredDirective,
    reader: Reader,
  ): DirectiveBasisView {
    const articles = basisOfMeasure(this.rulebooks.current(), regime, measure, textLanguage(reader));
    return { regime, organ, documentNo, articles };
  }
}

function isOfficer({ principal }: Reader): boolean {
  return principal.type === 'officer';
}

function textLanguage({ language }: Reader): 'zh' | 'en' {
  return language === 'en' ? 'en' : 'zh';
}

function instant(date: Date | null): string | null {
  return date === null ? null : shanghaiInstant(date);
}
