import { useLanguage } from './language';

/** The sentences of a page in both languages; English says all that Chinese says, or it does not compile. */
export interface Words<Sentences> {
  zh: Sentences;
  en: Sentences;
}

/** ``const WORDS = words({ zh: { title: '名单', rows: (n: number) => `${n} 行` }, en: { … } })``, beside the page that says them. */
export function words<Sentences extends object>(both: { zh: Sentences; en: NoInfer<Sentences> }): Words<Sentences> {
  return both;
}

/** The sentences in the language of this browser. */
export function useWords<Sentences>({ zh, en }: Words<Sentences>): Sentences {
  return useLanguage() === 'en' ? en : zh;
}
