/**
 * The median of an array of numbers, in SQL; null of none. An aggregate of its own would have all rows sorted by every key first, which
 * takes longer than the rest: the numbers of each key are gathered by `array_agg` instead.
 */
export function medianOf(numbers: string): string {
  return `(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY number) FROM unnest(${numbers}) AS number)`;
}
