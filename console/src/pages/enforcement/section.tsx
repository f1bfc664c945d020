import { SendOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const ENFORCEMENT: Section = {
  icon: <SendOutlined />,
  places: [{ path: 'directives', title: words({ zh: { title: '执行指令' }, en: { title: 'Directives' } }) }],
  routes: [],
};
