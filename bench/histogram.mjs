/** Steps per power of two: what is read back is at most 1.6 % above what was recorded. */
const STEPS = 64;
const POWERS = 32;

/** Latencies in fixed memory, however many: a list of them would cost the measuring process its own time. */
export class Histogram {
  #counts = new Uint32Array(STEPS * POWERS);
  #total = 0;

  /** @param {number} microseconds */
  record(microseconds) {
    this.#counts[bucketOf(Math.round(microseconds))] += 1;
    this.#total += 1;
  }

  /** @param {number} share such as 0.99 @returns {number} milliseconds that this share did not exceed */
  quantileMs(share) {
    const wanted = Math.max(1, Math.ceil(this.#total * share));
    let seen = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket];
      if (seen >= wanted) return upperEdgeOf(bucket) / 1000;
    }
    return Number.NaN;
  }

  get total() {
    return this.#total;
  }
}

/** The first two powers are exact; from there each power of two has as many steps. */
function bucketOf(microseconds) {
  if (microseconds < 2 * STEPS) return microseconds;
  const power = 31 - Math.clz32(microseconds) - 6;
  return Math.min(STEPS * POWERS - 1, power * STEPS + (microseconds >>> power));
}

function upperEdgeOf(bucket) {
  if (bucket < 2 * STEPS) return bucket;
  const power = Math.floor(bucket / STEPS) - 1;
  return ((bucket % STEPS) + STEPS + 1) * 2 ** power - 1;
}
