import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager } from 'typeorm';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { transition, type ListAction } from '../domain/sanction-list.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { Clock } from '../platform/clock.js';
import { decodeCursor, encodeCursor } from '../platform/cursor.js';
import { ListRecords } from './list-records.service.js';
import type { ListSanctions } from './list-response.dto.js';
import { SanctionList } from './sanction-list.entity.js';

/** An officer who wrote or decided a list; no personal data of a subject. */
export interface ListOfficer {
  username: string;
  organName: string;
}

/** A list, and who wrote and decided it. */
export interface SignedList {
  list: SanctionList;
  author: ListOfficer;
  decider: ListOfficer | null;
}

export interface ListPage {
  items: SignedList[];
  /** On all pages. */
  total: number;
  nextCursor: string | null;
}

export interface ListFilter {
  state?: SanctionList['state'];
  purpose?: SanctionList['purpose'];
  authorId?: string;
  /** Part of the title. */
  q?: string;
  /** Code of the author's institution. */
  organ?: string;
  /** First and last day of creation. */
  from?: LocalDate;
  to?: LocalDate;
  cursor?: string;
  limit: number;
}

/** Sanction lists and the steps of their life, but for the approval, which is a story of its own. */
@Injectable()
export class ListsService {
  constructor(
    private readonly db: DataSource,
    private readonly records: ListRecords,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `list-not-found` */
  async get(id: string): Promise<SanctionList> {
    const list = await this.db.getRepository(SanctionList).findOneBy({ id });
    if (list === null) throw new Problem('list-not-found');
    return list;
  }

  /** What has become of the sanctions of a list, by the clock. Null if it made none. */
  async sanctionsOf({ id, state, purpose }: SanctionList): Promise<ListSanctions | null> {
    if (state !== 'approved' || purpose !== 'sanctions') return null;
    const [row]: Omit<ListSanctions, 'isClosed'>[] = await this.db.query(SELECT_SANCTIONS, [
      id,
      this.clock.today(),
      this.clock.now(),
    ]);
    if (row === undefined) throw new Error('The sanctions of a list could not be counted');
    return { ...row, isClosed: row.inForce === 0 && (row.lastDay === null || row.lastDay < this.clock.today()) };
  }

  /** Newest first. */
  async page({ cursor, limit, ...filter }: ListFilter): Promise<ListPage> {
    const query = this.db.getRepository(SanctionList).createQueryBuilder('list');
    for (const [name, value, condition] of conditionsOf(filter)) query.andWhere(condition, { [name]: value });
    const total = await query.getCount();
    query.orderBy('list.id', 'DESC').take(limit + 1);
    if (cursor !== undefined) query.andWhere('list.id < :before', { before: uuidOf(cursor) });
    const lists = await query.getMany();
    const items = lists.slice(0, limit);
    const last = lists.length > limit ? items.at(-1) : undefined;
    const nextCursor = last === undefined ? null : encodeCursor({ id: last.id });
    return { items: await this.signed(items), total, nextCursor };
  }

  /** Lists with the names of their officers, in the same order. */
  async signed(lists: readonly SanctionList[]): Promise<SignedList[]> {
    const ids = lists.flatMap(({ authorId, decidedBy }) => [authorId, decidedBy]);
    const officers: (ListOfficer & { id: string })[] = await this.db.query(SELECT_OFFICERS, [ids]);
    const byId = new Map(officers.map(({ id, username, organName }) => [id, { username, organName }]));
    return lists.map((list) => {
      const author = byId.get(list.authorId);
      if (author === undefined) throw new Error('A list without an author');
      return { list, author, decider: byId.get(list.decidedBy ?? '') ?? null };
    });
  }

  /** The author hands the draft in. */
  async submit(id: string, officer: OfficerPrincipal): Promise<SanctionList> {
    return this.db.transaction(async (tx) => {
      const list = await lockList(tx, id);
      assertMayHandle(list, officer);
      advance(list, 'submit');
      if (list.accepted === 0) throw new Problem('list-has-no-accepted-row');
      list.submittedAt = this.clock.now();
      return this.records.write(tx, list, officer);
    });
  }

  /** An approver sends a submitted list back for good; its rows stay readable. */
  async reject(id: string, officer: OfficerPrincipal, remark: string): Promise<SanctionList> {
    return this.db.transaction(async (tx) => {
      const list = await lockList(tx, id);
      advance(list, 'reject');
      if (list.authorId === officer.id) throw new Problem('approver-is-author');
      return this.records.close(tx, list, officer, remark);
    });
  }

  /** The author takes a list back before it is decided. */
  async withdraw(id: string, officer: OfficerPrincipal, remark: string): Promise<SanctionList> {
    return this.db.transaction(async (tx) => {
      const list = await lockList(tx, id);
      assertMayHandle(list, officer);
      advance(list, 'withdraw');
      return this.records.close(tx, list, officer, remark);
    });
  }
}

/** Lock before reading the state: two officers can press the button in the same second. */
export async function lockList(tx: EntityManager, id: string): Promise<SanctionList> {
  const list = await tx.findOne(SanctionList, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (list === null) throw new Problem('list-not-found');
  return list;
}

/** @throws Problem `list-transition-refused` */
export function advance(list: SanctionList, action: ListAction): void {
  list.state = transition(list.state, action);
}

function assertMayHandle(list: SanctionList, officer: OfficerPrincipal): void {
  if (list.authorId !== officer.id) throw new Problem('forbidden');
}

type Condition = readonly [name: string, value: string | Date | undefined, condition: string];

/** What a page asks for, condition by condition, each with its one value. */
function conditionsOf({ state, purpose, authorId, q, organ, from, to }: Omit<ListFilter, 'cursor' | 'limit'>) {
  const conditions: readonly Condition[] = [
    ['state', state, 'list.state = :state'],
    ['purpose', purpose, 'list.purpose = :purpose'],
    ['authorId', authorId, 'list.authorId = :authorId'],
    ['title', q === undefined ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`, 'list.title ILIKE :title'],
    ['organ', organ, `list.authorId IN (${OFFICERS_OF_ORGAN})`],
    ['from', from === undefined ? undefined : midnight(from), 'list.createdAt >= :from'],
    ['end', to === undefined ? undefined : new Date(midnight(to).getTime() + DAY_MS), 'list.createdAt < :end'],
  ];
  return conditions.filter(([, value]) => value !== undefined);
}

const DAY_MS = 86_400_000;

function midnight(day: LocalDate): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

const OFFICERS_OF_ORGAN = `
  SELECT officer.id FROM officer JOIN institution ON institution.id = officer.institution_id WHERE institution.code = :organ`;

const SELECT_OFFICERS = `
  SELECT officer.id, username, institution.name AS "organName"
  FROM officer JOIN institution ON institution.id = institution_id WHERE officer.id = ANY ($1)`;

/** `valid` ends with the day of a lifting; of an annulled one it is empty. */
const SELECT_SANCTIONS = `
  SELECT count(*)::integer AS total, count(*) FILTER (WHERE standing = 'annulled')::integer AS annulled,
    count(*) FILTER (WHERE valid @> $2::date AND (lifted_at IS NULL OR lifted_at > $3))::integer AS "inForce",
    (max(upper(valid)) - 1)::text AS "lastDay"
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  WHERE list_id = $1`;
