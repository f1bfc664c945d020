import { useParams } from 'react-router';
import { useNameOf } from '../../../api/catalogue';
import { api, client, type Schema } from '../../../api/client';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Facts } from '../../../parts/values/facts';
import { Loaded } from '../../../parts/loaded';
import { Masked } from '../../../parts/values/masked';
import { Page } from '../../../parts/page';
import { Panel } from '../../../parts/panel';
import { SubjectReference } from '../references';
import { CardDirectives } from './card-directives';
import { CardHistory } from './card-history';
import { WORDS } from './words';

type Card = Schema<'RegisteredCardDetail'>;

/** One card: as it is registered, every directive on it with its receipts, and what else happened to it. */
export function CardPage() {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { id = '' } = useParams();
  const query = api.useQuery('get', '/v1/cards/{id}', { params: { path: { id } } });
  const { data } = query;
  const title = data === undefined ? said.card : `${nameOf('cardKinds', data.kind)} ${data.numberMasked}`;
  return (
    <Page title={title} above={[[said.above, '/directives']]}>
      <Loaded query={query}>
        {(card) => (
          <>
            <Panel title={said.file}>
              <CardFacts card={card} />
            </Panel>
            <Panel title={said.directives}>
              <CardDirectives directives={card.directives} />
            </Panel>
            <CardHistory card={card} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function CardFacts({ card }: { card: Card }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const { holder, listing } = card;
  return (
    <Facts
      facts={[
        [said.number, <CardNumber key={card.id} card={card} />],
        [said.kind, nameOf('cardKinds', card.kind)],
        [said.institution, card.institution.name],
        [said.holder, holder !== null && <Holder key="holder" holder={holder} />],
        [said.status, nameOf('cardStatuses', card.status)],
        [said.listing, listing !== null && nameOf('listings', listing)],
        [said.openedOn, format.day(card.openedOn)],
        [said.lastUsedOn, card.lastUsedOn === 'never' ? said.neverUsed : format.day(card.lastUsedOn)],
        [said.verifiedOn, format.day(card.verifiedOn)],
        [said.isRetained, card.isRetained ? said.yes : said.no],
        [said.updatedAt, format.instant(card.updatedAt)],
      ]}
    />
  );
}

function Holder({ holder: { subjectId, nameMasked, identifiers } }: { holder: NonNullable<Card['holder']> }) {
  const idNumber = identifiers[0]?.idNumberMasked ?? '';
  return <SubjectReference subject={{ name: nameMasked, idNumber, id: subjectId }} />;
}

function CardNumber({ card: { id, numberMasked } }: { card: Card }) {
  const reveal = async (purpose: string): Promise<string> => {
    const { data, error } = await client.POST('/v1/cards/{id}/reveal', { params: { path: { id } }, body: { purpose } });
    if (error !== undefined) throw error;
    return data.number;
  };
  return (
    <Masked masked={numberMasked} reveal={reveal}>
      {(number) => <span className="tabular">{number}</span>}
    </Masked>
  );
}
