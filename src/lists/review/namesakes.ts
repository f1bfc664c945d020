/**
 * Rows of a list whose subject shares its name with somebody else: with who is recorded, or with another row, which nobody has
 * recorded before the list is approved. A name shows as shared only when the other row comes, so all of them are kept: 13 bytes a row.
 */
export class Namesakes {
  /** 8 bytes of the keyed hash: two names that are one by chance come once in a billion lists of 100,000. */
  private readonly names: BigUint64Array;
  private readonly numbers: Uint32Array;
  private readonly recorded: Uint8Array;
  private count = 0;

  /** @param most how many rows will come at most */
  constructor(most: number) {
    this.names = new BigUint64Array(most);
    this.numbers = new Uint32Array(most);
    this.recorded = new Uint8Array(most);
  }

  /** @param isRecorded whether somebody else who is recorded has the name */
  add(row: number, nameHash: Buffer, isRecorded: boolean): void {
    if (this.count === this.names.length) throw new Error('More rows came than were announced');
    this.names[this.count] = nameHash.readBigUInt64BE(0);
    this.numbers[this.count] = row;
    this.recorded[this.count] = Number(isRecorded);
    this.count += 1;
  }

  /** Their numbers, in the order in which they came. */
  rows(): number[] {
    const names = this.names.subarray(0, this.count);
    const sorted = names.toSorted();
    const shared = new Set(sorted.filter((name, at) => at > 0 && name === sorted[at - 1]));
    return [...this.numbers.subarray(0, this.count)].filter((_, at) => {
      return this.recorded[at] === 1 || shared.has(names[at] ?? 0n);
    });
  }
}
