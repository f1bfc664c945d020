import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../domain/canonical.js';
import { localDate } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { NO_ENFORCEMENT } from './enforcement-law.js';
import { folderOf, isLaw, parseFiles } from './files.js';
import type { ParsedFiles, RuleFiles } from './files.js';
import { RulebookError } from './finding.js';
import { checkReferences } from './references.js';
import type { Catalogue, Condition, DecisionRule, LoadedRegime, Rulebook } from './rulebook.js';
import { NO_WORDING } from './wording.js';

const NO_CATALOGUE: Catalogue = { questions: {}, measures: {}, grounds: {}, cardKinds: {}, offences: {} };

/**
 * Reads and loads the folder `rules/`.
 *
 * @throws {RulebookError} listing every fault of schema and reference
 * @throws {Error} if the folder cannot be read or a file is no JSON (the message names the file)
 */
export async function loadRulebook(directory: string): Promise<Rulebook> {
  return rulebookFromFiles(await readRuleFiles(directory));
}

/**
 * All JSON files of the folder `rules/`, by path with forward slashes: the law, its cases and its schemas.
 *
 * @throws {Error} if the folder cannot be read or a file is no JSON (the message names the file)
 */
export async function readRuleFiles(directory: string): Promise<RuleFiles> {
  const names = await readdir(directory, { recursive: true });
  const paths = names.map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.json'));
  const files: [string, unknown][] = [];
  for (const path of paths.toSorted()) files.push([path, parsed(path, await readFile(join(directory, path), 'utf8'))]);
  return Object.fromEntries(files);
}

/**
 * Loads a rulebook from parsed files: a folder just read, a candidate, or what was stored for replay.
 *
 * The result is frozen. Its hash covers the law alone: a new case or schema does not make a new rulebook.
 *
 * @param files path below `rules/` → parsed JSON; with `schema/…` present, every file is validated by its schema
 * @throws {RulebookError} listing every fault of schema and reference
 */
export function rulebookFromFiles(files: RuleFiles): Rulebook {
  // Our own copy: it will be frozen, and the caller's must neither freeze nor change ours.
  const own: RuleFiles = structuredClone(files);
  const { parsed, findings } = parseFiles(own);
  const all = [...findings, ...checkReferences(parsed)];
  if (all.length > 0) throw new RulebookError(all);
  return buildRulebook(own, parsed);
}

/**
 * A rulebook in which the files of one folder have changed: only these are loaded, so that thousands of small changes can
 * be tried. It has no hash yet, because nobody publishes it.
 *
 * @param files all files of the law; those outside the folder are the very objects of `base.files`
 * @param folder of a regime, or of rules about cards or names; parameters, sources and catalogue concern every regime
 * @throws {RulebookError} listing every fault of reference
 */
export function withFolder(base: Rulebook, files: RuleFiles, folder: string): Omit<Rulebook, 'hash'> {
  const { parsed, findings } = parseFiles(files);
  const all = [...findings, ...checkReferences(parsed)];
  if (all.length > 0) throw new RulebookError(all);
  const regimes = parsed.regime.map(({ path, content }) =>
    folderOf(path) === folder ? loadedRegime(parsed, folder, content) : base.regimes.get(content.id),
  );
  const known = regimes.filter((loaded) => loaded !== undefined);
  return {
    ...base,
    files: frozen(files),
    regimes: new Map(known.map((loaded) => [loaded.regime.id, loaded])),
    general: parsed['general-rules'].map(({ content }) => frozen(content)),
    firstDay: firstDayOf(known),
  };
}

/** The hash of the law in the files: `sha256:<hex>` over the canonical JSON of all of it by path. */
export function rulebookHash(files: RuleFiles): string {
  return `sha256:${createHash('sha256')
    .update(canonicalJson(lawIn(files)))
    .digest('hex')}`;
}

function buildRulebook(files: RuleFiles, parsed: ParsedFiles): Rulebook {
  const sources = parsed.sources.flatMap(({ content }) => content.sources);
  const parameters = parsed.parameters.flatMap(({ content }) => content.parameters);
  const regimes = parsed.regime.map((file) => loadedRegime(parsed, folderOf(file.path), file.content));
  return Object.freeze({
    hash: rulebookHash(files),
    files: frozen(lawIn(files)),
    sources: new Map(sources.map((source) => [source.id, frozen(source)])),
    catalogue: frozen(parsed.catalogue[0]?.content ?? NO_CATALOGUE),
    wording: frozen(parsed.wording[0]?.content ?? NO_WORDING),
    notices: frozen(parsed.notices[0]?.content ?? null),
    enforcement: frozen(parsed.enforcement[0]?.content ?? NO_ENFORCEMENT),
    parameters: new Map(parameters.map((parameter) => [parameter.id, frozen(parameter)])),
    regimes: new Map(regimes.map((loaded) => [loaded.regime.id, loaded])),
    general: parsed['general-rules'].map(({ content }) => frozen(content)),
    firstDay: firstDayOf(regimes),
  });
}

function firstDayOf(regimes: readonly LoadedRegime[]): LocalDate {
  const firstDays = regimes.map(({ regime }) => regime.governs.from).toSorted();
  // Without a regime nothing is formalised, and no day is answered.
  return firstDays[0] ?? localDate('9999-12-31');
}

function loadedRegime(parsed: ParsedFiles, folder: string, regime: LoadedRegime['regime']): LoadedRegime {
  const intakes = parsed['intake-rules'].filter((file) => folderOf(file.path) === folder);
  const parties = parsed['decision-rules'].filter((file) => folderOf(file.path) === folder);
  const conditions: Record<string, Condition> = {};
  for (const { content } of [...intakes, ...parties]) Object.assign(conditions, content.conditions);
  const decisions = new Map<string, DecisionRule[]>();
  for (const rule of parties.flatMap(({ content }) => content.rules).toSorted(byId)) {
    for (const question of rule.questions) decisions.set(question, [...(decisions.get(question) ?? []), rule]);
  }
  const intake = { rules: intakes.flatMap(({ content }) => content.rules).toSorted(byId), conditions };
  for (const rules of decisions.values()) frozen(rules);
  return frozen({ regime, intake, decisions, conditions });
}

function lawIn(files: RuleFiles): RuleFiles {
  return Object.fromEntries(Object.entries(files).filter(([path]) => isLaw(path)));
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function byId(left: { id: string }, right: { id: string }): number {
  return left.id < right.id ? -1 : 1;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
  return value;
}
