import { caseFiles } from './check.js';
import { runCase } from './cases.js';
import { folderOf, parseFiles } from './files.js';
import type { RuleFiles } from './files.js';
import { RulebookError } from './finding.js';
import type { CaseFile, GoldenCase } from './golden-case.js';
import { rulebookFromFiles, withFolder } from './load.js';
import { mutantsOf, withMutant } from './mutate.js';
import type { Mutant } from './mutate.js';
import type { Rulebook } from './rulebook.js';

/**
 * What became of a mutant: a golden case no longer holds (`killed`), no case noticed (`survived`), or the rulebook does
 * not load with it (`refused`), so that nobody could ever publish it.
 */
export type Fate = { mutant: Mutant; fate: 'survived' | 'refused' } | { mutant: Mutant; fate: 'killed'; by: string };

/** How many mutants the golden cases kill. */
export interface MutationScore {
  killed: number;
  survived: number;
  refused: number;
  /** Killed of those that load, 0 … 1; 1 of none. */
  share: number;
}

interface PlacedCase {
  path: string;
  file: CaseFile;
  golden: GoldenCase;
  /** Regimes whose rules the case may read. */
  regimes: ReadonlySet<string> | 'any';
}

/**
 * Runs the golden cases against every mutant of a rulebook, one after the other, each until the first case that no longer
 * holds.
 *
 * @param files path below `rules/` → parsed JSON, with cases; without a fault of schema or reference
 * @param isChosen which mutants are run; all by default
 */
export async function* mutantFates(
  files: RuleFiles,
  isChosen: (mutant: Mutant, index: number) => boolean = () => true,
): AsyncGenerator<Fate> {
  const { parsed } = parseFiles(files);
  const base = rulebookFromFiles(files);
  const cases = placedCases(caseFiles(parsed));
  const regimes = new Set(parsed.regime.map(({ content }) => content.id));
  for (const [index, mutant] of mutantsOf(parsed).entries()) {
    if (!isChosen(mutant, index)) continue;
    const rulebook = loaded(base, mutant);
    yield rulebook === undefined
      ? { mutant, fate: 'refused' }
      : await fateOf(rulebook, mutant, casesNear(mutant, cases, regimes));
  }
}

/** Counts fates. */
export function scoreOf(fates: readonly Fate[]): MutationScore {
  const count = (fate: Fate['fate']): number => fates.filter((one) => one.fate === fate).length;
  const [killed, survived, refused] = [count('killed'), count('survived'), count('refused')];
  return { killed, survived, refused, share: killed + survived === 0 ? 1 : killed / (killed + survived) };
}

async function fateOf(rulebook: Rulebook, mutant: Mutant, cases: readonly PlacedCase[]): Promise<Fate> {
  for (const { path, file, golden } of cases) {
    const { differences } = await runCase(rulebook, file, golden);
    if (differences.length > 0) return { mutant, fate: 'killed', by: `${path} ${golden.id}` };
  }
  return { mutant, fate: 'survived' };
}

function loaded(base: Rulebook, mutant: Mutant): Rulebook | undefined {
  const files = withMutant(base.files, mutant);
  try {
    // Every regime reads the parameters; the rules of a folder are read nowhere else.
    if (folderOf(mutant.file) === 'parameters') return rulebookFromFiles(files);
    return { ...withFolder(base, files, folderOf(mutant.file)), hash: 'mutant' };
  } catch (error) {
    if (error instanceof RulebookError) return undefined;
    throw error;
  }
}

function placedCases(files: Readonly<Record<string, CaseFile>>): PlacedCase[] {
  return Object.entries(files).flatMap(([path, file]) =>
    file.cases.map((golden) => ({ path, file, golden, regimes: regimesOf(file, golden) })),
  );
}

/** A row that names no regime may be judged by any of them. */
function regimesOf(file: CaseFile, golden: GoldenCase): PlacedCase['regimes'] {
  if ('intake' in golden) {
    const regime = { ...file.rows?.[golden.intake], ...golden.with }.regime;
    return regime === undefined ? 'any' : new Set([regime]);
  }
  const situations = 'ask' in golden ? golden.under : golden.chain;
  return new Set(situations.flatMap((name) => file.situations?.[name]?.regime ?? []));
}

/** The cases that read what was changed: the quick ones first, and of these those beside it, the likeliest to notice. */
function casesNear({ file }: Mutant, cases: readonly PlacedCase[], regimes: ReadonlySet<string>): PlacedCase[] {
  const folder = folderOf(file);
  const stem = file.replace(/\.rules\.json$/, '.cases.json');
  const reading = regimes.has(folder)
    ? cases.filter((one) => one.regimes === 'any' || one.regimes.has(folder))
    : [...cases];
  const distance = ({ path }: PlacedCase): number => {
    if (path === stem) return 0;
    return folderOf(path) === folder ? 1 : 2;
  };
  return reading.toSorted((left, right) => effort(left) - effort(right) || distance(left) - distance(right));
}

/** A case that switches interpretations off takes a rulebook of its own. */
function effort({ golden }: PlacedCase): number {
  return golden.off?.length ?? 0;
}
