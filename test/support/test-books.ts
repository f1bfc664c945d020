import * as fc from 'fast-check';
import type { DataSource, EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { localDate } from '../../src/domain/period.js';
import { Revisions } from '../../src/platform/revisions.js';
import { readRuleFiles, rulebookFromFiles } from '../../src/rulebook/load.js';
import type { Rulebook } from '../../src/rulebook/rulebook.js';
import { termsOf } from '../../src/rulebook/terms.js';
import { SanctionStage } from '../../src/sanctions/sanction-stage.service.js';
import { SanctionsService, type NewSanction } from '../../src/sanctions/sanctions.service.js';
import { NaiveBooks, type Slip } from './naive-books.js';
import { withValue } from './rule-files.js';

const SUBJECTS = 3;
const ROWS = 20_000;

const dayOf = (days: number): string => new Date(Date.UTC(2024, 11, 2 + days)).toISOString().slice(0, 10);

/** Hours of the seven years in which most of what {@link deeds} list runs. */
export const instants = fc
  .integer({ min: 0, max: 7 * 365 * 24 })
  .map((hours) => new Date(Date.UTC(2024, 11, 2, hours)));

const designations = fc.record({
  kind: fc.constantFrom('category-1', 'category-2', 'category-2', 'listed'),
  identifiedOn: fc.integer({ min: 0, max: 1600 }).map(dayOf),
  /** A list may name a later start. */
  startsLater: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 6 }),
  rulebook: fc.nat(1),
});

type Designation = typeof designations extends fc.Arbitrary<infer Value> ? Value : never;

/** One thing an organ does. `which` is taken modulo what there is to be lifted, annulled or corrected. */
export type Deed =
  | { what: 'list'; subjects: number[]; designation: Designation }
  | { what: 'lift'; which: number; at: Date }
  | { what: 'annul' | 'appeal' | 'resume'; which: number }
  | { what: 'suspend'; which: number; at: Date }
  | { what: 'correct'; which: number; subject: number; designation: Designation };

export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('list' as const),
      /** Also one subject twice. */
      subjects: fc.array(fc.nat(SUBJECTS - 1), { minLength: 1, maxLength: SUBJECTS }),
      designation: designations,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('lift' as const), which: fc.nat(), at: instants }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('annul' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('appeal' as const, 'resume' as const), which: fc.nat() }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('suspend' as const), which: fc.nat(), at: instants }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('correct' as const),
      which: fc.nat(),
      subject: fc.nat(SUBJECTS - 1),
      designation: designations,
    }),
  },
);

interface CappedRulebook {
  capYears: number;
  rulebook: Rulebook;
}

/** The books of a database, with an approved list that never runs out of rows and two rulebooks to approve under. */
export class TestBooks {
  private readonly service = new SanctionsService();
  private readonly stage = new SanctionStage();
  private readonly revisions: Revisions;
  private row = 0;

  private constructor(
    private readonly db: DataSource,
    private readonly listId: string,
    private readonly rulebooks: readonly CappedRulebook[],
  ) {
    this.revisions = new Revisions(db);
  }

  static async open(db: DataSource): Promise<TestBooks> {
    const files = await readRuleFiles('rules');
    // Of five years of continuous execution at most, and of four.
    const rulebooks = [
      { capYears: 5, rulebook: rulebookFromFiles(files) },
      { capYears: 4, rulebook: rulebookFromFiles(withValue(files, 'cn-joint-2024.cap', '2024-12-02', 4)) },
    ];
    const listId = uuidv7();
    await db.transaction(async (tx) => {
      // Who approved the list is not what these books are about.
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(INSERT_LIST, [listId, ROWS]);
      await tx.query(INSERT_ENTRIES, [listId, ROWS]);
    });
    return new TestBooks(db, listId, rulebooks);
  }

  /** What happens to some new subjects, kept here and by a naive clerk. */
  async history(happened: readonly Deed[]): Promise<History> {
    const subjects = Array.from({ length: SUBJECTS }, () => uuidv7());
    await this.db.query(INSERT_SUBJECTS, [subjects]);
    const history: History = { subjects, naive: new NaiveBooks(), revisions: [await this.revisions.current()] };
    for (const deed of happened) {
      await this.db.transaction(async (tx) => {
        const revision = await this.revisions.next(tx, 'test');
        history.revisions.push(revision);
        await this.do(tx, deed, history, revision);
      });
    }
    return history;
  }

  private async do(tx: EntityManager, deed: Deed, { naive, subjects }: History, revision: number): Promise<void> {
    if (deed.what === 'list') {
      const { rulebook } = this.approvedUnder(deed.designation);
      const sanctions = deed.subjects.map((subject) => this.sanction(subjects[subject], deed.designation));
      await this.stage.open(tx);
      for (const sanction of sanctions) {
        // Page by page, as a long list is.
        await this.stage.add(tx, rulebook, [sanction]);
        naive.add({ what: 'listed', slip: this.slip(sanction, deed), revision });
      }
      await this.stage.activate(tx, rulebook, revision);
      return;
    }
    const candidates = candidatesFor(deed, naive);
    const sanctionId = candidates[deed.which % candidates.length];
    if (sanctionId === undefined) return;
    if (deed.what === 'lift') {
      await this.service.lift(tx, this, { sanctionId, at: deed.at, revision });
      naive.add({ what: 'lifted', id: sanctionId, at: deed.at, revision });
    } else if (deed.what === 'suspend') {
      await this.service.suspendEffect(tx, this, { sanctionId, at: deed.at, revision });
      naive.add({ what: 'suspended', id: sanctionId, at: deed.at, revision });
    } else if (deed.what !== 'correct') {
      await this.service[deed.what](tx, this, { sanctionId, revision });
      naive.add({ what: DONE[deed.what], id: sanctionId, revision });
    } else {
      const { rulebook } = this.approvedUnder(deed.designation);
      const corrected = this.sanction(subjects[deed.subject], deed.designation);
      await this.service.correct(tx, this, { sanctionId, revision, rulebook, corrected });
      naive.add({ what: 'listed', slip: this.slip(corrected, deed), revision });
      naive.add({ what: 'annulled', id: sanctionId, revision });
    }
  }

  async byHash(hash: string): Promise<Rulebook> {
    const found = this.rulebooks.find(({ rulebook }) => rulebook.hash === hash);
    if (found === undefined) throw new Error('There is no such rulebook');
    return found.rulebook;
  }

  private approvedUnder({ rulebook }: Designation): CappedRulebook {
    const found = this.rulebooks[rulebook];
    if (found === undefined) throw new Error('There is no such rulebook');
    return found;
  }

  private sanction(subjectId: string | undefined, designation: Designation): NewSanction {
    if (subjectId === undefined) throw new Error('There is no such subject');
    const { kind: category, startsLater } = designation;
    const regime = category === 'listed' ? 'cn-fin-2019' : 'cn-joint-2024';
    const identifiedOn = localDate(designation.identifiedOn);
    const startsOn = new Date(Date.parse(identifiedOn) + (startsLater ?? 0) * 86_400_000).toISOString().slice(0, 10);
    this.row += 1;
    return {
      id: uuidv7(),
      subjectId,
      listId: this.listId,
      row: this.row,
      regime,
      category,
      ground: 'rent',
      identifiedOn,
      startsOn: localDate(startsOn),
      terms: termsOf(this.approvedUnder(designation).rulebook, { regime, category, identifiedOn }),
      organ: { code: '340100', level: 'city', name: '合肥市公安局' },
      documentNo: null,
      noticeServedOn: null,
      isMinor: false,
    };
  }

  private slip(sanction: NewSanction, { designation }: { designation: Designation }): Slip {
    const { id, subjectId, regime, identifiedOn, startsOn, terms } = sanction;
    const cap = regime === 'cn-joint-2024' ? { capYears: this.approvedUnder(designation).capYears } : {};
    return { id, subjectId, regime, identifiedOn, startsOn, terms, ...cap };
  }
}

const DONE = { annul: 'annulled', appeal: 'appealed', resume: 'resumed' } as const;

/** What a deed can be done to. */
function candidatesFor({ what }: Deed, naive: NaiveBooks): string[] {
  if (what === 'lift') return naive.standing();
  if (what === 'appeal') return naive.unchallenged();
  if (what === 'suspend') return [...naive.unchallenged(), ...naive.suspensible()];
  return what === 'resume' ? naive.challenged() : naive.notAnnulled();
}

export interface History {
  subjects: readonly string[];
  naive: NaiveBooks;
  /** From the one before anything happened. */
  revisions: number[];
}

const INSERT_SUBJECTS = `
  INSERT INTO subject (id, kind, name_enc, name_hash) SELECT id, 'person', '', '' FROM unnest($1::uuid[]) AS id`;

const INSERT_LIST = `
  INSERT INTO sanction_list (id, title, purpose, columns, state, author_id, total, accepted, rejected, content_hash,
    required_level, rulebook_hash, revision, decided_by)
  VALUES ($1, '测试', 'sanctions', '{}', 'approved', $1, $2, $2, 0, '', 'city', 'sha256:x', 1, gen_random_uuid())`;

const INSERT_ENTRIES = `
  INSERT INTO list_entry (list_id, row, verdict, notes, content_enc)
  SELECT $1, row, 'accepted', '{}', '' FROM generate_series(1, $2::int) AS row`;
