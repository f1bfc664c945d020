import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';
import { useMay } from '../../session/session';

const WORDS = words({
  zh: {
    accept: '受理',
    refuse: '不予受理',
    verify: '登记核查结果',
    uphold: '认定申诉成立',
    dismiss: '认定申诉不成立',
    withdraw: '申诉人撤回',
  },
  en: {
    accept: 'Accept',
    refuse: 'Refuse',
    verify: 'Record the finding',
    uphold: 'Uphold',
    dismiss: 'Dismiss',
    withdraw: 'Withdrawn by the person',
  },
});

/** What an officer does to an appeal. */
export type Act = 'accept' | 'refuse' | 'verify' | 'uphold' | 'dismiss' | 'withdraw';

/** What can be done in which state, the next step of the procedure last. */
const ACTS: Readonly<Partial<Record<Schema<'AppealResponse'>['state'], readonly Act[]>>> = {
  filed: ['withdraw', 'refuse', 'accept'],
  accepted: ['withdraw', 'verify'],
  verified: ['withdraw', 'dismiss', 'uphold'],
};

const ActDialog = lazy(() => import('./act-dialog'));

/** The buttons of a case, for whom and as far as it can go on. */
export function Acts({ appeal }: { appeal: Schema<'AppealCaseResponse'> }) {
  const said = useWords(WORDS);
  const [open, setOpen] = useState<Act>();
  const acts = ACTS[appeal.state] ?? [];
  // What somebody else has closed meanwhile leaves the open dialog, which says so.
  if (!useMay('appeals') || (acts.length === 0 && open === undefined)) return null;
  return (
    <Flex gap={8} wrap>
      {acts.map((act) => (
        <Button key={act} type={act === acts.at(-1) ? 'primary' : 'default'} onClick={() => setOpen(act)}>
          {said[act]}
        </Button>
      ))}
      <Suspense>
        {open !== undefined && (
          <ActDialog appeal={appeal} act={open} title={said[open]} onClose={() => setOpen(undefined)} />
        )}
      </Suspense>
    </Flex>
  );
}
