import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../api/client';
import { refreshLists } from '../list-changes';
import { importFile, type Imported, type Progress } from './importing';

/** How an import stands. */
export type ImportState =
  | { is: 'ready' }
  | { is: 'reading'; file: File; progress: Progress | undefined }
  | { is: 'refused'; problem: Problem }
  | { is: 'broken' }
  | { is: 'done'; list: Imported };

/** One import at a time; whoever leaves the page gives it up, and the service keeps nothing. */
export function useImport() {
  const [state, setState] = useState<ImportState>({ is: 'ready' });
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);
  const start = async (file: File): Promise<void> => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState({ is: 'reading', file, progress: undefined });
    const show = (progress: Progress): void => setState({ is: 'reading', file, progress });
    const outcome = await importFile(file, show, signal).catch(() => undefined);
    // What was given up is no failure.
    if (signal.aborted) return;
    if (outcome === undefined) setState({ is: 'broken' });
    else setState('list' in outcome ? { is: 'done', ...outcome } : { is: 'refused', ...outcome });
    await refreshLists();
  };
  const reset = (): void => setState({ is: 'ready' });
  const cancel = (): void => {
    abort.current.abort();
    reset();
  };
  return { state, start, cancel, reset };
}
