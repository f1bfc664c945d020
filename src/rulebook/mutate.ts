import { OUTCOMES } from '../domain/decision.js';
import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import type { FactType } from '../domain/facts.js';
import { dayAfter, dayBefore } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { folderOf } from './files.js';
import type { ParsedFiles, RuleFiles } from './files.js';
import { isReadByTheService } from './parameters.js';
import { leafMutations, valueMutations } from './mutate-condition.js';
import { REJECTION_ORDER } from './intake.js';
import type { DecisionRule, IntakeRule, Parameter, Regime, RuleVersion } from './rulebook.js';

export const MUTATIONS = ['operator', 'bound', 'effect', 'condition', 'exception', 'day', 'term'] as const;
/** What was changed: a comparison, a value, an outcome, a part left out, an exception left out, a day, a term. */
export type Mutation = (typeof MUTATIONS)[number];

/** A value at a place of a file replaced; `undefined`: taken away. */
export interface Edit {
  path: readonly (string | number)[];
  value: unknown;
}

/** The rulebook with one small fault. */
export interface Mutant {
  file: string;
  /** Absent for parameters and regimes. */
  rule?: string;
  /** JSON pointer inside the file. */
  path: string;
  mutation: Mutation;
  /** The fault in words: `notEqual → equal`. */
  change: string;
  edits: readonly Edit[];
}

/** The types of all facts; where both tables know one, it has the same type in both. */
const TYPES: Readonly<Record<string, FactType>> = { ...DECISION_FACTS, ...INTAKE_FACTS };

/**
 * Every small fault of a rulebook, one at a time: each operator turned to its neighbours, each bound moved by one or to a
 * neighbouring value, each effect changed to the others, each part of a condition and each exception left out, each day
 * moved by one, each term taken away or swapped for that of another category.
 *
 * Switches and parameters that were never read are left alone: the first are no bounds, nothing reads the second. So is
 * what cannot make a difference: the first day of a rule is not moved before that of its regime, under which nothing
 * happens earlier, nor that of a rule about what follows a term moved about on a day on which none has ended yet.
 *
 * @param parsed files without a fault of schema or reference
 */
export function mutantsOf(parsed: ParsedFiles): Mutant[] {
  return [
    ...parsed['intake-rules'].flatMap(({ path, content }) => [
      ...content.rules.flatMap((rule, index) =>
        at(path, ['rules', index], rule.id, [
          ...ofIntakeEffect(rule, regimeOf(parsed, path)),
          ...ofVersions(rule, firstDayUnder(parsed, path)),
        ]),
      ),
      ...namedConditions(path, content.conditions),
    ]),
    ...[...parsed['decision-rules'], ...parsed['general-rules']].flatMap(({ path, content }) => [
      ...content.rules.flatMap((rule, index) =>
        at(path, ['rules', index], rule.id, [
          ...ofDecisionEffect(rule, regimeOf(parsed, path)),
          ...ofExceptions(rule),
          ...ofVersions(rule, firstDayUnder(parsed, path)),
        ]),
      ),
      ...namedConditions(path, content.conditions),
    ]),
    ...parsed.parameters.flatMap(({ path, content }) =>
      content.parameters.flatMap((parameter, index) =>
        at(path, ['parameters', index], undefined, ofParameter(parsed, parameter)),
      ),
    ),
    ...parsed.regime.flatMap(({ path, content }) => at(path, [], undefined, ofRegime(content))),
  ];
}

/** The files with the fault in them. The others are the same objects. */
export function withMutant(files: RuleFiles, { file, edits }: Mutant): RuleFiles {
  return { ...files, [file]: edits.reduce((content, edit) => edited(content, edit.path, edit.value), files[file]) };
}

/** A fault before it is placed: where inside the rule, parameter or regime. */
export interface Fault {
  path: readonly (string | number)[];
  mutation: Mutation;
  change: string;
  value: unknown;
  /** What else has to change so that the fault is one the checker lets through. */
  besides?: readonly Edit[];
}

function at(
  file: string,
  base: readonly (string | number)[],
  rule: string | undefined,
  faults: readonly Fault[],
): Mutant[] {
  return faults.map(({ path, mutation, change, value, besides = [] }) => ({
    file,
    ...(rule === undefined ? {} : { rule }),
    path: ['', ...base, ...path].join('/'),
    mutation,
    change,
    edits: [{ path, value }, ...besides].map((edit) => ({ ...edit, path: [...base, ...edit.path] })),
  }));
}

function ofVersions(rule: IntakeRule | DecisionRule, firstDay: LocalDate | undefined): Fault[] {
  const isAfterwards = 'when' in rule && rule.when === 'ended';
  return rule.versions.flatMap(({ from, to, conditions }, index) => {
    const path = ['versions', index];
    const isFirst = firstDay !== undefined && from <= firstDay;
    const moved = ofDay([...path, 'from'], from).filter(({ value }) => value !== dayBefore(from) || !isFirst);
    return [
      ...(isFirst && isAfterwards ? [] : moved),
      ...(to === undefined ? [] : ofDay([...path, 'to'], to)),
      ...(conditions === undefined ? [] : leafMutations([...path, 'conditions'], conditions, TYPES)),
    ];
  });
}

function namedConditions(file: string, conditions: Readonly<Record<string, RuleVersion['conditions']>> = {}): Mutant[] {
  return Object.entries(conditions).flatMap(([name, condition]) =>
    condition === undefined ? [] : at(file, ['conditions', name], undefined, leafMutations([], condition, TYPES)),
  );
}

function ofDecisionEffect(rule: DecisionRule, regime: Regime | undefined): Fault[] {
  const { effect, reviewDefault, softens, when, tellCustomer } = rule;
  // A rule that does not deny has to say something to the customer; one that denies may leave it to its measure.
  const besides: Edit[] = tellCustomer === undefined ? [{ path: ['tellCustomer'], value: { zh: '…', en: '…' } }] : [];
  const others = OUTCOMES.filter((outcome) => outcome !== effect);
  return [
    ...others.map((outcome) => ({ ...replaced(['effect'], 'effect', effect, outcome), besides })),
    ...(reviewDefault === undefined
      ? []
      : [replaced(['reviewDefault'], 'effect', reviewDefault, reviewDefault === 'DENY' ? 'ALLOW' : 'DENY')]),
    ...(softens === true ? [replaced(['softens'], 'effect', softens, undefined)] : []),
    // Rules about a card or a name know no term.
    ...(regime === undefined
      ? []
      : [replaced(['when'], 'effect', when ?? 'in_force', when === 'ended' ? 'in_force' : 'ended')]),
  ];
}

function ofIntakeEffect({ effect }: IntakeRule, regime: Regime | undefined): Fault[] {
  if ('reject' in effect) {
    const codes: readonly string[] = REJECTION_ORDER;
    const place = codes.indexOf(effect.reject);
    const others = [codes[place - 1], codes[place + 1]].filter((code) => code !== undefined);
    return [
      ...others.map((code) => replaced(['effect', 'reject'], 'effect', effect.reject, code)),
      replaced(['effect'], 'effect', effect.reject, { note: 'MINOR' }),
    ];
  }
  if ('note' in effect) {
    return [replaced(['effect', 'note'], 'effect', effect.note, effect.note === 'MINOR' ? 'NOTICE_MISSING' : 'MINOR')];
  }
  if ('category' in effect) {
    const others = Object.keys(regime?.categories ?? {}).filter((category) => category !== effect.category);
    return others.map((category) => replaced(['effect', 'category'], 'effect', effect.category, category));
  }
  const others = ['city', 'province', 'ministry'].filter((level) => level !== effect.approvalLevel);
  return others.map((level) => replaced(['effect', 'approvalLevel'], 'effect', effect.approvalLevel, level));
}

function ofExceptions({ exceptTo = [] }: DecisionRule): Fault[] {
  return exceptTo.map((id, index) => {
    const left = exceptTo.toSpliced(index, 1);
    return {
      ...replaced(['exceptTo'], 'exception', id, left.length === 0 ? undefined : left),
      change: `without ${id}`,
    };
  });
}

function ofParameter(parsed: ParsedFiles, { id, unit, values }: Parameter): Fault[] {
  // What the service alone reads, no case can notice.
  if (unit === 'switch' || isReadByTheService(id)) return [];
  return values.flatMap(({ from, value }, index) => {
    // Nothing reads a parameter before its first day, and on it something has to.
    const days = index === 0 ? [] : ofDay(['values', index, 'from'], from);
    if (value === undefined) return [];
    return [...days, ...valueMutations(['values', index, 'value'], value, typeRead(parsed, id))];
  });
}

function ofRegime({ governs, cumulation, measures, categories }: Regime): Fault[] {
  const mode = cumulation.mode === 'none' ? 'end_to_end' : 'none';
  return [
    ...ofDay(['governs', 'from'], governs.from),
    ...(governs.to === undefined ? [] : ofDay(['governs', 'to'], governs.to)),
    replaced(['cumulation', 'mode'], 'term', cumulation.mode, mode),
    ...(cumulation.escalation === undefined ? [] : ofEscalation(cumulation.escalation)),
    ...measures.flatMap(({ terms, measure }, index) =>
      Object.entries(terms).flatMap(([category, term]) => {
        const others = Object.keys(categories).flatMap((other) => measures.map((entry) => entry.terms[other]));
        const different = others.find((other) => other !== undefined && other !== term);
        const path = ['measures', index, 'terms', category];
        return [
          { ...replaced(path, 'term', term, undefined), change: `no ${measure} for ${category}` },
          ...(different === undefined ? [] : [replaced(path, 'term', term, different)]),
        ];
      }),
    ),
  ];
}

function ofEscalation(escalation: NonNullable<Regime['cumulation']['escalation']>): Fault[] {
  const { from } = escalation;
  const moved = [from - 1, from + 1].map((to) => replaced(['cumulation', 'escalation', 'from'], 'term', from, to));
  return [
    ...moved,
    { ...replaced(['cumulation', 'escalation'], 'term', escalation, undefined), change: 'no escalation' },
  ];
}

/** The type of the fact that is compared with a parameter, if it is one with neighbouring values. */
function typeRead(parsed: ParsedFiles, parameter: string): FactType | undefined {
  const text = JSON.stringify([parsed['intake-rules'], parsed['decision-rules'], parsed['general-rules']]);
  const pattern = `"value":{"parameter":${JSON.stringify(parameter)}}`;
  const before = text.slice(0, Math.max(0, text.indexOf(pattern)));
  const fact = /"fact":"(\w+)","operator":"\w+",$/.exec(before)?.[1];
  return fact === undefined ? undefined : TYPES[fact];
}

function ofDay(path: readonly (string | number)[], day: LocalDate): Fault[] {
  return [replaced(path, 'day', day, dayBefore(day)), replaced(path, 'day', day, dayAfter(day))];
}

function replaced(path: readonly (string | number)[], mutation: Mutation, from: unknown, to: unknown): Fault {
  return { path, mutation, change: `${shown(from)} → ${shown(to)}`, value: to };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** The day before which no rule of a file is asked: that of its regime, or of the whole rulebook. */
function firstDayUnder(parsed: ParsedFiles, path: string): LocalDate | undefined {
  const own = regimeOf(parsed, path)?.governs.from;
  return own ?? parsed.regime.map(({ content }) => content.governs.from).toSorted()[0];
}

function regimeOf(parsed: ParsedFiles, path: string): Regime | undefined {
  return parsed.regime.find((file) => folderOf(file.path) === folderOf(path))?.content;
}

function edited(content: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(content)) {
    const items: readonly unknown[] = content;
    return items.map((item, index) => (index === step ? edited(item, rest, value) : item));
  }
  const members = new Map<string, unknown>(Object.entries(content ?? {}));
  const changed = edited(members.get(String(step)), rest, value);
  if (changed === undefined) members.delete(String(step));
  else members.set(String(step), changed);
  return Object.fromEntries(members);
}
