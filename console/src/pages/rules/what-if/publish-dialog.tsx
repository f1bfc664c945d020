import { Alert, Checkbox } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Dialog } from '../../../parts/dialogs/dialog';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import type { WhatIf } from './what-if-page';
import { WHAT_IF } from './what-if-words';

/** The second signature: over the differences that stand on the page. */
export default function PublishDialog({ whatIf, onClose }: { whatIf: WhatIf; onClose: () => void }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const [isConfirmed, setConfirmed] = useState(false);
  const { publish, isPending, error } = usePublication(whatIf, isConfirmed, onClose);
  const { effectiveFrom, diffHash, report, isMassChange } = whatIf;
  const isMassive = isMassChange === true;
  return (
    <Dialog
      open
      keyboard
      title={said.publish}
      okText={said.publish}
      okButtonProps={{ loading: isPending, disabled: isMassive && !isConfirmed }}
      onOk={publish}
      onCancel={onClose}
    >
      {error !== null && <ProblemAlert problem={error} />}
      <p>{said.publishWhy}</p>
      <dl className="law-facts">
        <dt>{said.day}</dt>
        <dd className="tabular">{effectiveFrom}</dd>
        <dt>{said.affected}</dt>
        <dd className="tabular">{format.number(report?.mostAffected ?? 0)}</dd>
        <dt>{said.signed}</dt>
        <dd style={{ overflowWrap: 'anywhere' }}>
          <code>{diffHash}</code>
        </dd>
      </dl>
      {isMassive && (
        <>
          <Alert type="warning" showIcon title={said.mass} description={said.massWhy} style={{ marginBlock: 12 }} />
          <Checkbox checked={isConfirmed} onChange={({ target }) => setConfirmed(target.checked)}>
            {said.confirmMass}
          </Checkbox>
        </>
      )}
    </Dialog>
  );
}

function usePublication({ rulebook: hash, effectiveFrom, diffHash }: WhatIf, isConfirmed: boolean, onDone: () => void) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending, error } = api.useMutation('post', '/v1/rulebooks/{hash}/publish', {
    onSuccess: ({ displaced }) => {
      const more = displaced.length === 0 ? [] : [said.displaced(format.number(displaced.length))];
      toast([said.published(effectiveFrom), ...more].join(' · '));
      // Which one counts is said on every page of every rulebook.
      void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('/v1/rulebooks') });
      onDone();
    },
  });
  const publish = (): void =>
    mutate({
      params: { path: { hash } },
      body: { effectiveFrom, diffHash: diffHash ?? '', confirmMassChange: isConfirmed },
    });
  return { publish, isPending, error };
}
