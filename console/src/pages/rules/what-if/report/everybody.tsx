import { useNameOf } from '../../../../api/catalogue';
import type { Schema } from '../../../../api/client';
import { useWords } from '../../../../language/words';
import { DataTable } from '../../../../parts/tables/data-table';
import { RuleLink } from './causes';
import { useOccasion } from './occasion';
import type { WhatIf } from '../what-if-page';
import { WHAT_IF } from '../what-if-words';

interface EverybodyProps {
  changes: readonly Schema<'GeneralChangeView'>[];
  whatIf: WhatIf;
}

/** What changes also for people without any sanction; nothing where nothing does. */
export function Everybody({ changes, whatIf }: EverybodyProps) {
  const said = useWords(WHAT_IF);
  const nameOf = useNameOf();
  const occasion = useOccasion();
  if (changes.length === 0) return null;
  return (
    <>
      <h3>{said.everybody}</h3>
      <DataTable
        rows={changes}
        rowKey={({ question, situation }) => JSON.stringify([question, situation])}
        label={said.everybody}
        columns={[
          { key: 'question', title: said.question, cell: ({ question }) => nameOf('questions', question) },
          { key: 'situation', title: said.situation, cell: ({ situation }) => occasion(situation) },
          { key: 'from', title: said.before, width: 130, cell: ({ from }) => nameOf('outcomes', from) },
          { key: 'to', title: said.after, width: 130, cell: ({ to }) => nameOf('outcomes', to) },
          {
            key: 'rules',
            title: said.rule,
            cell: ({ rules }) =>
              rules.map((difference) => (
                <div key={`${difference.rule} ${difference.how}`}>
                  {said.hows[difference.how]} <RuleLink difference={difference} whatIf={whatIf} />
                </div>
              )),
          },
        ]}
      />
    </>
  );
}
