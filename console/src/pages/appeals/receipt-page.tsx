import { Button, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import { useNameOf } from '../../api/catalogue';
import { api, type Schema } from '../../api/client';
import { useFormat } from '../../language/format';
import { useWords, words } from '../../language/words';
import { Facts } from '../../parts/values/facts';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { READ_ONCE } from '../../api/query-client';
import { Clocks } from './clocks';
import './appeals.css';

const WORDS = words({
  zh: {
    title: '申诉受理凭证',
    appeals: '申诉',
    case: '返回案件',
    print: '打印',
    keep: '请妥善保管本编号。他人不知道您的证件号码就无法用它查询。',
    person: '申诉人',
    kind: '申诉事由',
    filedAt: '登记时间',
    organ: '认定机关',
    how: '凭本编号和证件号码,可随时查询办理进度:',
    code: '查询页面二维码',
  },
  en: {
    title: 'Receipt for an appeal',
    appeals: 'Appeals',
    case: 'Back to the case',
    print: 'Print',
    keep: 'Keep this number. Nobody can use it without your identifier number.',
    person: 'Person',
    kind: 'Kind',
    filedAt: 'Filed',
    organ: 'Identified by',
    how: 'With this number and your identifier number you see at any time how the case stands:',
    code: 'QR code of the status page',
  },
});

const QRCode = lazy(async () => ({ default: (await import('antd/es/qr-code')).default }));

/** What the person takes home: the receipt number, and where to look with it. */
export function ReceiptPage() {
  const said = useWords(WORDS);
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/appeals/{id}', { params: { path: { id } } }, READ_ONCE);
  return (
    <Page
      title={said.title}
      above={[
        [said.appeals, '/appeals'],
        [said.case, `/appeals/${id}`],
      ]}
      actions={
        <Button type="primary" onClick={() => window.print()}>
          {said.print}
        </Button>
      }
    >
      <Loaded query={query}>{(appeal) => <Receipt appeal={appeal} />}</Loaded>
    </Page>
  );
}

function Receipt({ appeal }: { appeal: Schema<'AppealCaseResponse'> }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const address = `${window.location.origin}/standing`;
  return (
    <div className="receipt">
      <div>
        <div className="receipt-number tabular">{appeal.receiptNo}</div>
        <div className="secondary">{said.keep}</div>
      </div>
      <Facts
        facts={Object.entries({
          [said.person]: `${appeal.subject.nameMasked ?? ''} ${appeal.subject.idNumberMasked}`,
          [said.kind]: nameOf('appealKinds', appeal.kind),
          [said.filedAt]: format.instant(appeal.filedAt),
          [said.organ]: appeal.organ?.name ?? '—',
        })}
      />
      <div>
        {said.how}
        <div>
          <a href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
        </div>
        <Suspense fallback={<Skeleton.Node active style={{ width: 140, height: 140 }} />}>
          <QRCode aria-label={said.code} value={address} size={140} type="svg" bordered={false} />
        </Suspense>
      </div>
      <Clocks clocks={appeal.clocks} />
    </div>
  );
}
