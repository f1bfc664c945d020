import { Progress } from 'antd';
import { api, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import { Dialog } from '../../../parts/dialogs/dialog';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';

const WORDS = words({
  zh: {
    close: '关闭',
    remaining: '剩余额度',
    perDay: '每日恢复',
    full: '恢复至满',
    customers: '本机构客户',
    day: '最近 24 小时',
    asked: '查询总数',
    ownCustomers: '本机构客户',
    strangers: '非本机构客户',
    repetitions: '重复查询',
    invalid: '无效号码',
    refused: '被拒绝',
    refunds: '退还额度',
    node: '由应答节点计数',
  },
  en: {
    close: 'Close',
    remaining: 'Tokens left',
    perDay: 'Come back a day',
    full: 'Full in',
    customers: 'Customers',
    day: 'Last 24 hours',
    asked: 'Questions',
    ownCustomers: 'own customers',
    strangers: 'strangers',
    repetitions: 'strangers again',
    invalid: 'invalid numbers',
    refused: 'refused',
    refunds: 'refunds',
    node: 'As counted by the node that answers',
  },
});

const USES = ['asked', 'ownCustomers', 'strangers', 'repetitions', 'invalid', 'refused', 'refunds'] as const;

/** What a client has left of its budget against scanning, and what it was used for. */
export function BudgetDialog({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const said = useWords(WORDS);
  const query = api.useQuery('get', '/v1/api-clients/{id}/budget', { params: { path: { id } } });
  return (
    <Dialog
      open
      keyboard
      title={`${title} · ${id}`}
      cancelText={said.close}
      okButtonProps={{ style: { display: 'none' } }}
      onCancel={onClose}
    >
      <Loaded query={query}>{(budget) => <Budget budget={budget} />}</Loaded>
    </Dialog>
  );
}

function Budget({ budget }: { budget: Schema<'BudgetResponse'> }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { customers, capacity, remaining, perDay, resetSeconds, lastDay } = budget;
  return (
    <>
      <Progress
        percent={Math.floor((100 * remaining) / Math.max(1, capacity))}
        status="normal"
        aria-label={said.remaining}
      />
      <Facts
        facts={Object.entries({
          [said.remaining]: `${format.number(remaining)} / ${format.number(capacity)}`,
          [said.perDay]: format.number(perDay),
          [said.full]: format.hours(resetSeconds / 3600),
          [said.customers]: format.number(customers),
        })}
      />
      <h3 style={{ fontSize: 14 }}>{said.day}</h3>
      <Facts facts={USES.map((use) => [said[use], format.number(lastDay[use])] as const)} />
      <p className="secondary">{said.node}</p>
    </>
  );
}
