import { Tag } from 'antd';
import { useNameOf } from '../../../api/catalogue';
import { client, type Schema } from '../../../api/client';
import { useWords, words } from '../../../language/words';
import { Masked } from '../../../parts/values/masked';
import { Identifiers } from '../identifiers';

const WORDS = words({ zh: { name: '姓名' }, en: { name: 'Name' } });

/** Who it is: masked, and in full for a purpose. */
export function SubjectHead({ subject }: { subject: Schema<'SubjectView'> }) {
  const { name: nameLabel } = useWords(WORDS);
  const nameOf = useNameOf();
  const reveal = async (purpose: string) => {
    const { data, error } = await client.POST('/v1/subjects/{id}/reveal', {
      params: { path: { id: subject.id } },
      body: { purpose },
    });
    if (data === undefined) throw error;
    return data;
  };
  return (
    <div className="subject-head">
      <Tag>{nameOf('subjectKinds', subject.kind)}</Tag>
      <Masked key={subject.id} masked={<Identifiers masked={subject.identifiers} />} reveal={reveal}>
        {({ name, identifiers }) => (
          <div>
            <div>
              <span className="secondary">{nameLabel}</span> <strong>{name}</strong>
            </div>
            {identifiers.map(({ idType, idNumber }) => (
              <div key={idNumber}>
                <span className="secondary">{nameOf('idTypes', idType)}</span>{' '}
                <strong className="tabular">{idNumber}</strong>
              </div>
            ))}
          </div>
        )}
      </Masked>
    </div>
  );
}
