import { useNavigate, useSearchParams } from 'react-router';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useWords, words } from '../../language/words';
import { Page } from '../../parts/page';

const WORDS = words({
  zh: { title: '登记申诉', appeals: '申诉' },
  en: { title: 'File an appeal', appeals: 'Appeals' },
});

const FilingForm = lazy(() => import('./filing-form'));

/** Takes an appeal in; `?sanction=` names the sanction it is against. Afterwards the receipt is there to be printed. */
export function FilingPage() {
  const { title, appeals } = useWords(WORDS);
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (
    <Page title={title} above={[[appeals, '/appeals']]}>
      <Suspense fallback={<Skeleton active />}>
        <FilingForm
          sanctionId={search.get('sanction') ?? undefined}
          onFiled={(id) => void navigate(`/appeals/${id}/receipt`, { replace: true })}
        />
      </Suspense>
    </Page>
  );
}
