import type { EntityManager } from 'typeorm';
import type { SubjectIdentity } from '../../src/domain/designation.js';
import type { ListingStage, StagedListing } from '../../src/registry/listing-stage.service.js';
import type { SubjectStage } from '../../src/registry/subject-stage.service.js';

/** Lists one card, as the approval of its list does. */
export async function listCard(
  tx: EntityManager,
  stage: ListingStage,
  { listId, ...listing }: StagedListing & { listId: string },
  revision: number,
): Promise<void> {
  await stage.open(tx);
  await stage.add(tx, [listing]);
  await stage.enter(tx, listId, revision);
}

/** Records subjects, as the approval of a list that names them does. @returns their ids, in order */
export async function recordSubjects(
  tx: EntityManager,
  stage: SubjectStage,
  identities: readonly SubjectIdentity[],
): Promise<string[]> {
  await stage.open(tx);
  const staged = await stage.add(tx, identities);
  const replaced = new Map((await stage.record(tx)).map((subject) => [subject.staged, subject.recorded]));
  return staged.map((id) => replaced.get(id) ?? id);
}
