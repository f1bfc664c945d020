import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { IdType, SubjectKind } from '../../domain/designation.js';
import { localDateOf, shanghaiInstant, type LocalDate } from '../../domain/period.js';
import { Problem, type Language } from '../../domain/problem.js';
import { actorOf, type Principal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { decodeSequence, encodeCursor } from '../../platform/cursor.js';
import { Pii } from '../../platform/pii.js';
import { mask, maskName } from '../../registry/mask.js';
import { basesOf } from '../../rulebook/reasons.js';
import type { CreditFeedPage, CreditFeedQuery, CreditItemView, CreditOrganView } from './credit-feed.dto.js';
import {
  ENDINGS,
  MEASURES,
  reasonOf,
  reasonText,
  type CreditChange,
  type CreditList,
  type CreditNewsKind,
} from './credit-news.js';

interface NewsRow {
  seq: number;
  directive_id: string;
  kind: CreditNewsKind;
  list: CreditList;
  issued_at: Date;
  last_day: LocalDate;
  from_day: LocalDate;
  corrects: number | null;
  previous: CreditChange['previous'];
  sanction_id: string;
  regime: string;
  category: string;
  organ: CreditOrganView;
  document_no: string | null;
  rulebook_hash: string;
  subject_kind: SubjectKind;
  name_enc: Buffer;
  id_type: IdType;
  number_enc: Buffer;
}

/**
 * What the credit side is told: entries, corrections and removals, which are the directives to its party, in the order in which
 * they were issued. An item is never changed: whatever it says was so at its revision. Names are handed to regulators; this
 * service publishes none.
 */
@Injectable()
export class CreditFeed {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly rulebooks: RulebookStore,
    private readonly audit: Audit,
  ) {}

  /**
   * What followed after a cursor. Whoever took personal data away leaves an entry in the audit trail, with the number of items.
   *
   * @throws {Problem} `forbidden` to clients of any other kind of institution, `cursor-invalid`
   */
  async page(query: CreditFeedQuery, reader: Principal, language: Language): Promise<CreditFeedPage> {
    if (reader.type === 'client' && reader.institution.kind !== 'regulator') throw new Problem('forbidden');
    const after = query.cursor === undefined ? 0 : decodeSequence(query.cursor);
    const measures = query.list === undefined ? Object.values(MEASURES) : [MEASURES[query.list]];
    const rows: NewsRow[] = await this.db.query(SELECT_NEWS, [
      after,
      measures,
      query.limit + 1,
      MEASURES.dishonesty,
      ENDINGS,
    ]);
    const shown = rows.slice(0, query.limit);
    const items = await Promise.all(shown.map((row) => this.item(row, reader.type === 'client', language)));
    if (reader.type === 'client' && items.length > 0) await this.recordReading(reader, items);
    const reached = shown.at(-1)?.seq ?? after;
    return { items, nextCursor: encodeCursor({ seq: reached }), hasMore: rows.length > query.limit };
  }

  private async item(row: NewsRow, isFull: boolean, language: Language): Promise<CreditItemView> {
    const { seq, kind, list, previous } = row;
    const reason = reasonOf({ kind, toldOn: localDateOf(row.issued_at), lastDay: row.last_day, previous });
    // The rulebook of the approval: what the sanction rested on does not change with later ones.
    const rulebook = await this.rulebooks.byHash(row.rulebook_hash);
    const measures = rulebook.regimes.get(row.regime)?.regime.measures ?? [];
    const citations = measures.filter(({ measure }) => measure === MEASURES[list]).flatMap(({ basis }) => basis);
    const name = this.pii.decryptText(row.name_enc, 'subject.name');
    const number = this.pii.decryptText(row.number_enc, 'identifier.number');
    return {
      seq,
      directiveId: row.directive_id,
      kind,
      list,
      subject: {
        kind: row.subject_kind,
        idType: row.id_type,
        idNumber: isFull ? number : mask(number),
        name: isFull ? name : maskName(name),
      },
      sanctionId: row.sanction_id,
      regime: row.regime,
      category: row.category,
      organ: row.organ,
      documentNo: row.document_no,
      basis: basesOf({ rulebook, language: language === 'en' ? 'en' : 'zh' }, citations),
      from: row.from_day,
      lastDay: row.last_day,
      reason: { code: reason, text: reasonText(reason, language) },
      occurredAt: shanghaiInstant(row.issued_at),
      ...(row.corrects === null ? {} : { corrects: row.corrects }),
    };
  }

  private async recordReading(reader: Principal, items: readonly CreditItemView[]): Promise<void> {
    const detail = { items: items.length, upTo: items.at(-1)?.seq ?? null };
    await this.db.transaction((tx) =>
      this.audit.append(tx, { actor: actorOf(reader), what: 'credit-feed.read', object: 'credit-feed', detail }),
    );
  }
}

/** Directives are numbered in the order of their commits: whoever has read up to a number misses none before it. */
const SELECT_NEWS = `
  SELECT directive.seq, directive.id AS directive_id, directive.issued_at, previous.seq AS corrects,
    CASE WHEN directive.releases IS NOT NULL THEN 'removal' WHEN directive.supersedes IS NOT NULL THEN 'correction' ELSE 'entry' END AS kind,
    CASE WHEN directive.measure = $4 THEN 'dishonesty' ELSE 'database' END AS list,
    coalesce(directive.last_day, previous.last_day)::text AS last_day,
    (sanction.starts_on + coalesce((SELECT (term ->> 'from')::integer FROM jsonb_array_elements(pattern.terms) AS term
      WHERE term -> 'measures' ? directive.measure), 0))::text AS from_day,
    CASE WHEN previous.id IS NOT NULL THEN jsonb_build_object('lastDay', previous.last_day, 'standing', before.standing,
      'became', (SELECT standing FROM sanction_version WHERE sanction_id = previous.sanction_id AND standing = ANY ($5)
        ORDER BY revision_from LIMIT 1),
      'isOfSameSanction', previous.sanction_id = directive.sanction_id) END AS previous,
    sanction.id AS sanction_id, sanction.regime, sanction.category, sanction.document_no, sanction.rulebook_hash,
    jsonb_build_object('code', sanction.organ_code, 'level', sanction.organ_level, 'name', sanction.organ_name) AS organ,
    subject.kind AS subject_kind, subject.name_enc, identifier.id_type, identifier.number_enc
  FROM directive
  LEFT JOIN directive AS previous ON previous.id = coalesce(directive.releases, directive.supersedes)
  LEFT JOIN sanction_version AS before ON before.sanction_id = previous.sanction_id
    AND before.revision_from <= directive.revision AND (before.revision_to IS NULL OR before.revision_to > directive.revision)
  JOIN sanction ON sanction.id = directive.sanction_id
  -- The books may have been ahead of the revision that was worked off, and the sanction be younger than it.
  JOIN sanction_version AS version ON version.sanction_id = sanction.id
    AND version.revision_from <= greatest(directive.revision, sanction.revision_from)
    AND (version.revision_to IS NULL OR version.revision_to > greatest(directive.revision, sanction.revision_from))
  JOIN term_pattern AS pattern ON pattern.id = version.pattern_id
  JOIN subject ON subject.id = sanction.subject_id
  JOIN LATERAL (SELECT id_type, number_enc FROM identifier WHERE subject_id = subject.id ORDER BY id LIMIT 1) AS identifier ON true
  WHERE directive.party = 'credit' AND directive.institution_id IS NULL AND directive.seq > $1 AND directive.measure = ANY ($2)
  ORDER BY directive.seq LIMIT $3`;
