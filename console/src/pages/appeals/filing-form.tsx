import { Button, Form, Input, Radio } from 'antd';
import { useCatalogue, useNameOf } from '../../api/catalogue';
import { api, codeOf, type Schema } from '../../api/client';
import { given } from '../../api/given';
import { OF_SUBJECTS, refresh } from '../../api/refresh';
import { useWords, words } from '../../language/words';
import { Choice } from '../../parts/fields/choice';
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
  const nameOf = useNameOf();
  const [form] = Form.useForm<Typed>();
  const filing = api.useMutation('post', '/v1/appeals', {
    onSuccess: async ({ id }) => {
      await refresh(...OF_SUBJECTS, '/v1/appeals');
      onFiled(id);
    },
  });
  const file = (typed: Typed, chosen = sanctionId): void => filing.mutate({ body: requestOf(typed, chosen) });
  // What has been corrected since is what is filed; what is missing by now is said beside its field.
  const fileAgainst = (chosen: string): Promise<void> =>
    form.validateFields().then(
      (typed) => file(typed, chosen),
      () => undefined,
    );
  const { error, variables } = filing;
  const isAmbiguous = error !== null && codeOf(error) === 'appeal-sanction-ambiguous';
  const rules = [{ required: true, whitespace: true, message: said.required }];
  return (
    <div className="panel filing">
      {error !== null && !isAmbiguous && <ProblemAlert problem={error} />}
      <Form<Typed>
        name="filing"
        form={form}
        disabled={filing.isPending}
        layout="vertical"
        requiredMark={false}
        initialValues={{ idType: 'resident_id', kind: 'objection' }}
        // The sanctions to choose from are those of one person.
        onValuesChange={(changed) => ('idType' in changed || 'idNumber' in changed) && filing.reset()}
        onFinish={(typed) => file(typed)}
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
        {isAmbiguous && variables !== undefined ? (
          <SanctionChoice
            problem={error}
            person={variables.body.subject}
            isBusy={filing.isPending}
            onChosen={(id) => void fileAgainst(id)}
          />
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
  const evidence = (typed.evidence ?? '').split('\n').flatMap((line) => filledIn(line) ?? []);
  return {
    subject: { idType, idNumber: idNumber.trim(), ...given({ name: filledIn(typed.name) }) },
    kind,
    grounds: grounds.trim(),
    evidence,
    ...given({ contact: filledIn(typed.contact), sanctionId }),
  };
}

/** What was left empty is left out. */
function filledIn(text = ''): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}
