/**
 * How many items at least are of one and the same kind, if so many are spread over so many kinds: of five items of two
 * kinds three are, however they are spread. A row says how many items there were and of which kinds, not how many of each.
 *
 * @param items how many, 0 or more
 * @param kinds how many kinds are named; with none named all items are of one
 * @see rules/sources.json `interpretations#I-8`
 */
export function fewestOfOneKind(items: number, kinds: number): number {
  return Math.ceil(items / Math.max(1, kinds));
}
