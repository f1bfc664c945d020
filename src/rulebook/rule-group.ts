import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import type { FactType } from '../domain/facts.js';
import { dayAfter } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { leavesAndNames } from './evaluate.js';
import { folderOf } from './files.js';
import type { ParsedFiles } from './files.js';
import type { SearchScope } from './find-facts.js';
import type { Place } from './finding.js';
import { Law } from './law.js';
import { parametersOn } from './parameters.js';
import type { Condition, DecisionRule, IntakeRule, Regime, Rulebook, RuleVersion } from './rulebook.js';
import { GENERAL_FACTS } from './vectors.js';
import { versionOn } from './versions.js';

/** A rule and where it stands. */
export interface PlacedRule<R> {
  rule: R;
  place: Place;
}

/** Rules that are evaluated over the same facts and named conditions: the unit of every check that compares rules. */
export interface RuleGroup<R extends IntakeRule | DecisionRule> {
  /** The file of the first rule, for findings about the group as a whole. */
  file: string;
  rules: readonly PlacedRule<R>[];
  /** Absent for rules about a card or a name. */
  regime: Regime | undefined;
  types: Readonly<Record<string, FactType>>;
  conditions: Readonly<Record<string, Condition>>;
  /** How far a search among the facts may go. */
  limit: number;
}

/** One group per regime that judges rows of lists. */
export function intakeGroups(parsed: ParsedFiles, limit: number): RuleGroup<IntakeRule>[] {
  const law = new Law(parsed);
  return parsed['intake-rules'].map(({ path, content }) => ({
    file: path,
    rules: placed(path, content.rules),
    regime: regimeOf(parsed, path),
    types: INTAKE_FACTS,
    conditions: law.conditionsOf(folderOf(path)),
    limit,
  }));
}

/** One group per regime that answers questions, and one per file about cards or names. */
export function decisionGroups(parsed: ParsedFiles, limit: number): RuleGroup<DecisionRule>[] {
  const law = new Law(parsed);
  const folders = new Set(parsed['decision-rules'].map(({ path }) => folderOf(path)));
  const ofRegimes = [...folders].map((folder): RuleGroup<DecisionRule> => {
    const files = parsed['decision-rules'].filter(({ path }) => folderOf(path) === folder);
    const regime = regimeOf(parsed, `${folder}/`);
    return {
      file: files[0]?.path ?? folder,
      rules: files.flatMap(({ path, content }) => placed(path, content.rules)),
      regime,
      types: typesUnder(regime),
      conditions: law.conditionsOf(folder),
      limit,
    };
  });
  const general = parsed['general-rules'].map(({ path, content }) => ({
    file: path,
    rules: placed(path, content.rules),
    regime: undefined,
    types: GENERAL_FACTS,
    conditions: content.conditions ?? {},
    limit,
  }));
  return [...ofRegimes, ...general];
}

/** What the conditions of a group mean on a day. */
export function scopeOn(
  rulebook: Rulebook,
  { types, conditions, limit }: Pick<RuleGroup<IntakeRule>, 'types' | 'conditions' | 'limit'>,
  day: LocalDate,
): SearchScope {
  return { types, conditions, limit, parameters: parametersOn(rulebook, day) };
}

/**
 * The days on which a group may say something new, ascending: versions begin or end, a parameter that it reads changes.
 * Between two of them every day is like the first.
 */
export function daysOf(rulebook: Rulebook, group: RuleGroup<IntakeRule> | RuleGroup<DecisionRule>): LocalDate[] {
  const days = new Set<LocalDate>();
  if (group.regime !== undefined) days.add(group.regime.governs.from);
  const versions = group.rules.flatMap(({ rule }): readonly RuleVersion[] => rule.versions);
  for (const { from, to } of versions) {
    days.add(from);
    if (to !== undefined) days.add(dayAfter(to));
  }
  for (const parameter of versions.flatMap((version) => parametersReadBy(version, group.conditions))) {
    for (const { from } of rulebook.parameters.get(parameter)?.values ?? []) days.add(from);
  }
  const first = versions.map(({ from }) => from).toSorted()[0];
  return [...days].filter((day) => first !== undefined && day >= first).toSorted();
}

/** The days of {@link daysOf} on which one version of a rule is the one in force. */
export function daysOfVersion(
  days: readonly LocalDate[],
  rule: IntakeRule | DecisionRule,
  version: RuleVersion,
): LocalDate[] {
  return days.filter((day) => versionOn(rule, day) === version);
}

function parametersReadBy({ conditions }: RuleVersion, named: Readonly<Record<string, Condition>>): string[] {
  if (conditions === undefined) return [];
  return leavesAndNames(conditions, named).leaves.flatMap(({ value }) =>
    typeof value === 'object' && 'parameter' in value ? [value.parameter] : [],
  );
}

function placed<R extends { id: string }>(file: string, rules: readonly R[]): PlacedRule<R>[] {
  return rules.map((rule, index) => ({ rule, place: { file, rule: rule.id, path: `/rules/${index}` } }));
}

function regimeOf(parsed: ParsedFiles, path: string): Regime | undefined {
  return parsed.regime.find((file) => folderOf(file.path) === folderOf(path))?.content;
}

/** Under a regime a sanction has one of its categories, and no other. */
function typesUnder(regime: Regime | undefined): Readonly<Record<string, FactType>> {
  if (regime === undefined) return DECISION_FACTS;
  return { ...DECISION_FACTS, category: { type: 'enum', values: Object.keys(regime.categories) } };
}
