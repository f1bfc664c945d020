import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { DataSource } from 'typeorm';
import { localDate, releaseInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { Institutions } from '../../institutions/institutions.service.js';
import { Clock } from '../../platform/clock.js';
import { decodeSequence, encodeCursor } from '../../platform/cursor.js';
import { Metrics } from '../../platform/metrics.js';
import { addresseeOf, type Addressee } from '../directives/addressee.js';
import { COUNTED_FILTERS, countedPart } from './counted-directives.js';
import { selectDirectives, type StoredDirective, type StoredReceipt } from './directive-reading.js';
import { DirectiveViews, type Reader } from './directive-views.service.js';
import type { DirectiveDetailView, DirectivePage, DirectivesQuery, InstitutionReceiptView } from './directive.dto.js';

/** Row of a page: the last directive issued, and one of the page, or nothing. */
type PageRow = { head: number } & (StoredDirective | { id: null });

/** A receipt and who gave it. */
type ReceiptRow = StoredReceipt & { directive_id: string; code: string; name: string };

/** Nobody has as many: a bound for the memory. */
const MOST_OF_A_CARD = 1_000;

/** What an institution does not ask: whose directives others have, and how they are counted. */
const OF_OFFICERS = ['institutionId', 'subjectId', ...COUNTED_FILTERS] as const;

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
    return detailOf(this.views.of(stored, reader), await this.receiptsOf([id], addressee));
  }

  /** Those on one card with their receipts, in the order of issue; an institution sees what is addressed to it. */
  async ofCard(cardId: string, reader: Reader): Promise<DirectiveDetailView[]> {
    const addressee = await this.addresseeFor({}, reader);
    const rows = await this.read(addressee, { cardId, state: 'all' }, 0, MOST_OF_A_CARD);
    const found = rows.flatMap((row) => (row.id === null ? [] : [row]));
    const receipts = await this.receiptsOf(
      found.map(({ id }) => id),
      addressee,
    );
    return found.map((stored) => detailOf(this.views.of(stored, reader), receipts));
  }

  /** By directive. */
  private async receiptsOf(
    directiveIds: readonly string[],
    addressee: Addressee | null,
  ): Promise<Map<string, InstitutionReceiptView[]>> {
    const rows: ReceiptRow[] = await this.db.query(SELECT_RECEIPTS, [directiveIds, addressee?.institutionId ?? null]);
    const receipts = new Map<string, InstitutionReceiptView[]>();
    for (const { directive_id: id, ...row } of rows)
      receipts.set(id, [...(receipts.get(id) ?? []), this.receiptOf(row)]);
    return receipts;
  }

  private receiptOf({ code, name, ...receipt }: Omit<ReceiptRow, 'directive_id'>): InstitutionReceiptView {
    const view: Omit<InstitutionReceiptView, 'institution' | 'institutionName'> = this.views.receipt(receipt);
    return { institution: code, institutionName: name, ...view };
  }

  private async addresseeFor(query: Partial<DirectivesQuery>, { principal }: Reader): Promise<Addressee | null> {
    if (principal.type === 'client') {
      if (OF_OFFICERS.some((name) => query[name] !== undefined)) throw new Problem('forbidden');
      return addresseeOf(principal.institution);
    }
    const { institutionId } = query;
    if (institutionId === undefined) return null;
    const institution = await this.institutions.byId(this.db.manager, institutionId);
    if (institution === null) throw new Problem('institution-not-found');
    return addresseeOf(institution);
  }

  private async read(
    addressee: Addressee | null,
    query: Partial<DirectivesQuery> & Pick<DirectivesQuery, 'state'> & { id?: string; cardId?: string },
    after: number,
    count: number,
  ): Promise<PageRow[]> {
    const { state, overdue, receipt = null, scope = null, from, to } = query;
    const isEnded = query.ended === undefined ? null : query.ended === 'true';
    const isDated = from !== undefined || to !== undefined;
    const isAddressed = addressee !== null;
    const parameters = [
      addressee?.institutionId ?? null,
      addressee?.party ?? null,
      query.subjectId ?? null,
      query.action ?? null,
      query.id ?? null,
      after,
      count,
      this.clock.now(),
      query.cardId ?? null,
      query.measure ?? null,
      isEnded,
      scope,
      from === undefined ? null : `${from}T00:00:00+08:00`,
      to === undefined ? null : releaseInstant(localDate(to)),
    ];
    const counted = countedPart(query, '$8', parameters.length);
    const isOverdue = overdue === 'true';
    return this.db.query(
      selectDirectives({ isAddressed, state, isOverdue, receipt, isEnded, scope, isDated, counted }),
      [...parameters, ...(counted?.parameters ?? [])],
    );
  }
}

/** @param receipts by directive */
function detailOf(
  view: Omit<DirectiveDetailView, 'receipts'>,
  receipts: ReadonlyMap<string, InstitutionReceiptView[]>,
): DirectiveDetailView {
  return { ...view, receipts: receipts.get(view.id) ?? [] };
}

const SELECT_RECEIPTS = `
  SELECT directive_id, number, result, executed_at, encode(detail_enc, 'hex') AS detail_enc, received_at, institution.code, institution.name
  FROM receipt JOIN institution ON institution.id = receipt.institution_id
  WHERE directive_id = ANY ($1) AND ($2::uuid IS NULL OR institution_id = $2) ORDER BY received_at, number`;
