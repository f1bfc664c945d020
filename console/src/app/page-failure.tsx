import { Button } from 'antd';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { useWords, words } from '../language/words';
import { Blank } from '../parts/blank';

const WORDS = words({
  zh: {
    title: '页面出错了',
    why: '数据没有丢失。重新加载后再试;如果仍然出错,请把地址和时间告诉管理员。',
    reload: '重新加载',
  },
  en: {
    title: 'This page failed',
    why: 'No data is lost. Reload and try again; if it fails again, tell an administrator the address and the time.',
    reload: 'Reload',
  },
});

/** What is shown in place of a page that broke. After an update of the service its parts have other names: reloading mends that. */
export function PageFailure() {
  const error = useRouteError();
  const { title, why, reload } = useWords(WORDS);
  useEffect(() => reportError(error), [error]);
  return (
    <Blank title={title} why={why}>
      <Button type="primary" onClick={() => window.location.reload()}>
        {reload}
      </Button>
    </Blank>
  );
}
