import type { ReactNode } from 'react';
import { useNameOf } from '../../../api/catalogue';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Facts } from '../../../parts/values/facts';
import { LIST_WORDS, ListState, type ListDetail } from '../list-state';

const WORDS = words({
  zh: {
    about: '名单概况',
    purpose: '类别',
    rows: '行数',
    accepted: '受理',
    refused: '未受理',
    organ: '报送单位',
    file: '来源文件',
    json: '系统报送',
    level: '审批级别',
    atLeast: (level: string) => `${level}以上`,
    revision: '修订号',
    hash: '内容哈希',
    remark: '意见',
  },
  en: {
    about: 'About the list',
    purpose: 'Purpose',
    rows: 'Rows',
    accepted: 'accepted',
    refused: 'refused',
    organ: 'Organ',
    file: 'Source file',
    json: 'Sent by a system',
    level: 'Approved at',
    atLeast: (level: string) => `${level} or above`,
    revision: 'Revision',
    hash: 'Content hash',
    remark: 'Remark',
  },
});

const HASH_SHOWN = 12;

/** What a list is, how many rows it has, and what an approver signs. */
export function ListHead({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const { purposes } = useWords(LIST_WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const { total, accepted, rejected } = list.counts;
  const facts: (readonly [string, ReactNode])[] = [
    [said.purpose, purposes[list.purpose]],
    [
      said.rows,
      `${format.number(total)} · ${said.accepted} ${format.number(accepted)} · ${said.refused} ${format.number(rejected)}`,
    ],
    [said.organ, list.author.organName],
    [said.file, list.fileName ?? said.json],
    [said.level, said.atLeast(nameOf('organLevels', list.requiredLevel))],
    ...(list.revision === null ? [] : [[said.revision, format.number(list.revision)] as const]),
    [
      said.hash,
      <span key="hash" className="list-hash" title={list.contentHash}>
        {list.contentHash.slice(0, HASH_SHOWN)}…
      </span>,
    ],
  ];
  return (
    <section className="list-panel" aria-label={said.about}>
      <Steps list={list} />
      <Facts facts={facts} />
    </section>
  );
}

/** From draft to decision: what has been done, by whom and when. */
function Steps({ list }: { list: ListDetail }) {
  const said = useWords(WORDS);
  const { states } = useWords(LIST_WORDS);
  const format = useFormat();
  const { author, decider, state } = list;
  const isDecided = state !== 'draft' && state !== 'submitted';
  const isRefused = state === 'rejected' || state === 'withdrawn';
  const steps = [
    { name: states.draft, who: author.username, at: list.createdAt, done: 'done' },
    // What was withdrawn as a draft was never submitted.
    { name: states.submitted, who: author.username, at: list.submittedAt, done: list.submittedAt && 'done' },
    {
      name: isDecided ? <ListState state={state} /> : states.approved,
      who: decider?.username ?? '',
      at: list.decidedAt,
      done: isDecided ? (isRefused ? 'refused' : 'done') : null,
    },
  ];
  return (
    <ol className="list-steps">
      {steps.map(({ name, who, at, done }, index) => (
        <li key={index} data-done={done ?? undefined}>
          {name}
          {at !== null && (
            <small>
              {format.instant(at)} {who}
            </small>
          )}
        </li>
      ))}
      {list.remark !== null && (
        <li>
          {said.remark}
          <small>{list.remark}</small>
        </li>
      )}
    </ol>
  );
}
