import { useSyncExternalStore } from 'react';
import { queryClient } from '../api/query-client';

/** What the pages speak; as `Accept-Language`, so that the service speaks it too. */
export type Language = 'zh-CN' | 'en';

const STORED = 'duanka.language';
const listeners = new Set<() => void>();
let language: Language = localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN';
document.documentElement.lang = language;

/** The language of this browser: Chinese until somebody chose English. */
export function currentLanguage(): Language {
  return language;
}

/** What was answered in the other language is asked again, but for what is audited; what is typed or revealed stays. */
export function chooseLanguage(chosen: Language): void {
  language = chosen;
  localStorage.setItem(STORED, chosen);
  document.documentElement.lang = chosen;
  for (const listener of listeners) listener();
  void queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.isAudited !== true });
}

/** {@link currentLanguage}, and again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
