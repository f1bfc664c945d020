import { useWords, words } from '../../language/words';

const WORDS = words({
  zh: { system: '系统', unknown: '未登录' },
  en: { system: 'System', unknown: 'Nobody signed in' },
});

/** Who did it, by name; choosing it shows what else was done by the same. */
export function Actor({ actor, onChoose }: { actor: string; onChoose: (actor: string) => void }) {
  const said = useWords(WORDS);
  const name = actor === 'system' ? said.system : actor;
  return (
    <button type="button" className="link" onClick={() => onChoose(actor)}>
      {name}
    </button>
  );
}
