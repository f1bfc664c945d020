import { useNameOf } from '../../api/catalogue';
import type { Schema } from '../../api/client';

/** By what a subject is named, masked, each with its type. */
export function Identifiers({ masked }: { masked: readonly Schema<'MaskedIdentifier'>[] }) {
  const nameOf = useNameOf();
  return (
    <>
      {masked.map(({ idType, idNumberMasked }) => (
        <div key={`${idType} ${idNumberMasked}`}>
          <span className="secondary">{nameOf('idTypes', idType)}</span>{' '}
          <span className="tabular">{idNumberMasked}</span>
        </div>
      ))}
    </>
  );
}
