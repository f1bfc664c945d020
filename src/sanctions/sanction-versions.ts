import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '../domain/canonical.js';
import { localDateOf, type LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { standingAfter, type StandingAct, type StandingName } from '../domain/sanction-standing.js';
import { extentOn, termPatternOf, type CumulatedTerm, type TermPattern } from '../domain/term-pattern.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { measuresOf } from '../rulebook/terms.js';

/** Where the rulebooks are that sanctions were approved under. */
export interface Rulebooks {
  /** @throws {Error} if no such rulebook is stored */
  byHash(hash: string): Promise<Rulebook>;
}

/** The sanctions of one subject under one regime: they are cumulated together. */
export interface ChainKey {
  subjectId: string;
  regime: string;
}

/** How a sanction stands, and the instant from which on it restricts nothing: of a lifting, or of a suspension of its effect. */
export type Standing =
  | { standing: Exclude<StandingName, 'lifted' | 'suspended'>; liftedAt: null }
  | { standing: 'lifted' | 'suspended'; liftedAt: Date };

/** A sanction with what is known of it now; of one that is just being written nothing is. */
interface Member {
  id: string;
  subject_id: string;
  regime: string;
  identified_on: LocalDate;
  starts_on: LocalDate;
  terms: Record<string, number>;
  rulebook_hash: string;
  revision_from: number;
  standing: StandingName | null;
  lifted_at: Date | null;
  pattern: TermPattern | null;
}

/** What will be known of a sanction. */
export interface Version {
  member: Member;
  now: Standing;
  pattern: TermPattern;
}

/** Something that happens to a sanction. */
export interface Act {
  sanctionId: string;
  act: StandingAct;
  /** The instant from which on the sanction restricts nothing, where the act brings one. */
  at?: Date | undefined;
}

/** A sanction before something happens to it. */
export type Located = ChainKey & { standing: StandingName; liftedAt: Date | null };

const STANDING: Standing = { standing: 'standing', liftedAt: null };

/**
 * Computes chains anew and opens a version of every sanction of which something else is known now. What is known of a chain depends
 * on its members alone: it is cumulated under the rulebook of the member approved last, and one that is annulled is no member.
 *
 * @param standings what is to be known of some sanctions from now on; all others stand as they did
 * @param revision the revision this transaction took
 */
export async function rewriteChains(
  tx: EntityManager,
  rulebooks: Rulebooks,
  chains: readonly ChainKey[],
  standings: ReadonlyMap<string, Standing>,
  revision: number,
): Promise<void> {
  const changed = await changedVersions(tx, rulebooks, chains, standings);
  if (changed.length === 0) return;
  const patternIds = await intern(tx, changed);
  await tx.query(CLOSE_VERSIONS, [changed.map(({ member }) => member.id), revision]);
  const days = changed.map(validOf);
  await tx.query(OPEN_VERSIONS, [
    changed.map(({ member }) => member.id),
    days.map((valid) => valid?.firstDay ?? null),
    days.map((valid) => valid?.lastDay ?? null),
    changed.map(({ now }) => now.standing),
    changed.map(({ now }) => now.liftedAt),
    changed.map(({ pattern }) => patternIds.get(digestOf(pattern).toString('hex'))),
    revision,
  ]);
}

/** What {@link rewriteChains} writes, without writing it. */
export async function changedVersions(
  manager: EntityManager,
  rulebooks: Rulebooks,
  chains: readonly ChainKey[],
  standings: ReadonlyMap<string, Standing>,
): Promise<Version[]> {
  const members: Member[] = await manager.query(SELECT_MEMBERS, [
    chains.map(({ subjectId }) => subjectId),
    chains.map(({ regime }) => regime),
  ]);
  const versions: Version[] = [];
  for (const chain of chainsOf(members)) versions.push(...(await versionsOf(rulebooks, chain, standings)));
  return versions.filter(isChange);
}

/** @throws {Problem} `sanction-not-found` */
export async function locate(manager: EntityManager, sanctionId: string): Promise<Located> {
  const [found]: Located[] = await manager.query(LOCATE, [sanctionId]);
  if (found === undefined) throw new Problem('sanction-not-found');
  return found;
}

/** How a sanction stands once something has happened to it. @throws {Problem} `sanction-not-standing` */
export function standingOnce({ standing, liftedAt }: Located, { act, at }: Act): Standing {
  return standingFrom(standingAfter(standing, act), earlier(liftedAt, at));
}

/** What restricts nothing does not begin to because something else happens to it. */
function earlier(known: Date | null, at: Date | undefined): Date | null {
  if (known === null || at === undefined) return known ?? at ?? null;
  return known < at ? known : at;
}

function chainsOf(members: readonly Member[]): Member[][] {
  const chains = new Map<string, Member[]>();
  for (const member of members) {
    const key = `${member.subject_id} ${member.regime}`;
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [member]);
    else chain.push(member);
  }
  return [...chains.values()];
}

async function versionsOf(
  rulebooks: Rulebooks,
  chain: readonly Member[],
  standings: ReadonlyMap<string, Standing>,
): Promise<Version[]> {
  const all = chain.map((member) => ({ member, now: standings.get(member.id) ?? standingOf(member) }));
  const cumulated = all.filter(({ now }) => now.standing !== 'annulled');
  const latest = cumulated
    .map(({ member }) => member)
    .toSorted(byApproval)
    .at(-1);
  const measures =
    latest === undefined ? undefined : cumulate(await rulebooks.byHash(latest.rulebook_hash), latest.regime, cumulated);
  return all.map(({ member, now }) => {
    const terms = measures?.get(member.id);
    // What an annulled sanction would have lasted stays readable.
    const pattern = terms === undefined ? (member.pattern ?? []) : termPatternOf(member.starts_on, terms);
    return { member, now, pattern };
  });
}

function cumulate(
  rulebook: Rulebook,
  regime: string,
  members: readonly Pick<Version, 'member' | 'now'>[],
): Map<string, CumulatedTerm[]> {
  return measuresOf(
    rulebook,
    regime,
    members.map(({ member: { id, identified_on, starts_on, terms }, now: { standing } }) => ({
      id,
      identifiedOn: identified_on,
      startsOn: starts_on,
      terms,
      // While only its effect is suspended its terms run on, and so do those behind it.
      isLifted: standing === 'lifted',
    })),
  );
}

function standingOf({ standing, lifted_at }: Member): Standing {
  return standing === null ? STANDING : standingFrom(standing, lifted_at);
}

/** @throws {Error} for a lifting or suspension without its instant: the database has none */
function standingFrom(standing: StandingName, liftedAt: Date | null): Standing {
  if (standing !== 'lifted' && standing !== 'suspended') return { standing, liftedAt: null };
  if (liftedAt === null) throw new Error('A sanction restricts nothing, and nobody knows since when');
  return { standing, liftedAt };
}

function byApproval(left: Member, right: Member): number {
  if (left.revision_from !== right.revision_from) return left.revision_from - right.revision_from;
  return left.id < right.id ? -1 : 1;
}

function isChange({ member, now, pattern }: Version): boolean {
  return (
    member.pattern === null ||
    member.standing !== now.standing ||
    member.lifted_at?.getTime() !== now.liftedAt?.getTime() ||
    canonicalJson(member.pattern) !== canonicalJson(pattern)
  );
}

/** From the first to the last day on which any measure holds; undefined where none does on any day. */
function validOf({ member, now, pattern }: Version): { firstDay: LocalDate; lastDay: LocalDate } | undefined {
  const extent = extentOn(member.starts_on, pattern);
  if (extent === undefined || now.standing === 'annulled') return undefined;
  const liftedOn = now.liftedAt === null ? undefined : localDateOf(now.liftedAt);
  if (liftedOn === undefined || liftedOn > extent.lastDay) return extent;
  // It holds until an hour of its last day, which therefore counts.
  return liftedOn < extent.firstDay ? undefined : { firstDay: extent.firstDay, lastDay: liftedOn };
}

/** Every pattern is stored once, however many sanctions have it. @returns ids by digest in hex */
async function intern(tx: EntityManager, versions: readonly Version[]): Promise<Map<string, number>> {
  const texts = new Map(versions.map(({ pattern }) => [digestOf(pattern).toString('hex'), canonicalJson(pattern)]));
  const digests = [...texts.keys()].map((hex) => Buffer.from(hex, 'hex'));
  await tx.query(INSERT_PATTERNS, [digests, [...texts.values()]]);
  const rows: { id: number; digest: Buffer }[] = await tx.query(
    'SELECT id, digest FROM term_pattern WHERE digest = ANY ($1)',
    [digests],
  );
  return new Map(rows.map(({ id, digest }) => [digest.toString('hex'), id]));
}

/** What a pattern is found by: SHA-256 of its canonical JSON. */
export function digestOf(pattern: TermPattern): Buffer {
  return createHash('sha256').update(canonicalJson(pattern)).digest();
}

/** One by one: whatever the database thinks of the size of its tables, it never joins all of them for a few subjects. */
const SELECT_MEMBERS = `
  SELECT sanction.id, sanction.subject_id, sanction.regime, sanction.identified_on::text, sanction.starts_on::text,
    sanction.terms, sanction.rulebook_hash, sanction.revision_from, version.standing, version.lifted_at, version.pattern
  FROM unnest($1::uuid[], $2::text[]) AS chain (subject_id, regime)
  CROSS JOIN LATERAL (
    SELECT * FROM sanction WHERE subject_id = chain.subject_id OFFSET 0) AS sanction
  LEFT JOIN LATERAL (
    SELECT standing, lifted_at, (SELECT term_pattern.terms FROM term_pattern WHERE term_pattern.id = pattern_id) AS pattern
    FROM sanction_version WHERE sanction_id = sanction.id AND revision_to IS NULL LIMIT 1) AS version ON true
  WHERE sanction.regime = chain.regime
  ORDER BY sanction.subject_id, sanction.regime, sanction.id`;

const LOCATE = `
  SELECT sanction.subject_id AS "subjectId", sanction.regime, version.standing, version.lifted_at AS "liftedAt"
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  WHERE sanction.id = $1`;

const INSERT_PATTERNS = `
  INSERT INTO term_pattern (digest, terms)
  SELECT digest, terms::jsonb FROM unnest($1::bytea[], $2::text[]) AS new (digest, terms)
  WHERE NOT EXISTS (SELECT FROM term_pattern WHERE term_pattern.digest = new.digest)
  ON CONFLICT (digest) DO NOTHING`;

const CLOSE_VERSIONS = `
  UPDATE sanction_version SET revision_to = $2
  WHERE sanction_id = ANY ($1) AND revision_to IS NULL AND revision_from < $2`;

/** What this very transaction has written before is written again: nobody has seen it. */
const OPEN_VERSIONS = `
  INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, lifted_at, pattern_id)
  SELECT sanction_id, $7, CASE WHEN first_day IS NULL THEN 'empty' ELSE daterange(first_day, last_day, '[]') END,
    standing, lifted_at, pattern_id
  FROM unnest($1::uuid[], $2::date[], $3::date[], $4::text[], $5::timestamptz[], $6::integer[])
    AS new (sanction_id, first_day, last_day, standing, lifted_at, pattern_id)
  ON CONFLICT (sanction_id, revision_from) DO UPDATE
    SET valid = excluded.valid, standing = excluded.standing, lifted_at = excluded.lifted_at, pattern_id = excluded.pattern_id`;
