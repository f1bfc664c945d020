import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, type ThemeConfig } from 'antd';
import englishLocale from 'antd/locale/en_US';
import chineseLocale from 'antd/locale/zh_CN';
import { lazy, Suspense } from 'react';
import { RouterProvider } from 'react-router';
import { queryClient } from '../api/query-client';
import { useLanguage } from '../language/language';
import { useSession } from '../session/session';
import { Toasts } from '../parts/toasts';
import { router } from './routes';

/** Contrast of at least 4.5 : 1 on white (WCAG AA), which the default blue and its lighter greys have not. */
const THEME: ThemeConfig = {
  token: {
    colorPrimary: '#0b4f9e',
    colorLink: '#0b4f9e',
    colorTextSecondary: 'rgba(0,0,0,0.68)',
    colorTextTertiary: 'rgba(0,0,0,0.62)',
    colorTextQuaternary: 'rgba(0,0,0,0.58)',
    colorTextPlaceholder: 'rgba(0,0,0,0.58)',
    colorSuccess: '#2a7d0b',
    colorWarning: '#a85f00',
    colorError: '#c4222a',
    colorSuccessBg: '#f6ffed',
    colorWarningBg: '#fffbe6',
    colorErrorBg: '#fff2f0',
    ...tagTexts(),
    borderRadius: 6,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  },
};

/** Of coloured tags, on their pale ground. antd has two names for each, of which either alone is overruled by the default of the other. */
function tagTexts(): Record<string, string> {
  const texts = {
    gold: '#874d00',
    green: '#237804',
    orange: '#873800',
    volcano: '#ad2102',
    cyan: '#006d75',
    lime: '#3f6600',
  };
  return Object.fromEntries(
    Object.entries(texts).flatMap(([hue, text]) => [`${hue}7`, `${hue}-7`].map((name) => [name, text])),
  );
}

/** The nonce of this page: the only styles that may be added to it are those of antd. */
const CSP = { nonce: document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '' };

const SignIn = lazy(() => import('../session/sign-in'));
const EndedSession = lazy(() => import('../session/ended-session'));

/** The officers' console. */
export function Console() {
  const language = useLanguage();
  return (
    <ConfigProvider locale={language === 'en' ? englishLocale : chineseLocale} theme={THEME} csp={CSP}>
      <QueryClientProvider client={queryClient}>
        <Toasts>
          <Doors />
        </Toasts>
      </QueryClientProvider>
    </ConfigProvider>
  );
}

function Doors() {
  const session = useSession();
  return (
    <Suspense>
      {session.is === 'absent' ? <SignIn /> : <RouterProvider router={router} />}
      {session.is === 'ended' && <EndedSession session={session.session} />}
    </Suspense>
  );
}
