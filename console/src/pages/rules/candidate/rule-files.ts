import type { Dropped } from './dropped';

/** A rulebook that was read from files: what is sent, and what cannot be. */
export interface RuleFiles {
  /** Path below `rules/` → JSON. */
  files: Record<string, unknown>;
  /** What is no part of a rulebook: texts, the schemas of the service. */
  ignored: string[];
  /** Files that are no JSON, and what the parser says. */
  broken: { path: string; why: string }[];
}

/** A file that every rules folder has at its top. */
const TOP = 'catalogue.json';

/** Reads a rules folder, or one JSON file of the form `{ files, cases? }`, as the service itself gives a rulebook. */
export async function readRuleFiles(dropped: readonly Dropped[]): Promise<RuleFiles> {
  const read: RuleFiles = { files: {}, ignored: [], broken: [] };
  const root = rootOf(dropped);
  for (const { path, file } of dropped) {
    const below = path.startsWith(root) ? path.slice(root.length) : path;
    if (!below.endsWith('.json') || below.startsWith('schema/')) {
      read.ignored.push(below);
      continue;
    }
    try {
      Object.assign(read.files, filesIn(JSON.parse(await file.text()), below, dropped.length === 1));
    } catch (error) {
      read.broken.push({ path: below, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return read;
}

/** The folder of the shallowest {@link TOP}, with its slash; else nothing. */
function rootOf(dropped: readonly Dropped[]): string {
  const [top] = dropped
    .map(({ path }) => path)
    .filter((path) => path === TOP || path.endsWith(`/${TOP}`))
    .toSorted((left, right) => left.length - right.length);
  return top?.slice(0, -TOP.length) ?? '';
}

function filesIn(content: unknown, path: string, isAlone: boolean): object {
  if (!isAlone || !isObject(content) || !('files' in content) || !isObject(content.files)) return { [path]: content };
  return { ...content.files, ...('cases' in content && isObject(content.cases) ? content.cases : {}) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
