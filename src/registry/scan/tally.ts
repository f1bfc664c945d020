export const TALLIED = ['ownCustomers', 'strangers', 'repetitions', 'invalid', 'refused', 'refunds'] as const;
/** What a question turned out to be; a refund comes on top of one of an own customer. */
export type Tallied = (typeof TALLIED)[number];

const PLACE: Readonly<Record<Tallied, number>> = {
  ownCustomers: 0,
  strangers: 1,
  repetitions: 2,
  invalid: 3,
  refused: 4,
  refunds: 5,
};
const KINDS = TALLIED.length;
const SECONDS_PER_HOUR = 3600;
const HOURS = 24;

/** Counts by kind: all of them, and those of the last 24 hours (the hour under way and the 23 before it). */
export class Tally {
  private readonly all = new Float64Array(KINDS);
  private readonly byHour = new Float64Array(KINDS * HOURS);
  private hourEndsAt: number;
  /** Where the counts of the hour under way begin. */
  private hour = 0;

  /** @param second any monotonic count of whole seconds; later calls use the same */
  constructor(second: number) {
    this.hourEndsAt = second + SECONDS_PER_HOUR;
  }

  count(kind: Tallied, second: number, times = 1): void {
    if (second >= this.hourEndsAt) this.turn(second);
    const place = PLACE[kind];
    this.all[place] = (this.all[place] ?? 0) + times;
    this.byHour[this.hour + place] = (this.byHour[this.hour + place] ?? 0) + times;
  }

  /** Since the beginning. */
  total(kind: Tallied): number {
    return this.all[PLACE[kind]] ?? 0;
  }

  /** In the last 24 hours. */
  lastDay(kind: Tallied, second: number): number {
    if (second >= this.hourEndsAt) this.turn(second);
    let sum = 0;
    for (let at = PLACE[kind]; at < this.byHour.length; at += KINDS) sum += this.byHour[at] ?? 0;
    return sum;
  }

  /** Begins the hour of this second, and empties those that passed in silence. */
  private turn(second: number): void {
    const hours = 1 + Math.floor((second - this.hourEndsAt) / SECONDS_PER_HOUR);
    this.hourEndsAt += hours * SECONDS_PER_HOUR;
    for (let passed = 0; passed < Math.min(hours, HOURS); passed += 1) {
      this.hour = (this.hour + KINDS) % this.byHour.length;
      this.byHour.fill(0, this.hour, this.hour + KINDS);
    }
  }
}
