import { Form, Input } from 'antd';
import { choicesOf, useCatalogue } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { refresh } from '../../../api/refresh';
import { useWords, words } from '../../../language/words';
import { Choice, NONE } from '../../../parts/fields/choice';
import { FormDialog } from '../../../parts/dialogs/form-dialog';
import { useToast } from '../../../parts/toasts';

const WORDS = words({
  zh: {
    confirm: '登记',
    done: '已登记',
    name: '名称',
    code: '代码',
    codeHint: '小写字母、数字和短横线,3 至 64 个字符;登记后不变',
    kind: '类别',
    level: '层级',
    region: '行政区划代码',
    regionHint: '现行 GB/T 2260 六位代码',
    required: '必填',
  },
  en: {
    confirm: 'Register',
    done: 'Registered',
    name: 'Name',
    code: 'Code',
    codeHint: 'Lower-case letters, digits and dashes, 3 to 64 characters; it never changes',
    kind: 'Kind',
    level: 'Level',
    region: 'Region',
    regionHint: 'Code in force of GB/T 2260, six digits',
    required: 'Required',
  },
});

type Typed = Schema<'NewInstitutionRequest'>;

/** A new institution; a police organ has a level as well. */
export function NewInstitutionDialog({ title, onClose }: { title: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const catalogue = useCatalogue();
  const toast = useToast();
  const [form] = Form.useForm<Typed>();
  const isOrgan = Form.useWatch('kind', form) === 'police_organ';
  const registration = api.useMutation('post', '/v1/institutions', {
    onSuccess: async () => {
      toast(said.done);
      onClose();
      await refresh('/v1/institutions');
    },
  });
  const rules = [{ required: true, message: said.required }];
  return (
    <FormDialog<Typed>
      title={title}
      confirm={said.confirm}
      isBusy={registration.isPending}
      problem={registration.error}
      form={form}
      onTyped={(typed) => registration.mutate({ body: typed })}
      onCancel={onClose}
    >
      <Form.Item name="name" label={said.name} rules={rules}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="code"
        label={said.code}
        extra={said.codeHint}
        rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{2,63}$/, message: said.codeHint }]}
      >
        <Input maxLength={64} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={said.kind} rules={rules}>
        <Choice options={[NONE, ...choicesOf(catalogue?.institutionKinds)]} />
      </Form.Item>
      {isOrgan && (
        <Form.Item name="level" label={said.level} rules={rules}>
          <Choice options={[NONE, ...choicesOf(catalogue?.organLevels)]} />
        </Form.Item>
      )}
      <Form.Item
        name="region"
        label={said.region}
        extra={said.regionHint}
        rules={[{ required: true, pattern: /^\d{6}$/, message: said.regionHint }]}
      >
        <Input maxLength={6} inputMode="numeric" />
      </Form.Item>
    </FormDialog>
  );
}
