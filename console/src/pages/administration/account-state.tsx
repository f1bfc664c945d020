import { Tag } from 'antd';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';

const WORDS = words({
  zh: { active: '正常', disabled: '已停用', locked: (until: string) => `锁定至 ${until}` },
  en: { active: 'active', disabled: 'disabled', locked: (until: string) => `locked until ${until}` },
});

interface AccountStateProps {
  disabledAt: string | null;
  /** After too many wrong passwords. */
  lockedUntil?: string | null;
}

/** Whether an officer or a client is let in. */
export function AccountState({ disabledAt, lockedUntil = null }: AccountStateProps) {
  const said = useWords(WORDS);
  const format = useFormat();
  if (disabledAt !== null) return <Tag color="red">{said.disabled}</Tag>;
  if (lockedUntil !== null && isAhead(lockedUntil)) {
    return <Tag color="gold">{said.locked(format.instant(lockedUntil))}</Tag>;
  }
  return <Tag color="green">{said.active}</Tag>;
}

function isAhead(instant: string): boolean {
  return new Date(instant) > new Date();
}
