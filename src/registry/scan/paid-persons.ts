const WORDS = 3;
const FIRST_SLOTS = 64;
/** A generation forgets early when it is this large: 2^20 slots at three quarters. */
const MOST_PERSONS = 786_432;
const MOST_CHARGES = 0xff;

const MINUTES_PER_DAY = 1440;
/** How long a stranger who was paid for may be asked about again at no further cost. */
const FREE_MINUTES = MINUTES_PER_DAY;
/** A generation lasts so long; a charge is remembered for one to two of them. */
const GENERATION_MINUTES = 15 * MINUTES_PER_DAY;

/**
 * Whom a client paid for lately, for refunds and free repetitions.
 *
 * A person is the first 8 bytes of the keyed hash: nothing personal, and of no use without the keyring. A slot has 12
 * bytes and tables are 3/8 to 3/4 full, so a person takes 16 to 32 bytes; at 786,432 persons (12 MiB) a generation ends
 * early. There are two generations: the older one is dropped whole after 15 days, so nothing is ever swept.
 */
export class PaidPersons {
  private recent = new Generation();
  private older = new Generation();
  private turnsAt: number;

  /** @param minute any monotonic count of whole minutes, at most 2^24 − 2 (31 years); later calls use the same */
  constructor(minute: number) {
    this.turnsAt = minute + GENERATION_MINUTES;
  }

  /** Bytes of both tables. */
  get bytes(): number {
    return this.recent.bytes + this.older.bytes;
  }

  /** Whether this person was paid for in the last 24 hours. */
  isRecent(hash: Buffer, minute: number): boolean {
    if (minute >= this.turnsAt) this.turn(minute);
    const stamp = this.recent.stampOf(hash) || this.older.stampOf(hash);
    return stamp !== 0 && minute - minuteOf(stamp) < FREE_MINUTES;
  }

  /** Notes that this person was paid for now. */
  add(hash: Buffer, minute: number): void {
    if (minute >= this.turnsAt) this.turn(minute);
    const known = this.recent.stampOf(hash);
    // What the older generation knows moves over: a charge is refunded once.
    const charges = known === 0 ? this.older.settle(hash) : chargesOf(known);
    if (known === 0 && this.recent.count >= MOST_PERSONS) this.startGeneration(minute);
    this.recent.put(hash, stampOf(minute, Math.min(MOST_CHARGES, charges + 1)));
  }

  /** How often this person was paid for and not refunded yet; from now on never. */
  settle(hash: Buffer, minute: number): number {
    if (minute >= this.turnsAt) this.turn(minute);
    return this.recent.settle(hash) + this.older.settle(hash);
  }

  private turn(minute: number): void {
    while (minute >= this.turnsAt) this.startGeneration(this.turnsAt);
  }

  private startGeneration(minute: number): void {
    this.older = this.recent;
    this.recent = new Generation();
    this.turnsAt = minute + GENERATION_MINUTES;
  }
}

/** A stamp is never 0: that is an empty slot. */
function stampOf(minute: number, charges: number): number {
  return (minute + 1) * 256 + charges;
}

function minuteOf(stamp: number): number {
  return Math.floor(stamp / 256) - 1;
}

function chargesOf(stamp: number): number {
  return stamp & MOST_CHARGES;
}

/** An open hash table of (8-byte key, stamp) that only grows. The key is uniform by itself: it is its own hash. */
class Generation {
  count = 0;
  private slots = FIRST_SLOTS;
  private table = new Uint32Array(FIRST_SLOTS * WORDS);

  get bytes(): number {
    return this.table.byteLength;
  }

  /** 0 if the key is not here. */
  stampOf(hash: Buffer): number {
    if (this.count === 0) return 0;
    return this.table[this.placeOf(hash.readUInt32LE(0), hash.readUInt32LE(4)) + 2] ?? 0;
  }

  put(hash: Buffer, stamp: number): void {
    if ((this.count + 1) * 4 > this.slots * 3) this.grow();
    const high = hash.readUInt32LE(0);
    const low = hash.readUInt32LE(4);
    const place = this.placeOf(high, low);
    if (this.table[place + 2] === 0) this.count += 1;
    this.write(place, high, low, stamp);
  }

  /** Charges of the key, which it has no longer; when it was last asked about stays known. */
  settle(hash: Buffer): number {
    if (this.count === 0) return 0;
    const place = this.placeOf(hash.readUInt32LE(0), hash.readUInt32LE(4)) + 2;
    const stamp = this.table[place] ?? 0;
    const charges = chargesOf(stamp);
    this.table[place] = stamp - charges;
    return charges;
  }

  /** Where the key is, or the empty slot where it would be. */
  private placeOf(high: number, low: number): number {
    const { table } = this;
    const mask = this.slots - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const place = slot * WORDS;
      if (table[place + 2] === 0 || (table[place] === high && table[place + 1] === low)) return place;
    }
  }

  private write(place: number, high: number, low: number, stamp: number): void {
    this.table[place] = high;
    this.table[place + 1] = low;
    this.table[place + 2] = stamp;
  }

  private grow(): void {
    const full = this.table;
    this.slots *= 2;
    this.table = new Uint32Array(this.slots * WORDS);
    for (let place = 0; place < full.length; place += WORDS) {
      const high = full[place] ?? 0;
      const low = full[place + 1] ?? 0;
      const stamp = full[place + 2] ?? 0;
      if (stamp !== 0) this.write(this.placeOf(high, low), high, low, stamp);
    }
  }
}
