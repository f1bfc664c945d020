import { useState } from 'react';
import { api } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { ProblemAlert } from '../../../parts/problem-alert';
import type { TabProps } from '../desk/subject-page';
import { Answer } from './answer';
import { QuestionForm, type Question } from './question-form';

const WORDS = words({
  zh: {
    what: '机构就这个对象提问时会得到的答复。证件号码不离开系统;每次试问都记入判定日志。',
  },
  en: {
    what: 'What an institution would be answered about this subject. No number leaves the books; every question is logged.',
  },
});

/** Asks as a bank or a carrier would, at any moment. */
export default function AskTab({ timeline: { subject } }: TabProps) {
  const { what } = useWords(WORDS);
  const [asked, setAsked] = useState(0);
  const decide = api.useMutation('post', '/v1/subjects/{id}/decisions', { onSuccess: () => setAsked(asked + 1) });
  const ask = (body: Question): void => decide.mutate({ params: { path: { id: subject.id } }, body });
  return (
    <>
      <p className="calm">{what}</p>
      <QuestionForm subjectId={subject.id} isBusy={decide.isPending} onAsk={ask} />
      <div aria-live="polite">
        {decide.error !== null && <ProblemAlert problem={decide.error} />}
        {decide.data !== undefined && <Answer key={asked} decision={decide.data} />}
      </div>
    </>
  );
}
