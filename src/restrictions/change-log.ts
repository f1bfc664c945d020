import type { ClientBase } from 'pg';
import { CARD_KINDS, GROUNDS, ORGAN_LEVELS } from '../domain/designation.js';
import { KEEPING_STATES } from '../domain/retained-sim.js';
import type { TermPattern } from '../domain/term-pattern.js';
import { BinaryRows, copyOut, type BinaryRow } from '../platform/binary-rows.js';
import { CARD_STATUSES } from '../registry/card-record.js';
import { KeyedRows, NO_ROW } from './memory/keyed-rows.js';
import type { SanctionProfile } from './memory/profiles.js';
import { uuidOfBytes } from './memory/uuid-words.js';
import { NO_SUBJECT, RestrictionIndex } from './restriction-index.js';

/** A revision of the books. The stamp tells two revisions of the same number apart, after a database was set back. */
export interface BooksAt {
  revision: number;
  stamp: string;
}

/** Where rows go: the index, and which subject of it has which id. */
interface Target {
  index: RestrictionIndex;
  /** By the 16 bytes of the id: ordinal, and 1 for a unit. */
  subjects: KeyedRows;
}

interface Source {
  query: string;
  accept: (row: BinaryRow, target: Target) => void;
}

/** What changed since a revision, read but not yet applied. */
export interface Changes {
  to: BooksAt;
  /** Brings the index up to date, without a pause in which it could be read half-way. */
  apply: () => void;
}

/**
 * Reads everything, as it streams in, into a new index. In a repeatable-read transaction: all is of one revision.
 *
 * @param onProgress is called with every piece that comes
 */
export async function loadIndex(
  client: ClientBase,
  onProgress: () => void,
): Promise<{ index: RestrictionIndex; at: BooksAt }> {
  const target = { index: new RestrictionIndex(), subjects: new KeyedRows(4, 2) };
  const at = await booksAt(client);
  const { identifiers, cards } = await estimates(client);
  target.index.reserve(identifiers, cards);
  target.subjects.reserve(identifiers);
  for (const { query, accept } of sourcesSince(undefined)) {
    const rows = new BinaryRows((row) => accept(row, target));
    await copyOut(client, query, (piece) => {
      onProgress();
      rows.push(piece);
    });
    rows.end();
  }
  target.index.publish(at.revision);
  return { index: target.index, at };
}

/**
 * Reads what changed since the revision of an index. In a repeatable-read transaction: every revision up to the newest is in
 * it, because they are committed in their order, and nothing of a later one.
 */
export async function readChanges(
  client: ClientBase,
  index: RestrictionIndex,
  onProgress: () => void,
): Promise<Changes> {
  const to = await booksAt(client);
  const read: { source: Source; pieces: Buffer[] }[] = [];
  for (const source of sourcesSince(index.revision)) {
    const pieces: Buffer[] = [];
    await copyOut(client, source.query, (piece) => {
      onProgress();
      pieces.push(piece);
    });
    read.push({ source, pieces });
  }
  const apply = (): void => {
    const target = { index, subjects: new KeyedRows(4, 2) };
    for (const { source, pieces } of read) {
      const rows = new BinaryRows((row) => source.accept(row, target));
      for (const piece of pieces) rows.push(piece);
      rows.end();
    }
    index.publish(to.revision);
  };
  return { to, apply };
}

async function booksAt(client: ClientBase): Promise<BooksAt> {
  const { rows } = await client.query<{ revision: string; stamp: string }>(
    `SELECT number::text AS revision, extract(epoch FROM taken_at)::text AS stamp FROM revision ORDER BY number DESC LIMIT 1`,
  );
  return { revision: Number(rows[0]?.revision ?? 0), stamp: rows[0]?.stamp ?? '' };
}

/** How many rows there are about, as the planner knows; 0 of tables it has not looked at. */
async function estimates(client: ClientBase): Promise<{ identifiers: number; cards: number }> {
  const { rows } = await client.query<{ table: string; rows: number }>(
    `SELECT relname AS table, greatest(reltuples, 0) AS rows FROM pg_class
     WHERE oid IN ('identifier'::regclass, 'card'::regclass)`,
  );
  const rowsOf = (table: string): number => rows.find((row) => row.table === table)?.rows ?? 0;
  return { identifiers: rowsOf('identifier'), cards: rowsOf('card') };
}

/** In the order in which they build on each other. @param since only what changed after this revision; absent: everything */
function sourcesSince(since: number | undefined): Source[] {
  if (since !== undefined && !Number.isSafeInteger(since)) throw new RangeError('a revision is a whole number');
  const after = (column: string): string => (since === undefined ? 'true' : `${column} > ${since}`);
  const subjects = since === undefined ? SELECT_SUBJECTS : `${SELECT_SUBJECTS} WHERE ${concernedSince(since)}`;
  const [isOpen, isAfter] = ['version.revision_to IS NULL', after('version.revision_from')];
  const isCounted = since === undefined ? `version.standing <> 'annulled'` : 'true';
  return [
    {
      query: since === undefined ? SELECT_PATTERNS : `${SELECT_PATTERNS} WHERE ${usedSince(since)}`,
      accept: acceptPattern,
    },
    // Whoever is known by one identifier must be recognised before another of his could make him a new subject.
    ...(since === undefined ? [] : [{ query: subjects, accept: recogniseSubject }]),
    { query: subjects, accept: acceptSubject },
    { query: `${SELECT_SANCTIONS} WHERE ${isOpen} AND ${isAfter} AND ${isCounted}`, accept: acceptSanction },
    { query: `${SELECT_CARDS} WHERE ${after('revision')}`, accept: acceptCard },
    {
      query: `${SELECT_LISTINGS} WHERE ${since === undefined ? 'revision_to IS NULL' : listedOrClearedSince(since)}`,
      accept: acceptListing,
    },
    { query: `${SELECT_KEPT} WHERE ${since === undefined ? 'true' : keptOrEndedSince(since)}`, accept: acceptKept },
  ];
}

const SELECT_PATTERNS = 'SELECT id, terms::text FROM term_pattern';

const usedSince = (revision: number): string =>
  `id IN (SELECT pattern_id FROM sanction_version WHERE revision_from > ${revision})`;

function acceptPattern(row: BinaryRow, { index }: Target): void {
  const terms: TermPattern = JSON.parse(row.text(1));
  index.putPattern(row.integer(0), terms);
}

const SELECT_SUBJECTS = `
  SELECT identifier.subject_id, identifier.number_hash, subject.name_hash, subject.kind
  FROM identifier JOIN subject ON subject.id = identifier.subject_id`;

/** A subject is recorded with its first sanction or card, in the same revision; and a new identifier comes with one too. */
const concernedSince = (revision: number): string => `
  subject.id IN (
    SELECT sanction.subject_id FROM sanction_version AS version JOIN sanction ON sanction.id = version.sanction_id
    WHERE version.revision_from > ${revision}
    UNION SELECT holder_id FROM card WHERE revision > ${revision}
    UNION SELECT kept.subject_id FROM retained_sim AS kept WHERE ${keptOrEndedSince(revision)})`;

// Values of a subject while rows are read.
const ORDINAL = 0;
const IS_UNIT = 1;

function recogniseSubject(row: BinaryRow, { index, subjects }: Target): void {
  const subject = index.subjectOf(row.block(1));
  if (subject !== NO_SUBJECT && subjects.find(row.block(0)) === NO_ROW) remember(row, subject, subjects);
}

function acceptSubject(row: BinaryRow, { index, subjects }: Target): void {
  const [id, identifierHash] = [row.block(0), row.block(1)];
  const known = subjects.find(id);
  if (known === NO_ROW) remember(row, index.addSubject(identifierHash, row.block(2)), subjects);
  else if (index.subjectOf(identifierHash) === NO_SUBJECT) {
    index.addIdentifier(subjects.value(known, ORDINAL), identifierHash);
  }
}

function remember(row: BinaryRow, subject: number, subjects: KeyedRows): void {
  const place = subjects.add(row.block(0));
  subjects.setValue(place, ORDINAL, subject);
  subjects.setValue(place, IS_UNIT, row.text(3) === 'unit' ? 1 : 0);
}

const SELECT_SANCTIONS = `
  SELECT sanction.subject_id, sanction.id, version.standing = 'annulled', version.pattern_id, sanction.identified_on,
    sanction.starts_on, version.lifted_at, sanction.regime, sanction.category, sanction.ground, sanction.is_minor,
    sanction.organ_code, sanction.organ_level, sanction.organ_name, version.standing IN ('appealed', 'suspended')
  FROM sanction_version AS version JOIN sanction ON sanction.id = version.sanction_id`;

// Where the fields begin and end that make the profile.
const REGIME = 7;
const ORGAN_NAME = 13;
const IS_APPEALED = 14;

function acceptSanction(row: BinaryRow, { index, subjects }: Target): void {
  const place = placeOf(subjects, row.block(0));
  const subject = subjects.value(place, ORDINAL);
  if (row.boolean(2)) {
    index.removeSanction(subject, row.block(1));
    return;
  }
  const isUnit = subjects.value(place, IS_UNIT) === 1;
  index.putSanction(subject, {
    id: row.block(1),
    profile: index.profileNumber(isUnit ? 'unit' : 'person', row.key(REGIME, ORGAN_NAME), () => profileOf(row, isUnit)),
    pattern: row.integer(3),
    identifiedOn: row.day(4),
    startsOn: row.day(5),
    liftedAt: row.isNull(6) ? null : row.instant(6),
    isAppealed: row.boolean(IS_APPEALED),
  });
}

function profileOf(row: BinaryRow, isUnit: boolean): SanctionProfile {
  return {
    regime: row.text(REGIME),
    category: row.text(REGIME + 1),
    ground: oneOf(GROUNDS, row.text(REGIME + 2)),
    subjectKind: isUnit ? 'unit' : 'person',
    isMinor: row.boolean(REGIME + 3),
    organ: {
      code: row.text(REGIME + 4),
      level: oneOf(ORGAN_LEVELS, row.text(REGIME + 5)),
      name: row.text(ORGAN_NAME),
    },
  };
}

const SELECT_CARDS = 'SELECT number_hash, holder_id, institution_id, kind, status, opened_on, revision FROM card';

function acceptCard(row: BinaryRow, { index, subjects }: Target): void {
  index.putCard({
    number: row.block(0),
    holder: subjects.value(placeOf(subjects, row.block(1)), ORDINAL),
    institutionId: uuidOfBytes(row.block(2)),
    kind: oneOf(CARD_KINDS, row.text(3)),
    status: oneOf(CARD_STATUSES, row.text(4)),
    openedOn: row.isNull(5) ? null : row.day(5),
    revision: row.long(6),
  });
}

const SELECT_LISTINGS = `
  SELECT number_hash, kind, id, status, since_on, case_no, revision_to IS NOT NULL FROM card_listing`;

const listedOrClearedSince = (revision: number): string => `revision_from > ${revision} OR revision_to > ${revision}`;

function acceptListing(row: BinaryRow, { index }: Target): void {
  if (row.boolean(6)) {
    index.clearListing(row.block(0), row.block(2));
    return;
  }
  index.addListing({
    number: row.block(0),
    kind: oneOf(CARD_KINDS, row.text(1)),
    id: row.block(2),
    status: row.text(3) === 'implicated' ? 'implicated' : 'suspicious',
    since: row.day(4),
    caseNo: row.isNull(5) ? null : row.text(5),
  });
}

const SELECT_KEPT = `
  SELECT kept.subject_id, card.number_hash, kept.institution_id, kept.restored_at, kept.ended_at, kept.ended_state, kept.revision_from
  FROM retained_sim AS kept JOIN card ON card.id = kept.card_id`;

const keptOrEndedSince = (revision: number): string =>
  `kept.revision_from > ${revision} OR kept.revision_to > ${revision}`;

function acceptKept(row: BinaryRow, { index, subjects }: Target): void {
  const state = row.isNull(5) ? 'kept' : oneOf(KEEPING_STATES, row.text(5));
  index.putKept({
    subject: subjects.value(placeOf(subjects, row.block(0)), ORDINAL),
    number: row.block(1),
    institutionId: uuidOfBytes(row.block(2)),
    restoredAt: row.instant(3),
    end: state === 'kept' ? null : { at: row.instant(4), state },
    revision: row.long(6),
  });
}

function placeOf(subjects: KeyedRows, id: Buffer): number {
  const place = subjects.find(id);
  if (place === NO_ROW) throw new Error('A sanction or a card of nobody who is recorded');
  return place;
}

/** @throws {Error} for a word that this program does not know: it must not decide by less than the books say */
function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const known = words.find((word) => word === text);
  if (known === undefined) throw new Error('The books hold a word that this program does not know');
  return known;
}
