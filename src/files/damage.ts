import { Problem } from '../domain/problem.js';

/**
 * The refusal of a file that is cut off, altered or not what it says.
 *
 * @param where place and fault for an officer, in Chinese; never the text of a cell
 * @param place the same in English
 */
export function damaged(where: string, place: string): Problem {
  return new Problem('file-damaged', { where: `${where} (${place})` });
}
