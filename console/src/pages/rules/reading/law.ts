import { api, type Schema } from '../../../api/client';

export type Law = Schema<'DocumentResponse'>;
export type Regime = Schema<'RegimeView'>;
export type Rule = Schema<'RuleView'>;
export type Parameter = Schema<'ParameterView'>;
export type Citation = Schema<'CitationView'>;

/** The same law all day. */
const FRESH_MS = 600_000;

/** A rulebook in sentences, in the language of this browser. */
export function useLaw(hash: string) {
  return api.useQuery('get', '/v1/rulebooks/{hash}/document', { params: { path: { hash } } }, { staleTime: FRESH_MS });
}

/** Every rule, with the part of the law that it stands in. */
export function rulesOf({ regimes, general }: Law): { part: string; rule: Rule }[] {
  const ofRegimes = regimes.flatMap(({ id, parties }) =>
    parties.flatMap(({ rules }) => rules.map((rule) => ({ part: id, rule }))),
  );
  const others = general.flatMap(({ rules }) => rules.map((rule) => ({ part: 'general', rule })));
  return [...ofRegimes, ...others];
}
