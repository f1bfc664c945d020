import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Problem } from '../../domain/problem.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { decodeCursor, encodeCursor } from '../../platform/cursor.js';
import type { SubjectView } from '../../registry/subject.dto.js';
import { SubjectViews } from '../../registry/subject-views.service.js';
import type { SanctionState } from '../sanction-state.js';
import { SearchTerms } from './search-terms.service.js';
import type { SubjectPage, SubjectSearchRequest } from './subject-search.dto.js';
import { selectFound } from './subject-search.sql.js';

const PAGE = 50;

interface FoundRow {
  id: string;
  in_force: number;
  heaviest: SanctionState | null;
}

/** How officers find people: masked, with a purpose, and with a trace of who looked for what reason. */
@Injectable()
export class SubjectSearch {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly terms: SearchTerms,
    private readonly views: SubjectViews,
    private readonly audit: Audit,
  ) {}

  /**
   * Subjects with this identifier, with exactly this name, or with this card.
   *
   * @param actor for the audit trail; the entry names the purpose and the number of hits, not who was looked for
   * @throws {Problem} `validation-failed` for a number that can be nobody's, `cursor-invalid`
   */
  async search(request: SubjectSearchRequest, actor: string): Promise<SubjectPage> {
    const sought = this.terms.read(request);
    const after = request.cursor === undefined ? null : uuidOf(request.cursor);
    const kinds = sought.card === undefined ? [] : [sought.card.kinds];
    return this.db.transaction(async (tx) => {
      const rows: FoundRow[] = await tx.query(selectFound(sought.ids), [
        sought.hash,
        after,
        PAGE + 1,
        this.clock.now(),
        ...kinds,
      ]);
      const page = rows.slice(0, PAGE);
      const views = await this.views.byId(
        tx,
        page.map(({ id }) => id),
      );
      const items = page.flatMap(({ id, in_force: inForce, heaviest }) => {
        const view: Pick<SubjectView, keyof SubjectView> | undefined = views.get(id);
        return view === undefined ? [] : [{ ...view, matchedBy: sought.by, inForce, heaviest }];
      });
      const cards = await this.terms.cards(tx, sought);
      const last = rows.length > PAGE ? page.at(-1) : undefined;
      const detail = { purpose: request.purpose, by: sought.by, found: items.length };
      await this.audit.append(tx, { actor, what: 'subject.searched', object: 'subject', detail });
      return { items, cards, nextCursor: last === undefined ? null : encodeCursor({ id: last.id }) };
    });
  }
}

function uuidOf(cursor: string): string {
  const { id } = decodeCursor(cursor, 'id');
  if (!isUUID(id)) throw new Problem('cursor-invalid');
  return id;
}
