import { Form, Input, Select } from 'antd';
import { useNavigate } from 'react-router';
import { api, type Schema } from '../../../api/client';
import { given } from '../../../api/given';
import { useInstitutions } from '../../../api/institutions';
import { refresh } from '../../../api/refresh';
import { useWords } from '../../../language/words';
import { FormDialog } from '../../../parts/dialogs/form-dialog';
import { useToast } from '../../../parts/toasts';
import { WORDS } from './words';

type NewCampaign = Schema<'CampaignDto'>;

interface Typed {
  kind: NewCampaign['kind'];
  title: string;
  region?: string;
  institutionCodes?: string[];
  samplePercent?: string;
}

/** Which kinds take a sample. */
const SAMPLED = 'iot_sample';

/** Drafts a campaign; nothing is asked of anybody yet. */
export default function DraftDialog({ onClose }: { onClose: () => void }) {
  const said = useWords(WORDS);
  const navigate = useNavigate();
  const toast = useToast();
  const draft = api.useMutation('post', '/v1/campaigns', {
    onSuccess: ({ id }) => {
      toast(said.drafted);
      void refresh('/v1/campaigns');
      void navigate(`/campaigns/${id}`);
    },
  });
  const submit = ({ kind, title, region, institutionCodes = [], samplePercent = '' }: Typed): void =>
    draft.mutate({
      body: {
        kind,
        title: title.trim(),
        ...given({
          region,
          institutionCodes: institutionCodes.length === 0 ? undefined : institutionCodes,
          samplePercent: kind === SAMPLED && samplePercent !== '' ? Number(samplePercent) : undefined,
        }),
      },
    });
  return (
    <FormDialog<Typed>
      title={said.create}
      confirm={said.save}
      isBusy={draft.isPending}
      problem={draft.error}
      initialValues={{ kind: 'silent_sim' }}
      onTyped={submit}
      onCancel={onClose}
    >
      <DraftFields />
    </FormDialog>
  );
}

function DraftFields() {
  const said = useWords(WORDS);
  const { list } = useInstitutions();
  const kind: unknown = Form.useWatch('kind');
  const holders = list.filter(({ kind: is }) => is !== 'police_organ' && is !== 'regulator');
  const regions = new Map(holders.map(({ region, regionName }) => [region, regionName]));
  return (
    <>
      <Form.Item name="kind" label={said.kind}>
        <Select options={Object.entries(said.kinds).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="title" label={said.name} rules={[{ required: true, whitespace: true, message: said.nameRule }]}>
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item name="region" label={said.region}>
        <Select
          allowClear
          placeholder={said.everywhere}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...regions].map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="institutionCodes" label={said.institutions}>
        <Select
          mode="multiple"
          placeholder={said.allInstitutions}
          showSearch={{ optionFilterProp: 'label' }}
          options={holders.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      {kind === SAMPLED && (
        <Form.Item name="samplePercent" label={said.sample} extra={said.sampleHint}>
          <Input type="number" min={1} max={100} />
        </Form.Item>
      )}
    </>
  );
}
