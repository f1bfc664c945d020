import { Flex, Skeleton } from 'antd';
import { Link } from 'react-router';
import { useNameOf } from '../../../../api/catalogue';
import { api, type Schema } from '../../../../api/client';
import { useWords } from '../../../../language/words';
import { WHAT_IF } from '../what-if-words';

const KINDS = ['restricted', 'released', 'changed'] as const;
/** Each is a request of its own; the others open with the list. */
const SHOWN = 5;

/** Some of those who are affected, masked; each leads to the page of the subject. */
export function Samples({ effect: { samples } }: { effect: Schema<'EffectView'> }) {
  const said = useWords(WHAT_IF);
  return (
    <>
      <h3>{said.samples}</h3>
      <span className="secondary">{said.samplesWhy}</span>
      <div className="figures">
        {KINDS.filter((kind) => samples[kind].length > 0).map((kind) => (
          <SampleList key={kind} title={said.kindsWhy[kind]} ids={samples[kind]} />
        ))}
      </div>
    </>
  );
}

function SampleList({ title, ids }: { title: string; ids: readonly string[] }) {
  return (
    <section className="panel" aria-label={title}>
      <strong>{title}</strong>
      {ids.slice(0, SHOWN).map((id) => (
        <Sample key={id} id={id} />
      ))}
    </section>
  );
}

function Sample({ id }: { id: string }) {
  const nameOf = useNameOf();
  const { data, error } = api.useQuery('get', '/v1/subjects/{id}', { params: { path: { id } } });
  const [identifier] = data?.identifiers ?? [];
  return (
    <Flex gap={8}>
      <Link to={`/subjects/${id}`}>{data?.nameMasked ?? <code>{id.slice(-12)}</code>}</Link>
      {data === undefined && error === null && <Skeleton.Node active style={{ width: 120, height: 16 }} />}
      {identifier !== undefined && (
        <span className="secondary tabular">
          {nameOf('idTypes', identifier.idType)} {identifier.idNumberMasked}
        </span>
      )}
    </Flex>
  );
}
