import { Alert, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { useMay, useSession } from '../../../session/session';
import type { RulebookSummary } from '../rulebook-state';
import type { WhatIf } from './what-if-page';
import { WHAT_IF } from './what-if-words';

const PublishDialog = lazy(() => import('./publish-dialog'));

/** What stands between a what-if and the publication: who may, and what has to be confirmed. */
export function Publication({ rulebook, whatIf }: { rulebook: RulebookSummary; whatIf: WhatIf }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const mayPublish = useMay('rules_approver');
  const session = useSession();
  const { publication, author } = rulebook;
  if (publication?.diffHash === whatIf.diffHash) {
    return (
      <Alert type="success" showIcon role="status" title={said.published(format.day(publication?.effectiveFrom))} />
    );
  }
  const isOwn = session.is !== 'absent' && author === `officer:${session.session.officer.id}`;
  const hindrance = isOwn ? said.ownCandidate : mayPublish ? undefined : said.onlyApprover;
  const { isMassChange } = whatIf;
  return (
    <>
      <Alert
        type={isMassChange === true ? 'warning' : 'info'}
        showIcon
        title={isMassChange === true ? `${said.mass}: ${said.massWhy}` : (hindrance ?? said.publishWhy)}
        description={isMassChange === true ? hindrance : undefined}
        action={
          hindrance === undefined && (
            <Button type="primary" onClick={() => setOpen(true)}>
              {said.publish}
            </Button>
          )
        }
      />
      <Suspense>{isOpen && <PublishDialog whatIf={whatIf} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
