import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { DirectiveAction, DirectiveParty } from '../../src/domain/directive.js';
import { Clock } from '../../src/platform/clock.js';
import { Revisions } from '../../src/platform/revisions.js';
import { asClient } from './api.js';
import type { TestApp } from './app.js';
import { aResidentId } from './designations.js';

/** What a directive of a test is about; everything else is of no account. */
export interface DirectiveOfTest {
  /** Code of the institution; null: every one of the party. */
  institution: string | null;
  party: DirectiveParty;
  action: DirectiveAction;
  measure: string;
  cardId: string | null;
  subjectId: string | null;
  sanctionId: string | null;
  lastDay: string | null;
  /** By default now. */
  issuedAt: Date;
  dueAt: Date | null;
  endedAt: Date | null;
  releases: string | null;
  supersedes: string | null;
}

/** Issues a directive as the service does: the next number, one writer at a time. @returns its id */
export async function aDirective(test: TestApp, change: Partial<DirectiveOfTest> = {}): Promise<string> {
  return test.db.transaction((tx) => issue(test, tx, change));
}

async function issue(test: TestApp, tx: EntityManager, change: Partial<DirectiveOfTest>): Promise<string> {
  const directive: DirectiveOfTest = {
    institution: 'demo-carrier-a',
    party: 'telecom',
    action: 'suspend',
    measure: 'telecom.suspend',
    cardId: null,
    subjectId: null,
    sanctionId: null,
    lastDay: null,
    issuedAt: test.app.get(Clock).now(),
    dueAt: null,
    endedAt: null,
    releases: null,
    supersedes: null,
    ...change,
  };
  const revision = await test.app.get(Revisions).next(tx, 'test');
  const [row]: { id: string }[] = await tx.query(INSERT, [
    uuidv7(),
    directive.action,
    directive.measure,
    directive.party,
    directive.institution,
    directive.cardId,
    directive.subjectId,
    directive.lastDay,
    directive.releases,
    revision,
    directive.issuedAt,
    directive.dueAt,
    directive.endedAt,
    directive.supersedes,
    directive.sanctionId,
  ]);
  if (row === undefined) throw new Error('The directive was not issued');
  return row.id;
}

const INSERT = `
  INSERT INTO directive (id, seq, cause, action, measure, party, institution_id, card_id, subject_id, unit_id, obligation, last_day, reason,
    releases, revision, issued_at, due_at, ended_at, supersedes, sanction_id)
  SELECT $1::uuid, coalesce((SELECT max(seq) FROM directive), 0) + 1, 'sanction', $2, $3, $4,
    (SELECT id FROM institution WHERE code = $5), $6, $7, coalesce($7, $1), gen_random_uuid(), $8, 'approved', $9, $10, $11, $12, $13, $14, $15
  RETURNING id`;

/** A card that the institution has registered, and its holder. */
export async function aRegisteredCard(
  test: TestApp,
  institution = 'demo-carrier-a',
  kind = 'mobile_sim',
): Promise<{ cardId: string; subjectId: string; number: string; idNumber: string }> {
  const idNumber = aResidentId();
  const number = kind === 'mobile_sim' ? `199${idNumber.slice(6, 14)}` : `62300${idNumber.slice(6, 17)}`;
  const client = await asClient(test, institution);
  const holder = { idType: 'resident_id', idNumber, name: '赵试' };
  const card = { kind, number, holder, status: 'active' };
  await client
    .put('/v1/cards')
    .send({ cards: [card] })
    .expect(200);
  const [row]: { id: string; holder_id: string }[] = await test.db.query(
    'SELECT id, holder_id FROM card ORDER BY id DESC LIMIT 1',
  );
  if (row === undefined) throw new Error('The card was not registered');
  return { cardId: row.id, subjectId: row.holder_id, number, idNumber };
}
