import { ProfileOutlined, SwapOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const REGISTER: Section = {
  icon: <ProfileOutlined />,
  places: [{ path: 'sanctions', title: words({ zh: { title: '惩戒名册' }, en: { title: 'Sanctions' } }) }],
  routes: [{ path: 'sanctions', lazy: async () => ({ Component: (await import('./register-page')).RegisterPage }) }],
};

export const TRANSITION: Section = {
  icon: <SwapOutlined />,
  places: [{ path: 'transition', title: words({ zh: { title: '新旧衔接' }, en: { title: 'Transition' } }) }],
  routes: [
    { path: 'transition', lazy: async () => ({ Component: (await import('./transition-page')).TransitionPage }) },
  ],
};
