import { FilePdfOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api, type Problem, type Schema } from '../../../api/client';
import { openDocument } from '../../../api/download';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { Loaded } from '../../../parts/loaded';
import { NamedTag } from '../../../parts/values/named-tag';
import { ProblemAlert } from '../../../parts/problem-alert';
import { useMay } from '../../../session/session';
import { stateOf } from './sanction-state';
import type { TabProps, Timeline } from './subject-page';

type Sanction = Timeline['sanctions'][number];

const WORDS = words({
  zh: {
    none: '没有惩戒,也就没有告知书',
    forbidden: '您的角色不能查看告知书',
    identified: (day: string, organ: string) => `${organ} ${day} 认定`,
    languages: { 'zh-CN': '中文', en: '英文' },
    services: '送达',
    listed: (day: string) => `名单写明 ${day} 送达`,
    notServed: '没有送达记录',
    recorded: (at: string) => `${at} 登记`,
    serve: '登记送达',
  },
  en: {
    none: 'No sanction, and therefore no notice',
    forbidden: 'Your role does not show notices',
    identified: (day: string, organ: string) => `Identified on ${day} by ${organ}`,
    languages: { 'zh-CN': 'Chinese', en: 'English' },
    services: 'Service',
    listed: (day: string) => `Served on ${day}, as the list says`,
    notServed: 'No service is recorded',
    recorded: (at: string) => `recorded ${at}`,
    serve: 'Record a service',
  },
});

/** What is served on somebody, and how. */
export const SERVING_WORDS = words({
  zh: {
    notices: { sanction: '惩戒告知书', lifting: '解除惩戒告知书' },
    methods: { in_person: '当面送达', post: '邮寄送达', public_notice: '公告送达', electronic: '电子送达' },
  },
  en: {
    notices: { sanction: 'Notice of sanction', lifting: 'Notice of lifting' },
    methods: {
      in_person: 'In person',
      post: 'By post',
      public_notice: 'By public notice',
      electronic: 'Electronically',
    },
  },
});

const ServingDialog = lazy(() => import('../acts/serving-dialog'));

/** The written notices of each sanction, to read and print, and how they reached the subject. */
export default function NoticesTab({ timeline: { sanctions } }: TabProps) {
  const said = useWords(WORDS);
  const mayRead = useMay('submitter', 'approver', 'appeals', 'auditor');
  if (!mayRead) return <Blank title={said.forbidden} />;
  if (sanctions.length === 0) return <Blank title={said.none} />;
  return sanctions.map((sanction) => <NoticesOf key={sanction.id} sanction={sanction} />);
}

const HAS_ENDED = ['ended', 'lifted', 'annulled'];

function NoticesOf({ sanction }: { sanction: Sanction }) {
  const said = useWords(WORDS);
  const { notices } = useWords(SERVING_WORDS);
  const { id, regimeName, groundName, designation } = sanction;
  const state = stateOf(sanction);
  return (
    <section className="sheet">
      <h2 className="part-title">
        {regimeName} · {groundName} <NamedTag of="sanctionStates" id={state} />
      </h2>
      <p className="secondary">{said.identified(designation.identifiedOn, designation.organ.name)}</p>
      <Document name={notices.sanction} path={`/v1/sanctions/${id}/notice`} />
      {HAS_ENDED.includes(state) && <Document name={notices.lifting} path={`/v1/sanctions/${id}/lifting-notice`} />}
      <Services sanctionId={id} />
    </section>
  );
}

function Document({ name, path }: { name: string; path: string }) {
  const { languages } = useWords(WORDS);
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const open = (language: string): void => {
    setBusy(language);
    setProblem(undefined);
    openDocument(`${path}?language=${language}`)
      .catch((refusal: Problem) => setProblem(refusal))
      .finally(() => setBusy(undefined));
  };
  return (
    <>
      <Flex gap={8} align="center" wrap className="no-print">
        <FilePdfOutlined />
        <span>{name}</span>
        {Object.entries(languages).map(([language, spoken]) => (
          <Button
            key={language}
            size="small"
            autoInsertSpace={false}
            loading={busy === language}
            aria-label={`${name} ${spoken}`}
            onClick={() => open(language)}
          >
            {spoken}
          </Button>
        ))}
      </Flex>
      {problem !== undefined && <ProblemAlert problem={problem} />}
    </>
  );
}

function Services({ sanctionId }: { sanctionId: string }) {
  const said = useWords(WORDS);
  const mayServe = useMay('submitter', 'approver', 'appeals');
  const [isServing, setServing] = useState(false);
  const query = api.useQuery('get', '/v1/sanctions/{id}/services', { params: { path: { id: sanctionId } } });
  return (
    <>
      <h3 className="sheet-title">{said.services}</h3>
      <Loaded query={query}>{(services) => <ServiceList services={services} />}</Loaded>
      {mayServe && (
        <Button size="small" className="no-print" onClick={() => setServing(true)}>
          {said.serve}
        </Button>
      )}
      <Suspense>{isServing && <ServingDialog sanctionId={sanctionId} onClose={() => setServing(false)} />}</Suspense>
    </>
  );
}

function ServiceList({ services: { listedOn, items } }: { services: Schema<'ServingsResponse'> }) {
  const said = useWords(WORDS);
  const { notices, methods } = useWords(SERVING_WORDS);
  const format = useFormat();
  if (listedOn === null && items.length === 0) return <p className="secondary">{said.notServed}</p>;
  return (
    <ul className="plain">
      {listedOn !== null && <li>{said.listed(listedOn)}</li>}
      {items.map(({ number, notice, servedOn, method, remark, recordedAt }) => (
        <li key={number}>
          <span className="tabular">{servedOn}</span> {notices[notice]} · {methods[method]}
          {remark !== null && ` · ${remark}`}{' '}
          <span className="secondary">{said.recorded(format.instant(recordedAt))}</span>
        </li>
      ))}
    </ul>
  );
}
