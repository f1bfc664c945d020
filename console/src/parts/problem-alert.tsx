import { Alert, Button } from 'antd';
import type { Problem } from '../api/client';
import { useWords, words } from '../language/words';

const WORDS = words({ zh: { retry: '重试' }, en: { retry: 'Try again' } });

/** Why something was not done, in the words of the service, field by field where it says so. */
export function ProblemAlert({ problem, onRetry }: { problem: Problem; onRetry?: (() => void) | undefined }) {
  const { retry } = useWords(WORDS);
  const { title, detail, errors = [] } = problem;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      style={{ marginBottom: 16 }}
      title={title}
      description={
        <>
          {detail !== title && <div>{detail}</div>}
          {errors.length > 0 && (
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {errors.map(({ path, detail: why }) => (
                <li key={`${path} ${why}`}>
                  <code>{path}</code> {why}
                </li>
              ))}
            </ul>
          )}
        </>
      }
      action={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={onRetry}>
            {retry}
          </Button>
        )
      }
    />
  );
}
