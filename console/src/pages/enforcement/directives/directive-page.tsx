import { Link, useParams } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, type Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';
import { Page } from '../../../parts/page';
import { Panel } from '../../../parts/panel';
import { CardReference, SubjectReference } from '../references';
import './directives.css';
import { ReceiptTable } from './receipt-table';
import { Age, DueTime, StandingTag } from './standing-tag';
import { WORDS } from './words';

type Directive = Schema<'DirectiveDetailView'>;

/** Receipts are seen as they come in. */
const LOOK_AGAIN_MS = 5_000;

/** One directive: what is to be done, on what ground, and what institutions answered. */
export function DirectivePage() {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { id = '' } = useParams();
  const query = api.useQuery(
    'get',
    '/v1/directives/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (state.data?.openWorkingDays === undefined ? false : LOOK_AGAIN_MS) },
  );
  const { data } = query;
  const title =
    data === undefined ? said.directive : `${nameOf('directiveActions', data.action)} · ${data.measureTitle}`;
  return (
    <Page title={title} above={[[said.title, '/directives']]}>
      <Loaded query={query}>
        {(directive) => (
          <>
            <Panel title={said.file} extra={<StandingTag directive={directive} />}>
              <DirectiveFacts directive={directive} />
            </Panel>
            <Panel title={said.receipts}>
              <ReceiptTable receipts={directive.receipts} />
            </Panel>
            <Panel title={said.basis}>
              <Basis basis={directive.basis} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function DirectiveFacts({ directive }: { directive: Directive }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const institutions = useInstitutions();
  const { institutionId, party, card, lastDay, endsAt, endedAt, releases, supersedes } = directive;
  const other = (id: string) => <Link to={`/directives/${id}`}>{said.show}</Link>;
  const until = endsAt === null ? (lastDay ?? said.untilFurther) : format.instant(endsAt);
  return (
    <Facts
      facts={[
        [
          said.institution,
          institutionId === null ? said.everybody(nameOf('parties', party)) : institutions.nameOf(institutionId),
        ],
        [said.card, card === null ? '—' : <CardReference key="card" {...card} />],
        [said.subject, <SubjectReference key="subject" subject={directive.subject} />],
        [said.cause, nameOf('directiveCauses', directive.cause)],
        [said.issuedAt, format.instant(directive.issuedAt)],
        [said.due, <Due key="due" directive={directive} />],
        [said.lastDay, until],
        ...(endedAt === null ? [] : ([[said.endedAt, format.instant(endedAt)]] as const)),
        ...(releases === null ? [] : ([[said.releases, other(releases)]] as const)),
        ...(supersedes === null ? [] : ([[said.supersedes, other(supersedes)]] as const)),
      ]}
    />
  );
}

function Due({ directive }: { directive: Directive }) {
  return (
    <>
      <DueTime directive={directive} /> <Age directive={directive} />
    </>
  );
}

function Basis({ basis: { regime, organ, documentNo, articles } }: { basis: Directive['basis'] }) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  return (
    <>
      <Facts
        facts={[
          [said.regime, regime === null ? '—' : nameOf('regimes', regime)],
          [said.organ, organ ?? '—'],
          [said.documentNo, documentNo ?? '—'],
        ]}
      />
      <ul className="basis">
        {articles.map(({ source, article, title }) => (
          <li key={`${source} ${article}`}>{title}</li>
        ))}
      </ul>
    </>
  );
}
