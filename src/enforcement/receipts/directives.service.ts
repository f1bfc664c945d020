import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { DataSource } from 'typeorm';
import { Problem } from '../../domain/problem.js';
import { Institutions } from '../../institutions/institutions.service.js';
import { Clock } from '../../platform/clock.js';
import { decodeSequence, encodeCursor } from '../../platform/cursor.js';
import { Metrics } from '../../platform/metrics.js';
import { addresseeOf, type Addressee } from '../directives/addressee.js';
import { selectDirectives, type StoredDirective, type StoredReceipt } from './directive-reading.js';
import { DirectiveViews, type Reader } from './directive-views.service.js';
import type { DirectiveDetailView, DirectivePage, DirectivesQuery, InstitutionReceiptView } from './directive.dto.js';

/** Row of a page: the last directive issued, and one of the page, or nothing. */
type PageRow = { head: number } & (StoredDirective | { id: null });

/** What institutions fetch, and officers look at. */
@Injectable()
export class Directives {
  /** Pages are not audited one by one: how many directives left the house is told here. */
  private readonly handedOut = new Counter({
    name: 'duanka_directives_handed_out_total',
    help: 'Directives that were read, by kind of reader',
    labelNames: ['reader'],
    registers: [],
  });

  constructor(
    private readonly db: DataSource,
    private readonly institutions: Institutions,
    private readonly clock: Clock,
    private readonly views: DirectiveViews,
    metrics: Metrics,
  ) {
    metrics.register(this.handedOut);
  }

  /**
   * One page in the order of issue: an institution's own, or for an officer all, or as an institution sees them.
   *
   * @throws {Problem} `cursor-invalid`, `institution-not-found`; `forbidden` for an institution that asks as an officer does
   */
  async page(query: DirectivesQuery, reader: Reader): Promise<DirectivePage> {
    const addressee = await this.addresseeFor(query, reader);
    const after = query.cursor === undefined ? 0 : decodeSequence(query.cursor);
    const rows = await this.read(addressee, query, after, query.limit + 1);
    const found = rows.flatMap((row) => (row.id === null ? [] : [row]));
    const page = found.slice(0, query.limit);
    const hasMore = found.length > page.length;
    this.handedOut.inc({ reader: reader.principal.type }, page.length);
    const head = Math.max(after, rows[0]?.head ?? 0);
    const seq = hasMore ? (page.at(-1)?.seq ?? after) : head;
    return { items: page.map((stored) => this.views.of(stored, reader)), hasMore, nextCursor: encodeCursor({ seq }) };
  }

  /** A directive with its receipts. @throws {Problem} `directive-not-found`, also if it is addressed to somebody else */
  async get(id: string, reader: Reader): Promise<DirectiveDetailView> {
    const addressee = await this.addresseeFor({}, reader);
    const [stored] = await this.read(addressee, { id, state: 'all' }, 0, 1);
    if (stored === undefined || stored.id === null) throw new Problem('directive-not-found');
    this.handedOut.inc({ reader: reader.principal.type });
    const receipts: (StoredReceipt & { code: string; name: string })[] = await this.db.query(SELECT_RECEIPTS, [
      id,
      addressee?.institutionId ?? null,
    ]);
    const view: Omit<DirectiveDetailView, 'receipts'> = this.views.of(stored, reader);
    return { ...view, receipts: receipts.map((receipt) => this.receiptOf(receipt)) };
  }

  private receiptOf({
    code,
    name,
    ...receipt
  }: StoredReceipt & { code: string; name: string }): InstitutionReceiptView {
    const view: Omit<InstitutionReceiptView, 'institution' | 'institutionName'> = this.views.receipt(receipt);
    return { institution: code, institutionName: name, ...view };
  }

  private async addresseeFor(
    { institutionId, subjectId }: Pick<DirectivesQuery, 'institutionId' | 'subjectId'>,
    { principal }: Reader,
  ): Promise<Addressee | null> {
    if (principal.type === 'client') {
      if (institutionId !== undefined || subjectId !== undefined) throw new Problem('forbidden');
      return addresseeOf(principal.institution);
    }
    if (institutionId === undefined) return null;
    const institution = await this.institutions.byId(this.db.manager, institutionId);
    if (institution === null) throw new Problem('institution-not-found');
    return addresseeOf(institution);
  }

  private async read(
    addressee: Addressee | null,
    {
      state,
      overdue,
      subjectId,
      action,
      id,
    }: Pick<DirectivesQuery, 'state' | 'overdue' | 'subjectId' | 'action'> & { id?: string },
    after: number,
    count: number,
  ): Promise<PageRow[]> {
    return this.db.query(selectDirectives({ isAddressed: addressee !== null, state, isOverdue: overdue === 'true' }), [
      addressee?.institutionId ?? null,
      addressee?.party ?? null,
      subjectId ?? null,
      action ?? null,
      id ?? null,
      after,
      count,
      this.clock.now(),
    ]);
  }
}

const SELECT_RECEIPTS = `
  SELECT number, result, executed_at, encode(detail_enc, 'hex') AS detail_enc, received_at, institution.code, institution.name
  FROM receipt JOIN institution ON institution.id = receipt.institution_id
  WHERE directive_id = $1 AND ($2::uuid IS NULL OR institution_id = $2) ORDER BY received_at, number`;
