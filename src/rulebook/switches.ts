import type { RuleFiles } from './files.js';
import { rulebookFromFiles } from './load.js';
import type { Parameter, Rulebook } from './rulebook.js';

const FILE = 'parameters/interpretations.json';

/** The ids of all switches of a rulebook: interpretations of the law, and policies. */
export function switchesOf(rulebook: Rulebook): string[] {
  return switches(rulebook).map(({ id }) => id);
}

// A rulebook is immutable, and so is each of its other readings.
const READINGS = new WeakMap<Rulebook, Map<string, Rulebook>>();

/**
 * A rulebook as it would be with some interpretations switched off, on every day.
 *
 * @throws {Error} for an id that is no switch of `parameters/interpretations.json`
 */
export function withoutInterpretations(rulebook: Rulebook, ids: readonly string[]): Rulebook {
  if (ids.length === 0) return rulebook;
  const readings = READINGS.get(rulebook) ?? new Map<string, Rulebook>();
  READINGS.set(rulebook, readings);
  const key = ids.toSorted().join(' ');
  const known = readings.get(key);
  if (known !== undefined) return known;
  const reading = rulebookFromFiles(filesWithout(rulebook, ids));
  readings.set(key, reading);
  return reading;
}

function filesWithout(rulebook: Rulebook, ids: readonly string[]): RuleFiles {
  const all = switches(rulebook);
  const unknown = ids.find((id) => all.every((parameter) => parameter.id !== id));
  if (unknown !== undefined) throw new Error(`there is no switch ${unknown}`);
  const parameters = all.map((parameter) => (ids.includes(parameter.id) ? turnedOff(parameter) : parameter));
  return { ...rulebook.files, [FILE]: { parameters } };
}

// A switch that nobody has read (mark N) is none: it stands elsewhere, and has no position to change.
function switches({ parameters }: Rulebook): Parameter[] {
  return [...parameters.values()].filter(
    ({ unit, values }) => unit === 'switch' && values.every(({ unknown }) => unknown !== true),
  );
}

function turnedOff(parameter: Parameter): Parameter {
  return { ...parameter, values: parameter.values.map((entry) => ({ ...entry, value: false })) };
}
