import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useCatalogue, useNameOf } from '../../api/catalogue';
import { api, codeOf, type Schema } from '../../api/client';
import { useWords, words } from '../../language/words';
import { Choice } from '../../parts/choice';
import { ProblemAlert } from '../../parts/problem-alert';
import { SanctionChoice } from './sanction-choice';
import '../../parts/panel.css';
import './appeals.css';

type Filing = Schema<'FileAppealRequest'>;

const WORDS = words({
  zh: {
    idType: '证件类型',
    idNumber: '证件号码',
    name: '姓名或名称',
    nameHint: '可不填;填写后在案卷中显示',
    kind: '申诉事由',
    sanction: '所申诉的惩戒',
    sanctionGiven: '已由对象页面指定',
    grounds: '申诉理由',
    evidence: '提交的材料',
    evidenceHint: '每行一份',
    contact: '联系方式',
    file: '登记',
    required: '必填',
  },
  en: {
    idType: 'Identifier',
    idNumber: 'Number',
    name: 'Name',
    nameHint: 'Optional; shown in the file',
    kind: 'Kind',
    sanction: 'Sanction appealed against',
    sanctionGiven: 'chosen on the page of the subject',
    grounds: 'Grounds',
    evidence: 'Evidence handed in',
    evidenceHint: 'One a line',
    contact: 'Contact',
    file: 'File',
    required: 'Required',
  },
});

interface Typed {
  idType: Filing['subject']['idType'];
  idNumber: string;
  name?: string;
  kind: NonNullable<Filing['kind']>;
  grounds: string;
  evidence?: string;
  contact?: string;
}

interface FilingFormProps {
  sanctionId: string | undefined;
  onFiled: (id: string) => void;
}

const KINDS = ['objection', 'namesake', 'wrong_number'] as const;

/** What the person says, and who it is. Who has several sanctions is asked which one is meant. */
export default function FilingForm({ sanctionId, onFiled }: FilingFormProps) {
  const said = useWords(WORDS);
  const queries = useQueryClient();
  const nameOf = useNameOf();
  const [typed, setTyped] = useState<Typed>();
  const filing = api.useMutation('post', '/v1/appeals', {
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['get', '/v1/appeals'] });
      onFiled(id);
    },
  });
  const file = (form: Typed, chosen = sanctionId): void => {
    setTyped(form);
    filing.mutate({ body: requestOf(form, chosen) });
  };
  const { error } = filing;
  const isAmbiguous = error !== null && codeOf(error) === 'appeal-sanction-ambiguous';
  const rules = [{ required: true, whitespace: true, message: said.required }];
  return (
    <div className="panel filing">
      {error !== null && !isAmbiguous && <ProblemAlert problem={error} />}
      <Form<Typed>
        name="filing"
        layout="vertical"
        requiredMark={false}
        initialValues={{ idType: 'resident_id', kind: 'objection' }}
        onFinish={(form) => file(form)}
      >
        <Person />
        {sanctionId !== undefined && (
          <p>
            {said.sanction}: {said.sanctionGiven} <code>{sanctionId}</code>
          </p>
        )}
        <Form.Item name="kind" label={said.kind}>
          <Radio.Group options={KINDS.map((value) => ({ value, label: nameOf('appealKinds', value) }))} />
        </Form.Item>
        <Form.Item name="grounds" label={said.grounds} rules={rules}>
          <Input.TextArea rows={5} maxLength={10_000} showCount />
        </Form.Item>
        <Form.Item name="evidence" label={said.evidence} extra={said.evidenceHint}>
          <Input.TextArea rows={3} maxLength={20_000} />
        </Form.Item>
        <Form.Item name="contact" label={said.contact}>
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        {isAmbiguous && typed !== undefined ? (
          <SanctionChoice problem={error} person={typed} isBusy={filing.isPending} onChosen={(id) => file(typed, id)} />
        ) : (
          <Button type="primary" htmlType="submit" loading={filing.isPending}>
            {said.file}
          </Button>
        )}
      </Form>
    </div>
  );
}

function Person() {
  const said = useWords(WORDS);
  const idTypes = useCatalogue()?.idTypes ?? [];
  return (
    <div className="filters">
      <Form.Item name="idType" label={said.idType}>
        <Choice options={idTypes.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item
        name="idNumber"
        label={said.idNumber}
        rules={[{ required: true, whitespace: true, message: said.required }]}
      >
        <Input autoComplete="off" maxLength={64} style={{ width: 240 }} />
      </Form.Item>
      <Form.Item name="name" label={said.name} tooltip={said.nameHint}>
        <Input autoComplete="off" maxLength={200} style={{ width: 180 }} />
      </Form.Item>
    </div>
  );
}

function requestOf(typed: Typed, sanctionId: string | undefined): Filing {
  const { idType, idNumber, kind, grounds } = typed;
  const name = given(typed.name);
  const contact = given(typed.contact);
  const evidence = (typed.evidence ?? '').split('\n').flatMap((line) => given(line) ?? []);
  return {
    subject: { idType, idNumber: idNumber.trim(), ...(name === undefined ? {} : { name }) },
    kind,
    grounds: grounds.trim(),
    evidence,
    ...(contact === undefined ? {} : { contact }),
    ...(sanctionId === undefined ? {} : { sanctionId }),
  };
}

/** What was left empty is left out. */
function given(text = ''): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}
