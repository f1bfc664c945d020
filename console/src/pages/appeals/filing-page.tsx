import { useNavigate, useSearchParams } from 'react-router';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useWords, words } from '../../language/words';
import { Blank } from '../../parts/blank';
import { Page } from '../../parts/page';
import { useMay } from '../../session/session';

const WORDS = words({
  zh: {
    title: '登记申诉',
    appeals: '申诉',
    forbidden: '没有权限',
    forbiddenWhy: '只有申诉办理和名单报送人员可以登记申诉。',
  },
  en: {
    title: 'File an appeal',
    appeals: 'Appeals',
    forbidden: 'Not permitted',
    forbiddenWhy: 'Only appeals officers and submitters file appeals.',
  },
});

const FilingForm = lazy(() => import('./filing-form'));

/** Takes an appeal in; `?sanction=` names the sanction it is against. Afterwards the receipt is there to be printed. */
export function FilingPage() {
  const { title, appeals, forbidden, forbiddenWhy } = useWords(WORDS);
  const mayFile = useMay('appeals', 'submitter');
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (
    <Page title={title} above={[[appeals, '/appeals']]}>
      {mayFile ? (
        <Suspense fallback={<Skeleton active />}>
          <FilingForm
            sanctionId={search.get('sanction') ?? undefined}
            onFiled={(id) => void navigate(`/appeals/${id}/receipt`, { replace: true })}
          />
        </Suspense>
      ) : (
        <Blank title={forbidden} why={forbiddenWhy} />
      )}
    </Page>
  );
}
