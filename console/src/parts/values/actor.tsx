import { useOfficerName } from '../../api/officer-names';
import { useWords, words } from '../../language/words';

const WORDS = words({
  zh: { system: '系统', public: '社会公众' },
  en: { system: 'The service', public: 'The public' },
});

/** Who did something, as the API names him: `officer:<uuid>`, `client:<id>`, `system` or `public`. Officers are shown by user name and organ. */
export function Actor({ id }: { id: string }) {
  const said = useWords(WORDS);
  const [kind, ...rest] = id.split(':');
  if (kind === 'system' || kind === 'public') return said[kind];
  return kind === 'officer' ? <Officer id={rest.join(':')} /> : rest.join(':');
}

function Officer({ id }: { id: string }) {
  const officer = useOfficerName(id);
  if (officer === undefined) return <code>{id.slice(-8)}</code>;
  return <span title={officer.organName}>{officer.username}</span>;
}
