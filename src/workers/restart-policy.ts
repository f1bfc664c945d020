/** A worker that has served this long was sound: whatever ended it is no crash loop. */
const STEADY_MS = 60_000;

/** At once after the first death, for one crash must cost nobody anything; then ever slower. */
const DELAYS_MS = [0, 250, 1_000, 4_000, 15_000, 30_000];

/** When a worker that died is started again, and when that is pointless. One for each place among the workers. */
export class RestartPolicy {
  private deaths = 0;

  /**
   * To be asked at every death.
   *
   * @param servedMs how long it has served; 0 if it never came so far
   * @returns milliseconds to wait before the next start; undefined: it dies again and again, give up
   */
  delayAfter(servedMs: number): number | undefined {
    this.deaths = servedMs >= STEADY_MS ? 1 : this.deaths + 1;
    return DELAYS_MS[this.deaths - 1];
  }
}
