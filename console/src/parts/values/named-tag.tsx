import { Tag } from 'antd';
import { useNameOf } from '../../api/catalogue';

/** Of states that more than one section shows. */
const COLOURS = {
  listings: { clear: 'default', implicated: 'red', suspicious: 'gold' },
  sanctionStates: {
    in_force: 'red',
    upcoming: 'blue',
    suspended: 'gold',
    ended: 'default',
    lifted: 'green',
    annulled: 'default',
  },
} as const;

type Colours = typeof COLOURS;

/** A state as a tag, by the name that the catalogue has for it: `<NamedTag of="listings" id="implicated" />`. */
export function NamedTag<Kind extends keyof Colours>({ of, id }: { of: Kind; id: keyof Colours[Kind] & string }) {
  const colours: Readonly<Record<string, string>> = COLOURS[of];
  return <Tag color={colours[id] ?? 'default'}>{useNameOf()(of, id)}</Tag>;
}
