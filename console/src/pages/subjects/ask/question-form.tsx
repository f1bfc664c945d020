import { Button, Checkbox, Select } from 'antd';
import { useState, type SubmitEvent } from 'react';
import { choicesOf, useCatalogue, useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { InstantInput, instantOf } from '../../../parts/fields/instant-input';
import { Field } from '../field';

export type Question = Schema<'SubjectDecisionRequest'>;

const WORDS = words({
  zh: {
    action: '业务',
    channel: '渠道',
    purpose: '用途',
    unsaid: '未说明',
    card: '卡',
    noCard: '不指定',
    inPerson: '本人到场',
    asOf: '业务时间(北京时间)',
    asOfHint: '留空即现在',
    knownAt: '按当时已知(北京时间)',
    knownAtHint: '留空即按现在所知',
    ask: '试问',
  },
  en: {
    action: 'Business',
    channel: 'Channel',
    purpose: 'Purpose',
    unsaid: 'Not said',
    card: 'Card',
    noCard: 'None',
    inPerson: 'In person',
    asOf: 'At (Beijing time)',
    asOfHint: 'Empty: now',
    knownAt: 'As known at (Beijing time)',
    knownAtHint: 'Empty: as known now',
    ask: 'Ask',
  },
});

interface Draft {
  action: string;
  channel: string;
  purpose: string;
  cardId: string;
  isInPerson: boolean;
  asOf: string;
  knownAt: string;
}

const EMPTY: Draft = {
  action: 'bank_account.outflow',
  channel: '',
  purpose: '',
  cardId: '',
  isInPerson: false,
  asOf: '',
  knownAt: '',
};

interface QuestionFormProps {
  subjectId: string;
  isBusy: boolean;
  onAsk: (question: Question) => void;
}

/** What is asked, through which channel and when; everything but the business may stay open. */
export function QuestionForm({ subjectId, isBusy, onAsk }: QuestionFormProps) {
  const said = useWords(WORDS);
  const [draft, setDraft] = useState(EMPTY);
  const change = (changed: Partial<Draft>): void => setDraft({ ...draft, ...changed });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onAsk(questionOf(draft));
  };
  return (
    <form className="search-form no-print" onSubmit={submit}>
      <Choices draft={draft} change={change} subjectId={subjectId} />
      <Field label={said.asOf} hint={said.asOfHint}>
        <InstantInput value={draft.asOf} onChange={(asOf) => change({ asOf })} />
      </Field>
      <Field label={said.knownAt} hint={said.knownAtHint}>
        <InstantInput value={draft.knownAt} onChange={(knownAt) => change({ knownAt })} />
      </Field>
      <Checkbox
        style={{ marginTop: 30 }}
        checked={draft.isInPerson}
        onChange={({ target }) => change({ isInPerson: target.checked })}
      >
        {said.inPerson}
      </Checkbox>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {said.ask}
      </Button>
    </form>
  );
}

interface ChoicesProps {
  draft: Draft;
  change: (changed: Partial<Draft>) => void;
  subjectId: string;
}

function Choices({ draft, change, subjectId }: ChoicesProps) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const catalogue = useCatalogue();
  const cards = useCardsFor(draft.action, subjectId);
  const questions = (catalogue?.parties ?? []).map(({ id, name }) => ({
    label: name,
    options: choicesOf(catalogue?.questions.filter(({ party }) => party === id)),
  }));
  const unsaid = { value: '', label: said.unsaid };
  const choices = [
    {
      key: 'action',
      value: draft.action,
      options: questions.filter(({ options }) => options.length > 0),
      choose: (action: string) => change({ action, cardId: '' }),
    },
    {
      key: 'channel',
      value: draft.channel,
      options: [unsaid, ...choicesOf(catalogue?.channels)],
      choose: (channel: string) => change({ channel }),
    },
    {
      key: 'purpose',
      value: draft.purpose,
      options: [unsaid, ...choicesOf(catalogue?.purposes)],
      choose: (purpose: string) => change({ purpose }),
    },
    {
      key: 'card',
      value: draft.cardId,
      options: [
        { value: '', label: said.noCard },
        ...cards.map(({ id, kind, numberMasked, institution }) => {
          return { value: id, label: `${nameOf('cardKinds', kind)} ${numberMasked} ${institution.name}` };
        }),
      ],
      choose: (cardId: string) => change({ cardId }),
    },
  ] as const;
  return choices.map(({ key, value, options, choose }) => (
    <Field key={key} label={said[key]}>
      <Select<string>
        aria-label={said[key]}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={value}
        options={[...options]}
        onChange={choose}
      />
    </Field>
  ));
}

/** The subject's cards of the kind that the question is about: `bank_account.outflow` → bank accounts. */
function useCardsFor(action: string, subjectId: string) {
  const { data } = api.useQuery('get', '/v1/subjects/{id}/cards', {
    params: { path: { id: subjectId }, query: { limit: 100 } },
  });
  return data?.items.filter(({ kind }) => kind === action.split('.')[0]) ?? [];
}

function questionOf({ action, isInPerson, asOf, knownAt, ...texts }: Draft): Question {
  const given = Object.entries({ ...texts, asOf: instantOf(asOf) ?? '', knownAt: instantOf(knownAt) ?? '' });
  const said = Object.fromEntries(given.filter(([, value]) => value !== ''));
  return { action, ...said, ...(isInPerson ? { inPerson: true } : {}) };
}
