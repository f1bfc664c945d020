import { BookOutlined } from '@ant-design/icons';
import type { Section } from '../../app/section';
import { words } from '../../language/words';

export const RULES: Section = {
  icon: <BookOutlined />,
  places: [{ path: 'rules', title: words({ zh: { title: '规则集' }, en: { title: 'Rules' } }) }],
  routes: [
    { path: 'rules', lazy: async () => ({ Component: (await import('./rulebooks-page')).RulebooksPage }) },
    {
      path: 'rules/new',
      lazy: async () => ({ Component: (await import('./candidate/candidate-page')).CandidatePage }),
    },
    { path: 'rules/:hash', lazy: async () => ({ Component: (await import('./reading/reading-page')).ReadingPage }) },
    {
      path: 'rules/:hash/diff',
      lazy: async () => ({ Component: (await import('./comparison/comparison-page')).ComparisonPage }),
    },
    {
      path: 'rules/:hash/what-if',
      lazy: async () => ({ Component: (await import('./what-if/what-if-page')).WhatIfPage }),
    },
  ],
};
