import { SettingOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const ADMINISTRATION: Section = {
  icon: <SettingOutlined />,
  places: [{ path: 'account', title: words({ zh: { title: '账户' }, en: { title: 'Account' } }) }],
  routes: [],
};
