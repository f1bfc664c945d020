import { Form, Input, Radio, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useInstitutions } from '../../../api/institutions';
import { OF_SUBJECTS, refresh } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { FormDialog } from '../../../parts/dialogs/form-dialog';
import { instantOf } from '../../../parts/fields/instant-input';
import { useToast } from '../../../parts/toasts';
import { ORDER_WORDS, WORDS } from './words';

type NewOrder = Schema<'CardOrderDto'>;

interface Typed {
  kind: NewOrder['kind'];
  cardKind: NewOrder['card']['kind'];
  number: string;
  institutionCode?: string;
  caseNo: string;
  grounds: string;
  reportedAt?: string;
}

const CARD_KINDS = ['bank_account', 'payment_account', 'ecny_wallet'] as const;

/** Stops payments from an account at once, or proposes to freeze it. */
export default function NewOrderDialog({ onClose }: { onClose: () => void }) {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const toast = useToast();
  const issue = api.useMutation('post', '/v1/card-orders', {
    onSuccess: ({ id, kind }) => {
      toast(kind === 'freeze' ? said.proposed : said.issued);
      void refresh('/v1/card-orders', ...OF_SUBJECTS);
      void navigate(`/card-orders/${id}`);
    },
  });
  const submit = ({ kind, cardKind, number, caseNo, grounds, institutionCode, reportedAt }: Typed): void =>
    issue.mutate({
      body: {
        kind,
        card: { kind: cardKind, number },
        caseNo,
        grounds,
        ...given({ institutionCode, reportedAt: instantOf(reportedAt) }),
      },
    });
  return (
    <FormDialog<Typed>
      title={said.newTitle}
      confirm={said.save}
      isBusy={issue.isPending}
      problem={issue.error}
      initialValues={{ kind: 'stop_payment', cardKind: 'bank_account' }}
      onTyped={submit}
      onCancel={onClose}
    >
      <OrderFields />
    </FormDialog>
  );
}

function OrderFields() {
  const said = useWords(WORDS);
  const { kinds } = useWords(ORDER_WORDS);
  const nameOf = useNameOf();
  const { list } = useInstitutions();
  const needed = [{ required: true, whitespace: true, message: said.required }];
  const holding = list.filter(({ kind }) => kind === 'bank' || kind === 'payment_institution');
  return (
    <>
      <Form.Item name="kind" label={said.kind} extra={said.stopHint}>
        <Radio.Group options={Object.entries(kinds).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="cardKind" label={said.cardKind}>
        <Select options={CARD_KINDS.map((value) => ({ value, label: nameOf('cardKinds', value) }))} />
      </Form.Item>
      <Form.Item name="number" label={said.number} rules={needed}>
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="institutionCode" label={said.holding} extra={said.holdingHint}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={holding.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="caseNo" label={said.caseNo} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="reportedAt" label={said.reportedAt}>
        <Input type="datetime-local" />
      </Form.Item>
      <Form.Item name="grounds" label={said.grounds} rules={needed}>
        <Input.TextArea rows={3} maxLength={2000} showCount />
      </Form.Item>
    </>
  );
}
