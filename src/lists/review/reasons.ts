import type { EntityManager } from 'typeorm';
import { isRowCode, isRowNote } from '../../domain/designation.js';
import { rowReason } from '../../files/row-reason.js';
import type { ReasonsResponse } from './summary.dto.js';

/** What the rows of a list are refused for and noted with: told by their columns, no row is read. */
export async function countReasons(manager: EntityManager, listId: string): Promise<ReasonsResponse> {
  const refused: { code: string; count: number }[] = await manager.query(COUNT_REFUSED, [listId]);
  const notes: { note: string; count: number }[] = await manager.query(COUNT_NOTES, [listId]);
  return {
    refused: refused.flatMap(({ code, count }) =>
      isRowCode(code) ? [{ code, reason: { zh: rowReason(code), en: rowReason(code, 'en') }, count }] : [],
    ),
    notes: notes.flatMap(({ note, count }) => (isRowNote(note) ? [{ note, count }] : [])),
  };
}

const COUNT_REFUSED = `
  SELECT code, count(*)::integer AS count FROM list_entry WHERE list_id = $1 AND verdict = 'rejected'
  GROUP BY code ORDER BY count DESC, code`;

const COUNT_NOTES = `
  SELECT note, count(*)::integer AS count FROM list_entry CROSS JOIN unnest(notes) AS note
  WHERE list_id = $1 AND verdict = 'accepted' GROUP BY note ORDER BY count DESC, note`;
