import { BookOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const RULES: Section = {
  icon: <BookOutlined />,
  places: [{ path: 'rules', title: words({ zh: { title: '规则集' }, en: { title: 'Rules' } }) }],
  routes: [],
};
