import { useMutation } from '@tanstack/react-query';
import { Form, Input, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { api, client, type Problem, type Schema } from '../../api/client';
import { OF_SUBJECTS, refresh } from '../../api/refresh';
import { useWords, words } from '../../language/words';
import { FormDialog } from '../../parts/dialogs/form-dialog';
import { Loaded } from '../../parts/loaded';
import { useToast } from '../../parts/toasts';
import type { Act } from './acts';
import { Correction, correctionOf, type TypedCorrection } from './correction';
import { Preview } from './preview';

const WORDS = words({
  zh: {
    texts: {
      accept: '受理意见',
      refuse: '不予受理的理由',
      verify: '核查结果',
      uphold: '决定理由',
      dismiss: '决定理由',
      withdraw: '撤回说明',
    },
    hint: '写入案卷和审计,不要写证件号码。',
    required: '必填',
    suspend: '申诉期间暂停执行该惩戒',
    suspendWhy: '期限照常计算;申诉不成立时恢复执行。',
    done: '已办理',
  },
  en: {
    texts: {
      accept: 'Remark',
      refuse: 'Reasons for refusing',
      verify: 'Finding',
      uphold: 'Reasons',
      dismiss: 'Reasons',
      withdraw: 'Remark',
    },
    hint: 'Goes into the file and the audit trail. No identifier numbers here.',
    required: 'Required',
    suspend: 'Suspend the effect of the sanction until the appeal is decided',
    suspendWhy: 'Its terms run on; if the appeal is dismissed it restricts again.',
    done: 'Done',
  },
});

interface Typed extends TypedCorrection {
  text: string;
  suspendEffect?: boolean;
}

interface ActDialogProps {
  appeal: Schema<'AppealCaseResponse'>;
  act: Act;
  title: string;
  onClose: () => void;
}

const MOST_CHARACTERS = 2000;
const DANGEROUS: readonly Act[] = ['refuse', 'dismiss', 'withdraw'];

/** One step of an appeal: what it will do, what the officer says to it, and for a mistake the right subject. */
export default function ActDialog({ appeal, act, title, onClose }: ActDialogProps) {
  const said = useWords(WORDS);
  const toast = useToast();
  const step = useMutation<void, Problem, Typed>({
    mutationFn: async (typed) => {
      const { error } = await SEND[act](appeal.id, { ...typed, text: typed.text.trim() });
      if (error !== undefined) throw error;
    },
    onSuccess: () => {
      toast(said.done);
      onClose();
    },
    // What was refused, somebody else may have done: the case is read again either way.
    onSettled: () => refresh(...OF_SUBJECTS, '/v1/appeals', '/v1/sanction-lists'),
  });
  return (
    <FormDialog<Typed>
      title={title}
      confirm={title}
      width={act === 'uphold' || act === 'accept' ? 680 : 520}
      isDangerous={DANGEROUS.includes(act)}
      isBusy={step.isPending}
      problem={step.error}
      onTyped={(typed) => step.mutate(typed)}
      onCancel={onClose}
    >
      {act === 'accept' && appeal.sanctionId !== null && <Suspension id={appeal.id} />}
      {act === 'uphold' && <Foreseen id={appeal.id} action="uphold" />}
      {act === 'uphold' && appeal.sanctionId !== null && appeal.kind !== 'objection' && <Correction />}
      <Form.Item
        name="text"
        label={said.texts[act]}
        extra={said.hint}
        rules={[{ required: true, whitespace: true, message: said.required }]}
      >
        <Input.TextArea rows={3} maxLength={MOST_CHARACTERS} showCount />
      </Form.Item>
    </FormDialog>
  );
}

type Answer = Promise<{ error?: Problem | undefined }>;

/** How each step is sent. */
const SEND: Readonly<Record<Act, (id: string, typed: Typed) => Answer>> = {
  accept: (id, { text, suspendEffect = false }) =>
    client.POST('/v1/appeals/{id}/accept', { params: { path: { id } }, body: { suspendEffect, remark: text } }),
  refuse: (id, { text }) =>
    client.POST('/v1/appeals/{id}/refuse', { params: { path: { id } }, body: { reasons: text } }),
  verify: (id, { text }) =>
    client.POST('/v1/appeals/{id}/verify', { params: { path: { id } }, body: { finding: text } }),
  uphold: (id, { text, ...typed }) =>
    client.POST('/v1/appeals/{id}/uphold', {
      params: { path: { id } },
      body: { reasons: text, ...correctionOf(typed) },
    }),
  dismiss: (id, { text }) =>
    client.POST('/v1/appeals/{id}/dismiss', { params: { path: { id } }, body: { reasons: text } }),
  withdraw: (id, { text }) =>
    client.POST('/v1/appeals/{id}/withdraw', { params: { path: { id } }, body: { remark: text } }),
};

function Suspension({ id }: { id: string }) {
  const { suspend, suspendWhy } = useWords(WORDS);
  const [isWanted, setWanted] = useState(false);
  return (
    <>
      <Form.Item name="suspendEffect" label={suspend} extra={suspendWhy} valuePropName="checked">
        <Switch onChange={setWanted} />
      </Form.Item>
      {isWanted && <Foreseen id={id} action="accept_suspended" />}
    </>
  );
}

/** What the step would do now, asked anew each time the dialog is opened. */
function Foreseen({ id, action }: { id: string; action: 'uphold' | 'accept_suspended' }) {
  const query = api.useQuery(
    'get',
    '/v1/appeals/{id}/preview',
    { params: { path: { id }, query: { action } } },
    { staleTime: 0, gcTime: 0 },
  );
  return (
    <Loaded query={query} fallback={<Skeleton active paragraph={{ rows: 3 }} />}>
      {(foreseen) => <Preview foreseen={foreseen} />}
    </Loaded>
  );
}
