import { Alert } from 'antd';
import { Link } from 'react-router';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Page } from '../../../parts/page';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useMay } from '../../../session/session';
import '../lists.css';
import { FileDrop } from './file-drop';
import { ImportOutcome } from './import-outcome';
import { ImportProgress } from './import-progress';
import { useImport } from './use-import';

const WORDS = words({
  zh: {
    title: '新建名单',
    lists: '惩戒名单',
    forbidden: '没有权限',
    forbiddenWhy: '只有经办人可以报送名单。',
    back: '返回名单',
    broken: '连接中断,名单没有保存。请重新导入。',
  },
  en: {
    title: 'New list',
    lists: 'Sanction lists',
    forbidden: 'Not permitted',
    forbiddenWhy: 'Only submitters draft lists.',
    back: 'To the lists',
    broken: 'The connection broke, nothing was kept. Import the file again.',
  },
});

/** An officer file goes in, is read before one's eyes, and becomes a draft with a verdict for each row. */
export function NewListPage() {
  const said = useWords(WORDS);
  const maySubmit = useMay('submitter');
  const above = [[said.lists, '/lists']] as const;
  const { state, start, cancel, reset } = useImport();
  if (!maySubmit) {
    return (
      <Page title={said.title} above={above}>
        <Blank title={said.forbidden} why={said.forbiddenWhy}>
          <Link to="/lists">{said.back}</Link>
        </Blank>
      </Page>
    );
  }
  return (
    <Page title={said.title} above={above}>
      {state.is === 'refused' && <ProblemAlert problem={state.problem} />}
      {state.is === 'broken' && <Alert type="error" showIcon role="alert" title={said.broken} />}
      {(state.is === 'ready' || state.is === 'refused' || state.is === 'broken') && (
        <FileDrop onFile={(file) => void start(file)} />
      )}
      {state.is === 'reading' && <ImportProgress file={state.file} progress={state.progress} onCancel={cancel} />}
      {state.is === 'done' && <ImportOutcome list={state.list} onAnother={reset} />}
    </Page>
  );
}
