import type { GroupRecord } from './group-record.js';
import type { Query } from './log-database.js';

/** Some months, as instants: from the first on, before the second. */
export interface Span {
  from: Date;
  before: Date;
}

/** All there is. */
export const EVER: Span = { from: new Date(0), before: new Date('9999-01-01T00:00:00Z') };

const ROWS_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;
const TICK_DIGITS = 8;
const LAST_OF_TICK = '-ffff-ffff-ffff-ffffffffffff';
const MINUTE_MS = 60_000;
/** How far back one looks for the groups of an institution, in steps: a busy one is in the last minute, a rare one needs the index. */
const WINDOWS_MS = [MINUTE_MS, 60 * MINUTE_MS, 1_440 * MINUTE_MS, 44_640 * MINUTE_MS, Number.POSITIVE_INFINITY];

const COLUMNS = `chain, seq, written_at AS "writtenAt", first_id AS "firstId", last_id AS "lastId", count,
  institution_ids AS "institutionIds", rulebook_hashes AS "rulebookHashes", least_revision AS "leastRevision",
  most_revision AS "mostRevision", outcomes, is_deflated AS "isDeflated", content_enc AS "contentEnc",
  content_digest AS "contentDigest", previous_hash AS "previousHash", hash`;

/** The groups of a chain after one of them, in their order, in flat memory. */
export async function* groupsOfChain(
  query: Query,
  chain: string,
  { from, before }: Span = EVER,
): AsyncGenerator<GroupRecord> {
  for (let after = 0; ;) {
    const groups = await query<GroupRecord>(NEXT_OF_CHAIN, [chain, after, from, before, ROWS_AT_ONCE, BYTES_AT_ONCE]);
    yield* groups;
    const last = groups.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** All groups, the newest ids first, in flat memory. */
export async function* groupsNewestFirst(query: Query): AsyncGenerator<GroupRecord> {
  for (let below = `${'f'.repeat(TICK_DIGITS)}${LAST_OF_TICK}`; ;) {
    const groups = await query<GroupRecord>(NEXT_OLDER, [below, ROWS_AT_ONCE, BYTES_AT_ONCE]);
    yield* groups;
    const last = groups.at(-1);
    if (last === undefined) return;
    below = last.lastId;
  }
}

/** The groups that may hold a decision: those of its tick whose ids lie around it. Mostly one. */
export async function* groupsAround(query: Query, id: string): AsyncGenerator<GroupRecord> {
  const top = lastOfTick(id);
  for (let above = id, isFirst = true; ; isFirst = false) {
    const [group] = await query<GroupRecord>(
      `SELECT ${COLUMNS} FROM decision_group
       WHERE last_id ${isFirst ? '>=' : '>'} $1 AND last_id <= $2 AND first_id <= $3 ORDER BY last_id LIMIT 1`,
      [above, top, id],
    );
    if (group === undefined) return;
    yield group;
    above = group.lastId;
  }
}

/**
 * Groups with decisions of an institution, by their greatest id, the newest first.
 *
 * @param before only groups with a decision older than this one; undefined for all
 */
export async function* groupsOfInstitution(
  query: Query,
  institutionId: string,
  before: string | undefined,
): AsyncGenerator<GroupRecord> {
  const newest = before ?? `${'f'.repeat(TICK_DIGITS)}${LAST_OF_TICK}`;
  const sinceMs = before === undefined ? Date.now() : millisecondsOf(before);
  let below = lastOfTick(newest);
  let isIncluded = true;
  for (const windowMs of WINDOWS_MS) {
    const oldest = idAt(sinceMs - windowMs);
    for (;;) {
      const groups: GroupRecord[] = await query<GroupRecord>(
        `SELECT ${COLUMNS} FROM decision_group
         WHERE institution_ids @> ARRAY[$1]::uuid[] AND last_id ${isIncluded ? '<=' : '<'} $2 AND last_id >= $3 AND first_id < $4
         ORDER BY last_id DESC LIMIT 8`,
        [institutionId, below, oldest, newest],
      );
      yield* groups;
      const last = groups.at(-1);
      if (last === undefined) break;
      below = last.lastId;
      isIncluded = false;
    }
    if (oldest < below) {
      below = oldest;
      isIncluded = false;
    }
  }
}

function lastOfTick(id: string): string {
  return `${id.slice(0, TICK_DIGITS)}${LAST_OF_TICK}`;
}

/** The instant a UUIDv7 tells. */
function millisecondsOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** No UUIDv7 of this millisecond or later is less. */
function idAt(milliseconds: number): string {
  const digits = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-0000-0000-000000000000`;
}

/** Some bytes at once and not some rows: a group holds one decision or thousands. The first one always comes. */
const NEXT_OF_CHAIN = `
  SELECT ${COLUMNS} FROM (
    SELECT *, sum(octet_length(content_enc)) OVER (ORDER BY seq) - octet_length(content_enc) AS bytes_before FROM decision_group
    WHERE chain = $1 AND seq > $2 AND written_at >= $3 AND written_at < $4 ORDER BY seq LIMIT $5
  ) AS next WHERE bytes_before < $6 ORDER BY seq`;

const NEXT_OLDER = `
  SELECT ${COLUMNS} FROM (
    SELECT *, sum(octet_length(content_enc)) OVER (ORDER BY last_id DESC) - octet_length(content_enc) AS bytes_before FROM decision_group
    WHERE last_id < $1 ORDER BY last_id DESC LIMIT $2
  ) AS next WHERE bytes_before < $3 ORDER BY last_id DESC`;
