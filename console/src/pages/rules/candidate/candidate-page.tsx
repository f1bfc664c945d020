import { Alert, Button, Flex, Spin } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, codeOf, type Problem } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Page } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useToast } from '../../../parts/toasts';
import { useMay } from '../../../session/session';
import '../rules.css';
import { CANDIDATE } from './candidate-words';
import { DropZone } from './drop-zone';
import type { Dropped } from './dropped';
import { Findings, type Finding } from './findings';
import { readRuleFiles, type RuleFiles } from './rule-files';

/** Hands a rulebook in: from files of the desk, or from the folder of the service. */
export function CandidatePage() {
  const said = useWords(CANDIDATE);
  const may = useMay('rules_author');
  return (
    <Page title={said.title} above={[[said.all, '/rules']]}>
      {may ? <Candidate /> : <Blank title={said.forbidden} why={said.forbiddenWhy} />}
    </Page>
  );
}

function Candidate() {
  const said = useWords(CANDIDATE);
  const [read, setRead] = useState<RuleFiles>();
  const { submit, isPending, error, reset } = useSubmission();
  const choose = async (dropped: Dropped[]): Promise<void> => {
    reset();
    setRead(await readRuleFiles(dropped));
  };
  const findings = [...unparsed(read, said.notJson), ...findingsIn(error)];
  const isBusy = isPending;
  return (
    <>
      <DropZone
        isBusy={isBusy}
        onFiles={(dropped) => void choose(dropped)}
        onFolder={() => submit({ source: 'folder' })}
      />
      {isBusy && <Spin description={said.checking} style={{ padding: 24 }} />}
      {read !== undefined && !isBusy && <WhatWasRead read={read} onSubmit={() => submit({ files: read.files })} />}
      {error !== null && findingsIn(error).length === 0 && <ProblemAlert problem={error} />}
      {findings.length > 0 && <Findings findings={findings} />}
    </>
  );
}

/** From the candidate to what it changes: that is what is read next. */
function useSubmission() {
  const said = useWords(CANDIDATE);
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending, error, reset } = api.useMutation('post', '/v1/rulebooks', {
    onSuccess: ({ hash }) => {
      toast(said.taken);
      void queries.invalidateQueries({ queryKey: ['get', '/v1/rulebooks'] });
      void navigate(`/rules/${hash}/diff`);
    },
  });
  return { submit: (body: Parameters<typeof mutate>[0]['body']) => mutate({ body }), isPending, error, reset };
}

function WhatWasRead({ read, onSubmit }: { read: RuleFiles; onSubmit: () => void }) {
  const said = useWords(CANDIDATE);
  const format = useFormat();
  const paths = Object.keys(read.files);
  const cases = paths.filter((path) => path.endsWith('.cases.json')).length;
  if (paths.length === 0) return <Blank title={said.nothing} why={said.nothingWhy} />;
  return (
    <Flex wrap align="center" gap={16}>
      <Alert
        type="info"
        showIcon
        title={said.read(format.number(paths.length - cases), format.number(cases))}
        description={read.ignored.length === 0 ? undefined : said.ignored(format.number(read.ignored.length))}
      />
      <Button type="primary" disabled={read.broken.length > 0} onClick={onSubmit}>
        {said.check}
      </Button>
    </Flex>
  );
}

function unparsed(read: RuleFiles | undefined, sentence: string): Finding[] {
  return (read?.broken ?? []).map(({ path, why }) => {
    return { file: path, place: '', code: 'json', sentence: `${sentence}: ${why}` };
  });
}

/** The checker names places as `<file>#<pointer>`. */
function findingsIn(problem: Problem | null): Finding[] {
  if (problem === null || codeOf(problem) !== 'rulebook-has-findings') return [];
  return (problem.errors ?? []).map(({ path, code, detail }) => {
    const [file = '', place = ''] = path.split('#');
    return { file, place, code, sentence: detail };
  });
}
