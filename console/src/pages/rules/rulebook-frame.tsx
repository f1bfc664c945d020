import { Button, Flex } from 'antd';
import { useState, type ReactNode } from 'react';
import { useLocation, useParams } from 'react-router';
import { api, type Problem } from '../../api/client';
import { download } from '../../api/download';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Actor } from '../../parts/values/actor';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { ProblemAlert } from '../../parts/problem-alert';
import { ChoiceLinks } from '../../parts/filters/tab-links';
import { RulebookState, shortHash, type RulebookSummary } from './rulebook-state';
import './rules.css';

const WORDS = words({
  zh: {
    title: (hash: string) => `规则集 ${hash}`,
    all: '全部规则集',
    views: '查看方式',
    read: '条文',
    diff: '差异',
    whatIf: '影响评估与发布',
    submitted: '提交',
    published: '发布',
    effectiveFrom: '生效日',
    save: '下载规则文件',
  },
  en: {
    title: (hash: string) => `Rulebook ${hash}`,
    all: 'All rulebooks',
    views: 'Views',
    read: 'Law',
    diff: 'Differences',
    whatIf: 'What-if and publication',
    submitted: 'Handed in',
    published: 'Published',
    effectiveFrom: 'Effective from',
    save: 'Download the files',
  },
});

/** The pages of one rulebook: which it is, where it stands, and its views. */
export function RulebookFrame({ children }: { children: (rulebook: RulebookSummary) => ReactNode }) {
  const said = useWords(WORDS);
  const hash = useHash();
  const { pathname } = useLocation();
  const [problem, setProblem] = useState<Problem>();
  const query = api.useQuery('get', '/v1/rulebooks/{hash}/summary', { params: { path: { hash } } });
  const save = (): void => {
    const name = `rulebook-${shortHash(hash)}.json`;
    download(`/v1/rulebooks/${hash}`, name).catch((refusal: Problem) => setProblem(refusal));
  };
  const views = [
    { key: 'read', title: said.read, to: `/rules/${hash}` },
    { key: 'diff', title: said.diff, to: `/rules/${hash}/diff` },
    { key: 'whatIf', title: said.whatIf, to: `/rules/${hash}/what-if` },
  ].map((view) => ({ ...view, isChosen: view.to === pathname }));
  return (
    <Page
      title={said.title(shortHash(hash))}
      above={[[said.all, '/rules']]}
      actions={<Button onClick={save}>{said.save}</Button>}
    >
      {problem !== undefined && <ProblemAlert problem={problem} />}
      <Loaded query={query}>
        {(rulebook) => (
          <>
            <Standing rulebook={rulebook} />
            <ChoiceLinks label={said.views} links={views} />
            {children(rulebook)}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Of the address. */
export function useHash(): string {
  return useParams()['hash'] ?? '';
}

function Standing({ rulebook: { state, author, submittedAt, publication } }: { rulebook: RulebookSummary }) {
  const said = useWords(WORDS);
  const format = useFormat();
  return (
    <Flex wrap align="center" gap="4px 24px">
      <RulebookState state={state} />
      <span>
        <span className="secondary">{said.submitted} </span>
        <Actor id={author} /> <span className="tabular">{format.instant(submittedAt)}</span>
      </span>
      {publication !== null && (
        <>
          <span>
            <span className="secondary">{said.published} </span>
            <Actor id={publication.approver} />{' '}
            <span className="tabular">{format.instant(publication.publishedAt)}</span>
          </span>
          <span>
            <span className="secondary">{said.effectiveFrom} </span>
            <strong className="tabular">{publication.effectiveFrom}</strong>
          </span>
        </>
      )}
    </Flex>
  );
}
