import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useId } from 'react';
import { api, type Schema } from '../../../api/client';
import { today } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Dialog } from '../../../parts/dialogs/dialog';
import { ProblemAlert } from '../../../parts/problem-alert';
import { optionsOf } from '../../../parts/filters/filters';
import { useToast } from '../../../parts/toasts';
import { SERVING_WORDS } from '../desk/notices-tab';

type Serving = Schema<'ServingDto'>;

const WORDS = words({
  zh: {
    title: '登记送达',
    notice: '文书',
    servedOn: '送达日期',
    method: '送达方式',
    remark: '备注(签收人、邮件号等)',
    required: '必填',
    confirm: '登记',
    done: '送达已登记',
  },
  en: {
    title: 'Record a service',
    notice: 'Notice',
    servedOn: 'Served on',
    method: 'Method',
    remark: 'Remark (who took it, number of the letter)',
    required: 'Required',
    confirm: 'Record',
    done: 'The service was recorded',
  },
});

/** That a notice reached its subject: kept for good. */
export default function ServingDialog({ sanctionId, onClose }: { sanctionId: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const { notices, methods } = useWords(SERVING_WORDS);
  const form = useId();
  const toast = useToast();
  const queries = useQueryClient();
  const serve = api.useMutation('post', '/v1/sanctions/{id}/services', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/sanctions/{id}/services'] });
      toast(said.done);
      onClose();
    },
  });
  const submit = ({ remark, ...typed }: Serving): void =>
    serve.mutate({
      params: { path: { id: sanctionId } },
      body: remark === undefined || remark.trim() === '' ? typed : { ...typed, remark: remark.trim() },
    });
  const rules = [{ required: true, message: said.required }];
  return (
    <Dialog
      open
      title={said.title}
      okText={said.confirm}
      okButtonProps={{ htmlType: 'submit', form, loading: serve.isPending }}
      onCancel={onClose}
    >
      {serve.error !== null && <ProblemAlert problem={serve.error} />}
      <Form<Serving>
        id={form}
        name={form}
        layout="vertical"
        initialValues={{ notice: 'sanction', method: 'in_person', servedOn: today() }}
        onFinish={submit}
      >
        <Form.Item name="notice" label={said.notice} rules={rules}>
          <Select options={optionsOf(notices)} />
        </Form.Item>
        <Form.Item name="servedOn" label={said.servedOn} rules={rules}>
          <Input type="date" max={today()} />
        </Form.Item>
        <Form.Item name="method" label={said.method} rules={rules}>
          <Select options={optionsOf(methods)} />
        </Form.Item>
        <Form.Item name="remark" label={said.remark}>
          <Input maxLength={2000} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
