import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, QRCode, Tag } from 'antd';
import { api } from '../../api/client';
import { useWords, words } from '../../language/words';
import { ProblemAlert } from '../../parts/problem-alert';
import { useToast } from '../../parts/toasts';

const WORDS = words({
  zh: {
    enrolled: '已绑定',
    enrolledWhy: '登录时需要输入动态口令。更换手机时,请管理员重置。',
    none: '未绑定',
    noneWhy: '绑定后,登录除密码外还需要手机上的六位动态口令。',
    enrol: '开始绑定',
    scan: '用身份验证器应用扫描二维码,或手工输入密钥:',
    code: '二维码',
    secret: '密钥',
    digits: '应用显示的六位数字',
    digitsRule: '六位数字',
    confirm: '确认绑定',
    done: '动态口令已绑定',
  },
  en: {
    enrolled: 'enrolled',
    enrolledWhy: 'A one-time code is asked when you sign in. For a new telephone, ask an administrator to reset it.',
    none: 'none',
    noneWhy: 'With one, signing in takes the six digits on your telephone besides the password.',
    enrol: 'Enrol',
    scan: 'Scan the code with an authenticator app, or type the key by hand:',
    code: 'QR code',
    secret: 'Key',
    digits: 'Six digits the app shows',
    digitsRule: 'Six digits',
    confirm: 'Confirm',
    done: 'Authenticator enrolled',
  },
});

/** The authenticator of the officer: enrolled by a QR code, and confirmed with a first code. */
export default function Authenticator({ hasTotp }: { hasTotp: boolean }) {
  const said = useWords(WORDS);
  const enrolment = api.useMutation('post', '/v1/officers/me/totp');
  if (hasTotp) return <State colour="green" state={said.enrolled} why={said.enrolledWhy} />;
  if (enrolment.data !== undefined) return <Confirmation otpauthUri={enrolment.data.otpauthUri} />;
  return (
    <>
      {enrolment.error !== null && <ProblemAlert problem={enrolment.error} />}
      <State colour="gold" state={said.none} why={said.noneWhy} />
      <Button loading={enrolment.isPending} onClick={() => enrolment.mutate({})}>
        {said.enrol}
      </Button>
    </>
  );
}

function State({ colour, state, why }: { colour: string; state: string; why: string }) {
  return (
    <p>
      <Tag color={colour}>{state}</Tag> {why}
    </p>
  );
}

function Confirmation({ otpauthUri }: { otpauthUri: string }) {
  const said = useWords(WORDS);
  const toast = useToast();
  const queries = useQueryClient();
  const confirmation = api.useMutation('post', '/v1/officers/me/totp/confirm', {
    onSuccess: async () => {
      toast(said.done);
      await queries.invalidateQueries({ queryKey: ['get', '/v1/sessions/current'] });
    },
  });
  const secret = new URL(otpauthUri).searchParams.get('secret') ?? '';
  return (
    <Form<{ code: string }>
      name="totp"
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }) => confirmation.mutate({ body: { code } })}
    >
      <p>{said.scan}</p>
      <QRCode aria-label={said.code} value={otpauthUri} type="svg" size={180} />
      <p>
        {said.secret} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      {confirmation.error !== null && <ProblemAlert problem={confirmation.error} />}
      <Form.Item
        name="code"
        label={said.digits}
        rules={[{ required: true, pattern: /^\d{6}$/, message: said.digitsRule }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} style={{ width: 160 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={confirmation.isPending}>
        {said.confirm}
      </Button>
    </Form>
  );
}
