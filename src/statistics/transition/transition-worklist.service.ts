import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { Designation } from '../../domain/designation.js';
import { localDate, type LocalDate } from '../../domain/period.js';
import { Problem, type Language } from '../../domain/problem.js';
import { regionPrefix } from '../../domain/region.js';
import { measureTermsOn, type TermPattern } from '../../domain/term-pattern.js';
import { EntriesService } from '../../lists/entries.service.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import type { IntakeMemo } from '../../rulebook/intake.js';
import { basesOf } from '../../rulebook/reasons.js';
import type { LoadedRegime, Rulebook } from '../../rulebook/rulebook.js';
import { lighterUnder, newerRegimeOf, type LighterResult, type OldSanction } from '../../rulebook/transition.js';
import type {
  TransitionItem,
  TransitionOrganView,
  TransitionWorklistPage,
  TransitionWorklistQuery,
} from './transition-worklist.dto.js';

/** Sanctions looked at together. */
const BATCH = 200;
/** Sanctions looked at for one page, at most: where few would be lighter, a page is short. */
const MOST_LOOKED_AT = 2_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const RUNS_ON = { source: 'interpretations', article: 'I-5' } as const;

interface SanctionRow {
  id: string;
  subject_id: string;
  regime: string;
  identified_on: LocalDate;
  organ: TransitionOrganView;
  document_no: string | null;
}

interface MemberRow {
  id: string;
  subject_id: string;
  regime: string;
  starts_on: LocalDate;
  pattern: TermPattern;
  standing: string;
  list_id: string;
  row: number;
}

/** What one page is judged by. */
interface Bench {
  rulebook: Rulebook;
  /** By ended regime. */
  newer: ReadonlyMap<string, LoadedRegime>;
  today: LocalDate;
  memo: IntakeMemo;
  language: Language;
}

/** Old sanctions that run on, and what the regime of today would have made of them: a worklist for officers, and advice only. */
@Injectable()
export class TransitionWorklist {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly entries: EntriesService,
  ) {}

  /** In the order of sanction ids. @throws {Problem} `cursor-invalid` */
  async page(query: TransitionWorklistQuery, language: Language): Promise<TransitionWorklistPage> {
    const bench = this.bench(language);
    const regimes = [...bench.newer.keys()].filter((id) => query.regime === undefined || id === query.regime);
    const prefix = query.organ === undefined ? '' : regionPrefix(query.organ);
    const items: TransitionItem[] = [];
    let after = query.cursor === undefined ? FIRST : uuidOf(query.cursor);
    for (let looked = 0; looked < MOST_LOOKED_AT; looked += BATCH) {
      const rows: SanctionRow[] = await this.db.query(SELECT_RUNNING, [regimes, bench.today, prefix, after, BATCH]);
      const lighter = await this.lighter(bench, rows);
      for (const row of rows) {
        after = row.id;
        const found = lighter.get(row.id);
        if (found !== undefined) items.push(itemOf(bench, row, found));
        if (items.length === query.limit) return { items, nextCursor: encodeCursor({ id: after }) };
      }
      if (rows.length < BATCH) return { items, nextCursor: null };
    }
    return { items, nextCursor: encodeCursor({ id: after }) };
  }

  private bench(language: Language): Bench {
    const rulebook = this.rulebooks.current();
    const today = this.clock.today();
    const newer = new Map<string, LoadedRegime>();
    for (const id of rulebook.regimes.keys()) {
      const found = newerRegimeOf(rulebook, id, today);
      if (found !== undefined) newer.set(id, found);
    }
    return { rulebook, newer, today, memo: new Map(), language };
  }

  /** @returns by sanction id */
  private async lighter(bench: Bench, rows: readonly SanctionRow[]): Promise<Map<string, Lighter>> {
    const results = new Map<string, Lighter>();
    for (const [regime, members] of await this.chains(rows)) {
      const newer = bench.newer.get(regime);
      if (newer === undefined) continue;
      for (const chain of members) {
        const found = await lighterUnder(bench.rulebook, newer, chain, bench.today, bench.memo);
        for (const { id, measures } of chain) {
          const result = found.get(id);
          const lastDay = measures
            .map((term) => term.lastDay)
            .toSorted()
            .at(-1);
          if (result !== undefined && lastDay !== undefined) results.set(id, { result, lastDay });
        }
      }
    }
    return results;
  }

  /** All sanctions of the same subjects and regimes, with their rows: regime and its chains. */
  private async chains(rows: readonly SanctionRow[]): Promise<Map<string, OldSanction[][]>> {
    const members: MemberRow[] = await this.db.query(SELECT_MEMBERS, [
      rows.map((row) => row.subject_id),
      rows.map((row) => row.regime),
    ]);
    const places = members.map(({ list_id: listId, row }) => ({ listId, row }));
    const entries = await this.entries.at(this.db.manager, places);
    const contents = new Map(entries.map(({ listId, row, content }) => [`${listId} ${row}`, content]));
    const chains = new Map<string, Map<string, OldSanction[] | null>>();
    for (const member of members) {
      const ofRegime = chains.get(member.regime) ?? new Map<string, OldSanction[] | null>();
      chains.set(member.regime, ofRegime);
      const content = contents.get(`${member.list_id} ${member.row}`) ?? null;
      const others = ofRegime.get(member.subject_id);
      // Of a chain with a member whose row is not there nothing can be said.
      const isWhole = content !== null && others !== null;
      ofRegime.set(member.subject_id, isWhole ? [...(others ?? []), sanctionOf(member, JSON.parse(content))] : null);
    }
    return new Map(
      [...chains].map(([regime, ofRegime]) => [regime, [...ofRegime.values()].filter((chain) => chain !== null)]),
    );
  }
}

interface Lighter {
  result: LighterResult;
  /** Of the old sanction. */
  lastDay: LocalDate;
}

function sanctionOf({ id, starts_on, pattern, standing }: MemberRow, designation: Designation): OldSanction {
  const startsOn = localDate(starts_on);
  return { id, startsOn, measures: measureTermsOn(startsOn, pattern), isLifted: standing === 'lifted', designation };
}

function itemOf(bench: Bench, row: SanctionRow, { result, lastDay }: Lighter): TransitionItem {
  const { rulebook, newer, language } = bench;
  const { daysSaved, ...underNewer } = result;
  const citations = [RUNS_ON, ...(newer.get(row.regime)?.regime.governs.basis ?? [])];
  return {
    sanctionId: row.id,
    subjectId: row.subject_id,
    regime: row.regime,
    identifiedOn: row.identified_on,
    organ: row.organ,
    documentNo: row.document_no,
    lastDay,
    underNewer,
    daysSaved,
    basis: [...basesOf({ rulebook, language: language === 'en' ? 'en' : 'zh' }, citations)],
    mark: 'I',
  };
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}

const SELECT_RUNNING = `
  SELECT sanction.id, subject_id, regime, identified_on::text, document_no,
    jsonb_build_object('code', organ_code, 'level', organ_level, 'name', organ_name) AS organ
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  WHERE sanction.id > $4 AND regime = ANY ($1) AND version.standing NOT IN ('lifted', 'annulled') AND version.valid @> $2::date
    AND starts_with(organ_code, $3)
  ORDER BY sanction.id LIMIT $5`;

const SELECT_MEMBERS = `
  SELECT sanction.id, sanction.subject_id, sanction.regime, sanction.starts_on::text, term_pattern.terms AS pattern, version.standing,
    sanction.list_id, sanction.row
  FROM (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[])) AS chain (subject_id, regime)
  JOIN sanction USING (subject_id, regime)
  JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL AND version.standing <> 'annulled'
  JOIN term_pattern ON term_pattern.id = version.pattern_id
  ORDER BY sanction.identified_on, sanction.id`;
