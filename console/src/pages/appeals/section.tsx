import { SolutionOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const APPEALS: Section = {
  icon: <SolutionOutlined />,
  places: [{ path: 'appeals', title: words({ zh: { title: '申诉' }, en: { title: 'Appeals' } }) }],
  routes: [],
};
