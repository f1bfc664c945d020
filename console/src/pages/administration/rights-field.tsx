import { Checkbox, Form } from 'antd';
import { useWords, words } from '../../language/words';
import { optionsOf } from '../../parts/filters/filters';
import { RIGHTS } from './rights';

const WORDS = words({
  zh: { roles: '角色', scopes: '权限范围', atLeastOne: '至少一项' },
  en: { roles: 'Roles', scopes: 'Scopes', atLeastOne: 'At least one' },
});

/** What an officer or a client may do, in a form. A client that may do nothing is none; an officer may have lost every role. */
export function RightsField({ of }: { of: 'roles' | 'scopes' }) {
  const said = useWords(WORDS);
  const rights = useWords(RIGHTS);
  const rules = of === 'scopes' ? [{ required: true, message: said.atLeastOne }] : [];
  return (
    <Form.Item name={of} label={said[of]} rules={rules}>
      <Checkbox.Group options={optionsOf(rights[of])} />
    </Form.Item>
  );
}
