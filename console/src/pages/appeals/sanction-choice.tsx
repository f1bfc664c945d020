import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Radio } from 'antd';
import { useState } from 'react';
import { client, type Problem, type Schema } from '../../api/client';
import { READ_ONCE } from '../../api/query-client';
import { useWords, words } from '../../language/words';
import { Loaded } from '../../parts/loaded';

const WORDS = words({
  zh: {
    title: '此人有多条惩戒,请选择申诉针对哪一条',
    file: '按所选惩戒登记',
    purpose: '登记申诉,确认所申诉的惩戒',
    label: '惩戒',
  },
  en: {
    title: 'There are several sanctions; choose the one the appeal is against',
    file: 'File against this sanction',
    purpose: 'filing an appeal: which sanction it is against',
    label: 'Sanctions',
  },
});

type Sanction = Schema<'TimelineResponse'>['sanctions'][number];

interface SanctionChoiceProps {
  /** `appeal-sanction-ambiguous`, which names the ids there are. */
  problem: Problem;
  person: { idType: Schema<'IdentifierDto'>['idType']; idNumber: string };
  isBusy: boolean;
  onChosen: (sanctionId: string) => void;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Which of the sanctions of a person is meant. */
export function SanctionChoice({ problem, person, isBusy, onChosen }: SanctionChoiceProps) {
  const said = useWords(WORDS);
  const [chosen, setChosen] = useState<string>();
  const ids: string[] = problem.detail.match(UUID) ?? [];
  const query = useQuery<Sanction[]>({
    // The ids stand for the person: what is in a key must not be personal.
    queryKey: ['sanctions meant', ...ids],
    ...READ_ONCE,
    queryFn: async () => (await sanctionsOf(person, said.purpose)).filter(({ id }) => ids.includes(id)),
  });
  return (
    <Flex vertical gap={12}>
      <Alert type="warning" showIcon title={said.title} />
      <Loaded query={query}>
        {(sanctions) => (
          <Radio.Group
            vertical
            aria-label={said.label}
            value={chosen}
            onChange={({ target }) => setChosen(String(target.value))}
            options={sanctions.map((one) => ({ value: one.id, label: <Title sanction={one} /> }))}
          />
        )}
      </Loaded>
      <div>
        <Button
          type="primary"
          disabled={chosen === undefined}
          loading={isBusy}
          onClick={() => chosen !== undefined && onChosen(chosen)}
        >
          {said.file}
        </Button>
      </div>
    </Flex>
  );
}

function Title({ sanction: { regimeName, groundName, designation } }: { sanction: Sanction }) {
  const { organ, identifiedOn, documentNo } = designation;
  return [regimeName, groundName, organ.name, identifiedOn, documentNo ?? ''].filter((part) => part !== '').join(' · ');
}

/** The search is audited with its purpose. @throws {Problem} */
async function sanctionsOf({ idType, idNumber }: SanctionChoiceProps['person'], purpose: string): Promise<Sanction[]> {
  const found = await client.POST('/v1/subjects/search', { body: { identifier: { idType, idNumber }, purpose } });
  if (found.error !== undefined) throw found.error;
  const [subject] = found.data.items;
  if (subject === undefined) return [];
  const timeline = await client.GET('/v1/subjects/{id}/timeline', { params: { path: { id: subject.id } } });
  if (timeline.error !== undefined) throw timeline.error;
  return timeline.data.sanctions;
}
