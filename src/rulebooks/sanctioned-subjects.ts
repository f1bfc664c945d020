import type pg from 'pg';
import type { Ground, MeasureTerm } from '../domain/designation.js';
import { GROUNDS } from '../domain/designation.js';
import { localDate, shanghaiInstant } from '../domain/period.js';
import { measureTermsOn, type TermPattern } from '../domain/term-pattern.js';
import { rulebookFromFiles } from '../rulebook/load.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import type { ListedSanction, SanctionedSubject } from '../rulebook/what-if.js';

/** Sanctions read at once. */
const PAGE = 10_000;
/** Kinds of sanction remembered at most; a country's sanctions have some ten thousand. */
const MOST_KINDS = 100_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** What only answers in words need: comparing answers reads no organ. */
const ORGAN = { code: '', level: 'city', name: '' } as const;

/** The kind is null of a sanction that was annulled: it is none. */
type Row = [subjectId: string, id: string, kind: string | null];

/**
 * Every sanctioned subject of the database, page by page, in the order of their ids. Flat in memory, however many there are.
 *
 * Sanctions that differ in nothing but their subject and organ are of one kind. (Whatever else a decision will read of a
 * sanction, such as an appeal, belongs to its kind, in both queries below.) The database tells the kind of each, and
 * what a kind is only once; two subjects with one sanction of the same kind are given the same object.
 */
export class SanctionedSubjects {
  private readonly kinds = new Map<string, ListedSanction>();
  /** By pattern and start: most kinds differ in something else. */
  private readonly measures = new Map<string, MeasureTerm[]>();
  private readonly rulebooks = new Map<string, Rulebook | undefined>();

  /**
   * @param client in a transaction that sees one snapshot
   * @param withTerms whether to read what the terms were computed from
   */
  constructor(
    private readonly client: pg.Client,
    private readonly withTerms: boolean,
  ) {}

  async *pages(): AsyncGenerator<SanctionedSubject[]> {
    let held: { id: string; sanctions: ListedSanction[] } | undefined;
    let next = this.page([FIRST, FIRST]);
    for (;;) {
      const rows = await next;
      const last = rows.at(-1);
      if (last === undefined) break;
      await this.learn(rows);
      // The database reads on while this page is worked on.
      next = this.page([last[0], last[1]]);
      // Whoever awaits it later sees its failure; until then it must not end the process.
      next.catch(() => undefined);
      const subjects: SanctionedSubject[] = [];
      for (const [subjectId, id, kind] of rows) {
        if (kind === null) continue;
        const sanction = this.kinds.get(kind);
        if (sanction === undefined) throw new Error('A kind of sanction was not read');
        if (held?.id === subjectId) {
          // Two of one subject are two, also where they are of one kind.
          held.sanctions.push({ ...sanction, id });
          continue;
        }
        if (held !== undefined) subjects.push(held);
        held = { id: subjectId, sanctions: [sanction] };
      }
      yield subjects;
    }
    if (held !== undefined) yield [held];
  }

  private async page(after: readonly [string, string]): Promise<Row[]> {
    const { rows } = await this.client.query<Row>({
      name: 'kinds of a page',
      text: this.withTerms ? SELECT_KINDS_WITH_TERMS : SELECT_KINDS,
      values: [...after],
      rowMode: 'array',
    });
    return rows;
  }

  /** Reads what the new kinds of a page are, by one sanction of each. */
  private async learn(rows: readonly Row[]): Promise<void> {
    if (this.kinds.size > MOST_KINDS) {
      this.kinds.clear();
      this.measures.clear();
    }
    const examples = new Map<string, string>();
    for (const [, id, kind] of rows) if (kind !== null && !this.kinds.has(kind)) examples.set(id, kind);
    if (examples.size === 0) return;
    const { rows: found } = await this.client.query<KindRow>(SELECT_EXAMPLES, [[...examples.keys()]]);
    for (const row of found) {
      const kind = examples.get(row.id);
      if (kind !== undefined) this.kinds.set(kind, await this.sanctionOf(row));
    }
  }

  private async sanctionOf(row: KindRow): Promise<ListedSanction> {
    return {
      id: row.id,
      regime: row.regime,
      category: row.category,
      ground: groundOf(row.ground),
      subjectKind: row.subject_kind === 'unit' ? 'unit' : 'person',
      isMinor: row.is_minor,
      identifiedOn: localDate(row.identified_on),
      startsOn: localDate(row.starts_on),
      organ: ORGAN,
      measures: this.measuresOf(row),
      terms: row.terms,
      ...(row.is_appealed ? { appeal: 'pending' as const } : {}),
      ...(row.lifted_at === null ? {} : { liftedAt: shanghaiInstant(row.lifted_at) }),
      approvedUnder: this.withTerms ? await this.rulebookOf(row.rulebook_hash) : undefined,
    };
  }

  private measuresOf({ pattern_id, pattern, starts_on }: KindRow): MeasureTerm[] {
    const key = `${pattern_id} ${starts_on}`;
    const known = this.measures.get(key) ?? measureTermsOn(localDate(starts_on), pattern);
    this.measures.set(key, known);
    return known;
  }

  private async rulebookOf(hash: string): Promise<Rulebook | undefined> {
    if (!this.rulebooks.has(hash)) this.rulebooks.set(hash, await storedRulebook(this.client, hash));
    return this.rulebooks.get(hash);
  }
}

interface KindRow {
  id: string;
  regime: string;
  category: string;
  ground: string;
  subject_kind: string;
  is_minor: boolean;
  identified_on: string;
  starts_on: string;
  is_appealed: boolean;
  lifted_at: Date | null;
  pattern_id: number;
  pattern: TermPattern;
  terms: Record<string, number>;
  rulebook_hash: string;
}

/** A rulebook of the database, or undefined if it holds none of that hash. */
export async function storedRulebook(client: pg.Client, hash: string): Promise<Rulebook | undefined> {
  const { rows } = await client.query<{ files: Record<string, unknown> }>(
    'SELECT files FROM rulebook WHERE hash = $1',
    [hash],
  );
  return rows[0] === undefined ? undefined : rulebookFromFiles(rows[0].files);
}

function groundOf(text: string): Ground {
  const ground = GROUNDS.find((known) => known === text);
  if (ground === undefined) throw new Error(`A sanction has the ground ${text}`);
  return ground;
}

/**
 * The kind is a digest: all but a few sanctions are like one that was read before. The page is taken first and by itself, and what
 * belongs to its sanctions is looked up one by one: whatever the database thinks of the size of its tables, it never joins
 * all of them for one page.
 */
const selectKinds = (more: string): string => `
  WITH page AS MATERIALIZED (
    SELECT * FROM sanction WHERE (subject_id, id) > ($1, $2) ORDER BY subject_id, id LIMIT ${PAGE})
  SELECT sanction.subject_id, sanction.id,
    CASE WHEN version.standing <> 'annulled' THEN
      md5(concat_ws(E'\\x1f', sanction.regime, sanction.category, sanction.ground, sanction.is_minor,
        sanction.identified_on, sanction.starts_on, ${more} (SELECT kind FROM subject WHERE id = sanction.subject_id),
        version.pattern_id, version.standing IN ('appealed', 'suspended'), version.lifted_at)) END
  FROM page AS sanction
  CROSS JOIN LATERAL (
    SELECT standing, pattern_id, lifted_at FROM sanction_version
    WHERE sanction_id = sanction.id AND revision_to IS NULL LIMIT 1) AS version
  ORDER BY sanction.subject_id, sanction.id`;

const SELECT_KINDS = selectKinds('');
const SELECT_KINDS_WITH_TERMS = selectKinds('sanction.terms, sanction.rulebook_hash,');

const SELECT_EXAMPLES = `
  SELECT sanction.id, sanction.regime, sanction.category, sanction.ground, subject.kind AS subject_kind, sanction.is_minor,
    sanction.identified_on::text, sanction.starts_on::text, sanction.terms, sanction.rulebook_hash,
    version.standing IN ('appealed', 'suspended') AS is_appealed, version.lifted_at, version.pattern_id, term_pattern.terms AS pattern
  FROM sanction
  JOIN subject ON subject.id = sanction.subject_id
  JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  JOIN term_pattern ON term_pattern.id = version.pattern_id
  WHERE sanction.id = ANY ($1)`;
