import type { Schema } from '../../../api/client';
import { useSearchParameters } from '../../../parts/filters/search-parameters';

type RowCode = Schema<'RefusalCount'>['code'];
type RowNote = Schema<'NoteCount'>['note'];

/** Which rows are shown: parameters of the service, and of the address. */
export interface RowFilter {
  verdict?: 'accepted' | 'rejected';
  code?: RowCode;
  note?: RowNote;
  /** A number of the summary: the rows that it counts. */
  counted?: string;
  /** The first row that is shown. */
  from?: number;
}

/** {@link RowFilter} as the address has it. */
export function useRowFilter(): RowFilter {
  const search = useSearchParameters();
  const verdict = search.choice('verdict', ['accepted', 'rejected']);
  const [code, note, counted] = [search.read('code'), search.read('note'), search.read('counted')];
  const from = Math.trunc(Number(search.read('from') ?? 0));
  return {
    ...(verdict && { verdict }),
    ...(isRowCode(code) && { code }),
    ...(isRowNote(note) && { note }),
    ...(counted && { counted }),
    ...(from > 1 && { from }),
  };
}

// Which words there are is the service's to know: it refuses others.
function isRowCode(text: string | undefined): text is RowCode {
  return text !== undefined;
}

function isRowNote(text: string | undefined): text is RowNote {
  return text !== undefined;
}
