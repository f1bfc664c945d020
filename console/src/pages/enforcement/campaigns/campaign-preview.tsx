import type { Schema } from '../../../api/client';
import { useInstitutions } from '../../../api/institutions';
import { useFormat } from '../../../language/format';
import { useWords } from '../../../language/words';
import { Blank } from '../../../parts/blank';
import { DataTable } from '../../../parts/tables/data-table';
import { Panel } from '../../../parts/panel';
import { CardReference } from '../references';
import { WORDS } from './words';

/** What a draft would have selected when it was made, by institution, and some of the cards. */
export function Preview({ preview: { byInstitution, samples } }: { preview: Schema<'CampaignPreview'> }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const { nameOf } = useInstitutions();
  return (
    <div className="panels">
      <div>
        <Panel title={said.preview}>
          <DataTable
            columns={[
              { key: 'institution', title: said.institutions, cell: ({ institution }) => nameOf(institution) },
              {
                key: 'cards',
                title: said.cards,
                width: 140,
                isNumber: true,
                cell: ({ cards }) => format.number(cards),
              },
            ]}
            rows={byInstitution}
            rowKey={({ institution }) => institution}
            label={said.preview}
            minWidth={320}
            empty={<Blank title={said.noPreview} />}
          />
        </Panel>
      </div>
      <div>
        {samples.length > 0 && (
          <Panel title={said.samples}>
            <ul className="samples">
              {samples.map(({ institution, kind, numberMasked }, index) => (
                // Two masked numbers may look the same.
                <li key={`${index} ${numberMasked}`}>
                  <CardReference id={null} kind={kind} number={numberMasked} />{' '}
                  <span className="secondary">{nameOf(institution)}</span>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </div>
  );
}
