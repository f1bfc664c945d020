import { Alert, Button, Flex } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useMay } from '../../../session/session';
import type { WhatIf } from './what-if-page';
import { WHAT_IF } from './what-if-words';

/** A what-if that has no result: it still runs, or will never have one. */
export function Progress({ whatIf }: { whatIf: WhatIf }) {
  const said = useWords(WHAT_IF);
  if (whatIf.state === 'failed') return <Alert type="error" showIcon role="alert" title={said.failed} />;
  if (whatIf.state === 'cancelled') return <Alert type="info" showIcon title={said.wasCancelled} />;
  return <Running whatIf={whatIf} />;
}

function Running({ whatIf: { id, rulebook: hash, progress } }: { whatIf: WhatIf }) {
  const said = useWords(WHAT_IF);
  const format = useFormat();
  const mayCancel = useMay('rules_author', 'rules_approver');
  const queries = useQueryClient();
  const { mutate, isPending, error } = api.useMutation('delete', '/v1/rulebooks/{hash}/what-if/{id}', {
    onSuccess: () => queries.invalidateQueries({ queryKey: ['get', '/v1/rulebooks/{hash}/what-if/{id}'] }),
  });
  const { sanctionsRead, sanctionsTotal } = progress;
  // Nothing counted yet is not nothing to do.
  const total = sanctionsTotal === 0 ? null : sanctionsTotal;
  const text = total === null ? said.counting : said.progress(format.number(sanctionsRead), format.number(total));
  return (
    <div className="panel">
      {error !== null && <ProblemAlert problem={error} />}
      <Flex align="center" gap={16} wrap>
        <progress
          aria-label={said.states.running}
          style={{ flex: '1 1 240px' }}
          {...(total === null ? {} : { value: sanctionsRead, max: total })}
        />
        <span role="status" className="tabular">
          {text}
        </span>
        {mayCancel && (
          <Button loading={isPending} onClick={() => mutate({ params: { path: { hash, id } } })}>
            {said.cancel}
          </Button>
        )}
      </Flex>
    </div>
  );
}
