import type { DirectiveParty } from '../../domain/directive.js';
import { INSTITUTION_KINDS, type InstitutionKind } from '../../institutions/principal.js';

const PARTIES: Readonly<Partial<Record<InstitutionKind, DirectiveParty>>> = {
  bank: 'bank',
  payment_institution: 'payment',
  basic_carrier: 'telecom',
  mvno: 'telecom',
  internet_provider: 'internet',
  regulator: 'credit',
};

/** Whose directives are about them: an institution gets those that name it, and those that go to everybody of its party. */
export interface Addressee {
  institutionId: string;
  /** Null: nothing is addressed to its kind, as to police organs. */
  party: DirectiveParty | null;
}

/** An institution as one that directives are addressed to. */
export function addresseeOf({ id, kind }: { id: string; kind: InstitutionKind }): Addressee {
  return { institutionId: id, party: PARTIES[kind] ?? null };
}

/** A relation of SQL, `party_of (kind, party)`: which kinds of institution make a party. */
export const PARTY_OF = `(VALUES ${INSTITUTION_KINDS.flatMap((kind) => {
  const party = PARTIES[kind];
  return party === undefined ? [] : [`('${kind}', '${party}')`];
}).join(', ')}) AS party_of (kind, party)`;
