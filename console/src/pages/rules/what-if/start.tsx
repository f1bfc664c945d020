import { Button, Flex, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../../api/client';
import { today } from '../../../language/format';
import { useWords } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import type { WhatIf } from './what-if-page';
import { WHAT_IF } from './what-if-words';

/** Starts a what-if for a day. */
export function Start({ hash, onStarted }: { hash: string; onStarted: (whatIf: WhatIf) => void }) {
  const said = useWords(WHAT_IF);
  const label = useId();
  const queries = useQueryClient();
  const [day, setDay] = useState(today);
  const { mutate, isPending, error } = api.useMutation('post', '/v1/rulebooks/{hash}/what-if', {
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/rulebooks/{hash}/what-if'] });
      onStarted(started);
    },
  });
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ params: { path: { hash } }, body: { effectiveFrom: day } });
      }}
    >
      {error !== null && <ProblemAlert problem={error} />}
      <Flex wrap align="center" gap={12}>
        <label htmlFor={label}>{said.day}</label>
        <Input
          id={label}
          type="date"
          required
          style={{ width: 170 }}
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
        <Button type="primary" htmlType="submit" loading={isPending}>
          {said.start}
        </Button>
        <span className="secondary" style={{ flex: '1 1 320px' }}>
          {said.startWhy}
        </span>
      </Flex>
    </form>
  );
}
