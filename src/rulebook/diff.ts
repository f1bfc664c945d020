import { canonicalJson } from '../domain/canonical.js';
import type { Rulebook } from './rulebook.js';

/** One thing that differs between two rulebooks. `before` is absent for what is new, `after` for what is gone. */
export interface Change {
  id: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
}

/** What differs between two rulebooks, by what a jurist looks for. Every list is in the order of the ids. */
export interface RulebookDiff {
  /** By path below `rules/`, without content: it stands below. */
  files: Change[];
  /** Regimes, without their measures: what they govern, categories, cumulation. */
  regimes: Change[];
  /** Rules of intake and of decisions, and those about cards and names, by rule id. */
  rules: Change[];
  /** Named conditions, as `<regime>/<name>`. */
  conditions: Change[];
  parameters: Change[];
  /** Measures of regimes with their terms, as `<regime>/<measure>`. */
  measures: Change[];
  /** Questions, and what the catalogue says of measures, as `questions/<id>` and `measures/<id>`. */
  catalogue: Change[];
  sources: Change[];
}

/** What `after` says otherwise than `before`. */
export function diffRulebooks(before: Rulebook, after: Rulebook): RulebookDiff {
  const compare = (entriesOf: (rulebook: Rulebook) => Iterable<readonly [string, unknown]>): Change[] =>
    changesBetween(new Map(entriesOf(before)), new Map(entriesOf(after)));
  return {
    files: compare(({ files }) => Object.entries(files)).map(({ id, change }) => ({ id, change })),
    regimes: compare(regimesOf),
    rules: compare(rulesOf),
    conditions: compare(conditionsOf),
    parameters: compare(({ parameters }) => parameters),
    measures: compare(measuresOf),
    catalogue: compare(catalogueOf),
    sources: compare(({ sources }) => sources),
  };
}

function changesBetween(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((id): Change[] => {
    const [was, is] = [before.get(id), after.get(id)];
    if (was === undefined) return [{ id, change: 'added', after: is }];
    if (is === undefined) return [{ id, change: 'removed', before: was }];
    return canonicalJson(was) === canonicalJson(is) ? [] : [{ id, change: 'changed', before: was, after: is }];
  });
}

function regimesOf({ regimes }: Rulebook): [string, unknown][] {
  return [...regimes.values()].map(({ regime }) => [regime.id, { ...regime, measures: undefined }]);
}

function measuresOf({ regimes }: Rulebook): [string, unknown][] {
  return [...regimes.values()].flatMap(({ regime: { id, measures } }) =>
    measures.map((measure): [string, unknown] => [`${id}/${measure.measure}`, measure]),
  );
}

function rulesOf({ regimes, general }: Rulebook): [string, unknown][] {
  const ofRegimes = [...regimes.values()].flatMap(({ intake, decisions }) => [
    ...intake.rules,
    ...[...decisions.values()].flat(),
  ]);
  return [...ofRegimes, ...general.flatMap(({ rules }) => rules)].map((rule) => [rule.id, rule]);
}

function conditionsOf({ regimes, general }: Rulebook): [string, unknown][] {
  const ofRegimes = [...regimes.values()].flatMap(({ regime, conditions }) =>
    Object.entries(conditions).map(([name, condition]): [string, unknown] => [`${regime.id}/${name}`, condition]),
  );
  const ofGeneral = general.flatMap(({ scope, conditions }) =>
    Object.entries(conditions ?? {}).map(([name, condition]): [string, unknown] => [`${scope}/${name}`, condition]),
  );
  return [...ofRegimes, ...ofGeneral];
}

function catalogueOf({ catalogue }: Rulebook): [string, unknown][] {
  return Object.entries(catalogue).flatMap(([part, entries = {}]) =>
    Object.entries(entries).map(([id, entry]): [string, unknown] => [`${part}/${id}`, entry]),
  );
}
