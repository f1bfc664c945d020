/** One value that differs, by its place inside of what holds it. */
export interface LeafChange {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What differs between two values of JSON, leaf by leaf. */
export function leafChanges(before: unknown, after: unknown): LeafChange[] {
  const [was, is] = [new Map(leavesOf(before, '')), new Map(leavesOf(after, ''))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((leaf) => leaf.before !== leaf.after);
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null)
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, `${path}/${key}`));
}
