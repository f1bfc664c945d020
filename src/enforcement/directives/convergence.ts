import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import {
  obligationId,
  type Obligation,
  type Obligations,
  type ObligationSource,
  type OpenDirective,
} from './obligation.js';
import { dueAt } from './service-targets.js';

/** When and why somebody looked. */
export interface Occasion {
  now: Date;
  revision: number;
  /** The reason of the revision, or `clock`. */
  occasion: string;
}

/** A directive as it is about to be issued. */
export interface NewDirective extends Omit<Obligation, 'action' | 'target'> {
  action: Obligation['action'] | 'restore';
  target: Obligation['target'];
  obligation: string;
  releases: string | null;
  supersedes: string | null;
}

/** Makes the open directives of units what their source says they should be. */
@Injectable()
export class Convergence {
  constructor(private readonly rulebooks: RulebookStore) {}

  /**
   * Issues what is imposed and not open, restores what is open and no longer imposed, supersedes what is imposed otherwise: the
   * last day, the action or the sanction it rests on.
   *
   * @returns how many directives were issued
   */
  async converge(
    tx: EntityManager,
    source: ObligationSource,
    unitIds: readonly string[],
    { now, revision, occasion }: Occasion,
  ): Promise<number> {
    const obligations = await source.obligations(tx, unitIds, now, occasion);
    const { ended, issued } = differenceFrom(await openDirectives(tx, source, unitIds), obligations);
    // What is imposed again need not be restored first.
    const again = issued.flatMap(({ releases, obligation }) => (releases === null ? [obligation] : []));
    if (ended.length > 0 || again.length > 0) await tx.query(END, [ended, now, again]);
    if (issued.length > 0) await this.insert(tx, issued, now, revision);
    return issued.length;
  }

  private async insert(tx: EntityManager, issued: readonly NewDirective[], now: Date, revision: number): Promise<void> {
    const rulebook = this.rulebooks.current();
    await tx.query(INSERT, [JSON.stringify(issued.map((one) => rowOf(rulebook, one, now))), now, revision]);
  }
}

/** Directives of units that impose something and have not ended. */
export function openDirectives(
  manager: EntityManager,
  { causes }: Pick<ObligationSource, 'causes'>,
  unitIds: readonly string[],
): Promise<OpenDirective[]> {
  return manager.query(SELECT_OPEN, [unitIds, causes]);
}

/** Which open directives end, and which are issued, so that what is open is what is imposed. */
export function differenceFrom(
  open: readonly OpenDirective[],
  { imposed, reasonOfEnd }: Obligations,
): { ended: string[]; issued: NewDirective[] } {
  const wanted = new Map(imposed.map((obligation) => [obligationId(obligation), obligation] as const));
  const ended: string[] = [];
  const issued: NewDirective[] = [];
  for (const directive of open) {
    const { id, obligation } = directive;
    const asked = wanted.get(obligation);
    wanted.delete(obligation);
    if (asked !== undefined && isSame(directive, asked)) continue;
    ended.push(id);
    if (asked !== undefined) {
      issued.push({ ...asked, obligation, releases: null, supersedes: id });
      continue;
    }
    const end = reasonOfEnd(directive);
    if (end !== 'withdrawn') issued.push(releaseOf(directive, end.release));
  }
  for (const [obligation, asked] of wanted) issued.push({ ...asked, obligation, releases: null, supersedes: null });
  return { ended, issued };
}

function releaseOf(open: OpenDirective, reason: string): NewDirective {
  return {
    ...open,
    action: 'restore',
    lastDay: null,
    endsAt: null,
    target: 'release',
    reason,
    releases: open.id,
    supersedes: null,
  };
}

function isSame(open: OpenDirective, asked: Obligation): boolean {
  return (
    open.action === asked.action &&
    open.lastDay === asked.lastDay &&
    open.sanctionId === asked.sanctionId &&
    open.endsAt?.getTime() === asked.endsAt?.getTime()
  );
}

function rowOf(rulebook: Rulebook, directive: NewDirective, now: Date): Record<string, unknown> {
  return {
    id: uuidv7(),
    cause: directive.cause,
    action: directive.action,
    measure: directive.measure,
    party: directive.party,
    institution_id: directive.institutionId,
    card_id: directive.cardId,
    subject_id: directive.subjectId,
    sanction_id: directive.sanctionId,
    unit_id: directive.unitId,
    obligation: directive.obligation,
    last_day: directive.lastDay,
    ends_at: directive.endsAt,
    reason: directive.reason,
    releases: directive.releases,
    supersedes: directive.supersedes,
    due_at: dueAt(rulebook, directive.target, now),
  };
}

const SELECT_OPEN = `
  SELECT id, unit_id AS "unitId", obligation, cause, action, measure, party, institution_id AS "institutionId", card_id AS "cardId",
    subject_id AS "subjectId", sanction_id AS "sanctionId", last_day::text AS "lastDay", ends_at AS "endsAt"
  FROM directive
  WHERE unit_id = ANY ($1) AND cause = ANY ($2) AND ended_at IS NULL AND releases IS NULL ORDER BY seq`;

/** In one statement: so whoever answers the same directives waits for all of them at once, see `DirectiveOutcome`. */
const END = `
  UPDATE directive SET ended_at = $2 WHERE id IN (
    SELECT unnest($1::uuid[])
    UNION ALL
    SELECT id FROM directive WHERE obligation = ANY ($3::uuid[]) AND ended_at IS NULL AND releases IS NOT NULL)`;

/** Numbered in the order of issue, in the turn of the only writer. */
const INSERT = `
  INSERT INTO directive (id, seq, cause, action, measure, party, institution_id, card_id, subject_id, sanction_id, unit_id, obligation,
    last_day, ends_at, reason, releases, supersedes, revision, issued_at, due_at)
  SELECT id, (SELECT coalesce(max(seq), 0) FROM directive) + row_number() OVER (ORDER BY id), cause, action, measure, party,
    institution_id, card_id, subject_id, sanction_id, unit_id, obligation, last_day, ends_at, reason, releases, supersedes, $3, $2, due_at
  FROM jsonb_to_recordset($1::jsonb) AS new (id uuid, cause text, action text, measure text, party text, institution_id uuid,
    card_id uuid, subject_id uuid, sanction_id uuid, unit_id uuid, obligation uuid, last_day date, ends_at timestamptz, reason text,
    releases uuid, supersedes uuid, due_at timestamptz)`;
