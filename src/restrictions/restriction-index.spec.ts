import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SanctionRecord } from '../domain/decision.js';
import { CARD_KINDS, type CardKind } from '../domain/designation.js';
import { localDate, shanghaiInstant } from '../domain/period.js';
import { CARD_STATUSES, kindsAlike } from '../registry/card-record.js';
import type { KeptCard } from './memory/card-book.js';
import type { KeptSim } from './memory/retained-book.js';
import { dayNumberOf, dayOfNumber } from './memory/day-number.js';
import type { KeptListing } from './memory/listing-book.js';
import { uuidOfBytes } from './memory/uuid-words.js';
import { NO_SUBJECT, RestrictionIndex } from './restriction-index.js';

const PEOPLE = 12;
const NUMBERS = 5;
const INSTITUTIONS = ['0199b2d4-0000-7000-8000-00000000000a', '0199b2d4-0000-7000-8000-00000000000b'];
const AS_WRITTEN = { isCapped: false, needsReview: false };
const PATTERNS = [
  [{ measures: ['b.measure', 'a.measure'], from: 1, to: 730, ...AS_WRITTEN }],
  [
    { measures: ['c.measure'], from: 0, to: 1095, ...AS_WRITTEN },
    { measures: ['a.measure'], from: 0, to: 364, ...AS_WRITTEN },
  ],
];

/** 16 bytes that say whose hash they are. */
function hash(space: string, number: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.write(space);
  bytes.writeUInt32BE(number, 12);
  return bytes;
}

interface ModelSubject {
  identifiers: number[];
  sanctions: Map<string, SanctionRecord>;
}

/** The same book-keeping with maps and lists, as naive as can be. */
class Model {
  readonly subjects: ModelSubject[] = [];
  readonly cards: KeptCard[] = [];
  /** The subject is a place. */
  readonly retained: KeptSim[] = [];
  readonly listings: KeptListing[] = [];
  readonly clearedIds: Buffer[] = [];

  subjectOf(identifier: number): number {
    return this.subjects.findIndex(({ identifiers }) => identifiers.includes(identifier));
  }

  sanctionsOf(subject: number): SanctionRecord[] {
    const all = [...(this.subjects[subject]?.sanctions.values() ?? [])];
    const key = ({ identifiedOn, id }: SanctionRecord): string => `${identifiedOn} ${id}`;
    return all.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  card(number: Buffer, kind: CardKind, institutionId: string | null): KeptCard | undefined {
    return this.cards
      .filter((card) => card.number.equals(number) && card.kind === kind)
      .filter((card) => institutionId === null || card.institutionId === institutionId)
      .sort((one, other) => other.revision - one.revision || (one.institutionId < other.institutionId ? -1 : 1))[0];
  }

  listing(number: Buffer, kind: CardKind, onDay: number): KeptListing | undefined {
    const rank = ({ status }: KeptListing): number => (status === 'implicated' ? 0 : 1);
    return this.listings
      .filter((entry) => entry.number.equals(number) && kindsAlike(kind).includes(entry.kind) && entry.since <= onDay)
      .sort((one, other) => rank(one) - rank(other) || one.since - other.since || Buffer.compare(one.id, other.id))[0];
  }
}

type Step = (model: Model, index: RestrictionIndex, revision: number) => void;

const aPerson = fc.nat(PEOPLE - 1);
const aDay = fc.integer({ min: dayNumberOf(localDate('2017-01-01')), max: dayNumberOf(localDate('2026-12-31')) });

/** Records the person, if that is still to do. */
function ordinalsOf(model: Model, index: RestrictionIndex, person: number): { subject: number; place: number } {
  const known = model.subjectOf(person);
  if (known >= 0) return { subject: index.subjectOf(hash('id', person)), place: known };
  model.subjects.push({ identifiers: [person], sanctions: new Map() });
  return {
    subject: index.addSubject(hash('id', person), hash(`name${person}`, 0)),
    place: model.subjects.length - 1,
  };
}

/** What a sanction is follows from its number; what it lasts, whether it is lifted and appealed against comes with the version. */
const putSanction: fc.Arbitrary<Step> = fc
  .record({ person: aPerson, number: fc.nat(8), pattern: fc.nat(1), lifted: fc.boolean(), isAppealed: fc.boolean() })
  .map(({ person, number, pattern, lifted, isAppealed }) => (model, index) => {
    const { subject, place } = ordinalsOf(model, index, person);
    const id = hash('sanction', person * 100 + ((number * 5) % 9));
    // One is older than two bytes can say.
    const identifiedOn = number === 8 ? -20 : 6000 + (number % 3);
    const startsOn = identifiedOn + number;
    const liftedAt = lifted ? new Date(Date.UTC(2026, 0, number + 1)) : null;
    const organ = { code: '340100', level: 'city', name: '合肥市公安局' } as const;
    const common = {
      regime: `regime-${number % 2}`,
      category: '2',
      ground: 'rent',
      subjectKind: 'person',
      isMinor: false,
      organ,
    } as const;
    const profile = index.profileNumber('person', common.regime, () => ({ ...common, organ: { ...organ } }));
    index.putSanction(subject, { id, profile, pattern, identifiedOn, startsOn, liftedAt, isAppealed });
    const measures = (PATTERNS[pattern] ?? [])
      .flatMap(({ measures: names, from, to }) => names.map((measure) => ({ measure, from, to })))
      .sort((one, other) => (one.measure < other.measure ? -1 : 1))
      .map(({ measure, from, to }) => ({
        measure,
        firstDay: dayOfNumber(startsOn + from),
        lastDay: dayOfNumber(startsOn + to),
      }));
    model.subjects[place]?.sanctions.set(uuidOfBytes(id), {
      id: uuidOfBytes(id),
      ...common,
      identifiedOn: dayOfNumber(identifiedOn),
      startsOn: dayOfNumber(startsOn),
      measures,
      ...(isAppealed ? { appeal: 'pending' as const } : {}),
      ...(liftedAt === null ? {} : { liftedAt: shanghaiInstant(liftedAt) }),
    });
  });

const annul: fc.Arbitrary<Step> = fc
  .record({ person: aPerson, number: fc.nat(8) })
  .map(({ person, number }) => (model, index) => {
    const { subject, place } = ordinalsOf(model, index, person);
    const id = hash('sanction', person * 100 + number);
    index.removeSanction(subject, id);
    model.subjects[place]?.sanctions.delete(uuidOfBytes(id));
  });

const addIdentifier: fc.Arbitrary<Step> = fc
  .record({ person: aPerson, other: aPerson })
  .map(({ person, other }) => (model, index) => {
    const { subject, place } = ordinalsOf(model, index, person);
    if (model.subjectOf(other) >= 0) return;
    index.addIdentifier(subject, hash('id', other));
    model.subjects[place]?.identifiers.push(other);
  });

const putCard: fc.Arbitrary<Step> = fc
  .record({
    person: aPerson,
    number: fc.nat(NUMBERS - 1),
    kind: fc.constantFrom(...CARD_KINDS),
    status: fc.constantFrom(...CARD_STATUSES),
    openedOn: fc.option(aDay),
    institutionId: fc.constantFrom(...INSTITUTIONS),
    isOld: fc.boolean(),
  })
  .map(({ person, number, isOld, ...said }) => (model, index, revision) => {
    const { subject, place } = ordinalsOf(model, index, person);
    const card = { ...said, number: hash('card', number), revision: isOld ? 0 : revision };
    index.putCard({ ...card, holder: subject });
    const at = model.cards.findIndex(
      (one) => one.number.equals(card.number) && one.institutionId === card.institutionId,
    );
    model.cards.splice(at < 0 ? model.cards.length : at, at < 0 ? 0 : 1, { ...card, holder: place });
  });

/** Also far from the epoch of 32-bit seconds. */
const anInstant = fc.date({ min: new Date('2016-01-01'), max: new Date('2110-01-01'), noInvalidDate: true });

const keepNumber: fc.Arbitrary<Step> = fc
  .record({
    person: aPerson,
    number: fc.nat(NUMBERS - 1).map((number) => hash('card', number)),
    institutionId: fc.constantFrom(...INSTITUTIONS),
    restoredAt: anInstant,
  })
  .map(({ person, ...kept }) => (model, index, revision) => {
    const { subject, place } = ordinalsOf(model, index, person);
    index.putKept({ ...kept, subject, revision, end: null });
    model.retained.unshift({ ...kept, subject: place, revision, end: null });
  });

const endKeeping: fc.Arbitrary<Step> = fc
  .record({
    chosen: fc.nat(1000),
    at: anInstant,
    state: fc.constantFrom('cancelled' as const, 'changed' as const, 'moved' as const, 'released' as const),
  })
  .map(({ chosen, ...end }) => (model, index) => {
    const kept = model.retained[chosen % Math.max(1, model.retained.length)];
    if (kept === undefined || kept.end !== null) return;
    kept.end = end;
    const [identifier = 0] = model.subjects[kept.subject]?.identifiers ?? [];
    index.putKept({ ...kept, subject: index.subjectOf(hash('id', identifier)) });
  });

const clearListing: fc.Arbitrary<Step> = fc.nat(1000).map((chosen) => (model, index) => {
  const [listing] = model.listings.splice(chosen % Math.max(1, model.listings.length), 1);
  if (listing === undefined) return;
  model.clearedIds.push(listing.id);
  index.clearListing(listing.number, listing.id);
});

const addListing: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(NUMBERS - 1).map((number) => hash('card', number)),
    kind: fc.constantFrom(...CARD_KINDS),
    id: fc.nat(1000).map((number) => hash('listing', number)),
    status: fc.constantFrom('implicated' as const, 'suspicious' as const),
    since: aDay,
    caseNo: fc.option(fc.constantFrom('A500160116941', 'A500160116942')),
  })
  .map((listing) => (model, index) => {
    if ([...model.listings.map(({ id }) => id), ...model.clearedIds].some((id) => id.equals(listing.id))) return;
    index.addListing(listing);
    model.listings.push(listing);
  });

function expectSameNumbers(model: Model, index: RestrictionIndex, subject: number, place: number, onDay: number): void {
  for (const [at, number] of [undefined, hash('card', 0), hash('card', 1)].entries()) {
    const institutionId = INSTITUTIONS[at] ?? null;
    expect(index.keepingsOf(subject, number, institutionId)).toEqual(
      model.retained
        .filter((kept) => kept.subject === place)
        .map((kept) => ({
          isThisNumber: number?.equals(kept.number) === true,
          isSameCarrier: institutionId === null ? null : kept.institutionId === institutionId,
          restoredAt: kept.restoredAt.getTime(),
          end: kept.end === null ? null : { at: kept.end.at.getTime(), state: kept.end.state },
        })),
    );
    const kinds = at === 0 ? (['mobile_sim'] as const) : (['mobile_sim', 'fixed_line'] as const);
    const isUsable = model.cards.some(
      (card) =>
        card.holder === place &&
        card.status !== 'closed' &&
        kinds.some((kind) => kind === card.kind) &&
        number?.equals(card.number) !== true &&
        model.listing(card.number, 'mobile_sim', onDay)?.status !== 'implicated',
    );
    expect(index.hasOtherUsableNumber(subject, number, kinds, dayOfNumber(onDay))).toBe(isUsable);
  }
}

function expectSame(model: Model, index: RestrictionIndex, onDay: number): void {
  const places = new Map<number, number>();
  for (let person = 0; person < PEOPLE; person += 1) {
    const place = model.subjectOf(person);
    const subject = index.subjectOf(hash('id', person));
    expect(subject === NO_SUBJECT).toBe(place < 0);
    places.set(subject, place);
    expect(index.sanctionsOf(subject)).toEqual(model.sanctionsOf(place));
    expectSameNumbers(model, index, subject, place, onDay);
    if (place < 0) continue;
    expect(index.hasName(subject, hash(`name${model.subjects[place]?.identifiers[0]}`, 0))).toBe(true);
    expect(index.hasName(subject, hash('name?', 0))).toBe(false);
    for (const institutionId of INSTITUTIONS) {
      const held = model.cards.filter(
        (card) => card.holder === place && card.institutionId === institutionId && card.status !== 'closed',
      );
      const sims = held.filter(({ kind }) => kind === 'mobile_sim').length;
      expect(index.holdingsOf(subject, institutionId)).toEqual({ cards: held.length, sims });
    }
  }
  for (let number = 0; number < NUMBERS; number += 1) {
    for (const kind of CARD_KINDS) expectSameCard(model, index, { number: hash('card', number), kind, onDay, places });
  }
  expect(index.sizes()).toMatchObject({
    subjects: model.subjects.length,
    sanctionedSubjects: model.subjects.filter(({ sanctions }) => sanctions.size > 0).length,
    sanctions: model.subjects.reduce((sum, { sanctions }) => sum + sanctions.size, 0),
    cards: model.cards.length,
    listings: model.listings.length,
    retained: model.retained.length,
  });
}

interface AskedCard {
  number: Buffer;
  kind: CardKind;
  onDay: number;
  /** Place in the model by ordinal in the index. */
  places: ReadonlyMap<number, number>;
}

function expectSameCard(model: Model, index: RestrictionIndex, { number, kind, onDay, places }: AskedCard): void {
  for (const institutionId of [...INSTITUTIONS, null]) {
    const card = model.card(number, kind, institutionId);
    const state = index.card(number, kind, institutionId);
    const place = state === undefined ? undefined : places.get(state.holder);
    expect(state === undefined ? undefined : { ...state, holder: place }).toEqual(
      card === undefined
        ? undefined
        : {
            status: card.status,
            openedOn: card.openedOn === null ? null : dayOfNumber(card.openedOn),
            holder: card.holder,
          },
    );
  }
  for (const [subject, place] of places) {
    const isForeign = model.cards.some(
      (card) => card.number.equals(number) && card.kind === kind && card.holder !== place,
    );
    expect(index.isHeldByAnother(number, kind, subject)).toBe(isForeign);
  }
  const entry = model.listing(number, kind, onDay);
  expect(index.listing(number, kind, dayOfNumber(onDay))).toEqual(
    entry === undefined
      ? { status: 'clear' }
      : {
          status: entry.status,
          since: dayOfNumber(entry.since),
          ...(entry.caseNo === null ? {} : { caseNo: entry.caseNo }),
        },
  );
}

describe('restriction index', () => {
  it('knows after any history what a naive model knows', () => {
    const steps = fc.array(
      fc.oneof(
        putSanction,
        putSanction,
        annul,
        addIdentifier,
        putCard,
        putCard,
        addListing,
        clearListing,
        keepNumber,
        endKeeping,
      ),
      {
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(steps, aDay, (history, onDay) => {
        const model = new Model();
        const index = new RestrictionIndex();
        PATTERNS.forEach((pattern, id) => index.putPattern(id, pattern));

        history.forEach((step, at) => step(model, index, at + 1));

        expectSame(model, index, onDay);
      }),
      { numRuns: 40 },
    );
  });

  it('finds everybody among many whose keys differ only in their last bits, and nobody else, in 64 bytes each', () => {
    const many = 60_000;
    const index = new RestrictionIndex();
    index.putPattern(1, [{ measures: ['a.measure'], from: 0, to: 729, ...AS_WRITTEN }]);
    const organ = { code: '340100', level: 'city', name: '合肥市公安局' } as const;
    const profile = index.profileNumber('person', 'one', () => ({
      regime: 'cn-joint-2024',
      category: '2',
      ground: 'rent',
      subjectKind: 'person',
      isMinor: false,
      organ: { ...organ },
    }));
    for (let number = 0; number < many; number += 1) {
      const subject = index.addSubject(hash('id', number), hash('name', number));
      const sanction = { id: hash('sanction', number), profile, pattern: 1, identifiedOn: 8000, startsOn: 8000 };
      index.putSanction(subject, { ...sanction, liftedAt: null, isAppealed: false });
    }

    const found = Array.from({ length: many }, (_, number) => index.sanctionsOf(index.subjectOf(hash('id', number))));

    expect(found.every(([record], number) => record?.id === uuidOfBytes(hash('sanction', number)))).toBe(true);
    expect(index.subjectOf(hash('id', many))).toBe(NO_SUBJECT);
    expect(index.bytesPerSubject()).toBeLessThanOrEqual(64);
  });

  it('uses the room again that growing runs of sanctions leave', () => {
    const index = new RestrictionIndex();
    index.putPattern(1, []);
    const profile = index.profileNumber('person', 'one', () => ({
      regime: 'cn-joint-2024',
      category: '2',
      ground: 'rent',
      subjectKind: 'person',
      isMinor: false,
      organ: { code: '340100', level: 'city', name: '合肥市公安局' },
    }));
    const sanction = (number: number) => ({
      id: hash('sanction', number),
      profile,
      pattern: 1,
      identifiedOn: 8000,
      startsOn: 8000,
      liftedAt: null,
      isAppealed: false,
    });
    const one = index.addSubject(hash('id', 1), hash('name', 1));
    for (let round = 0; round < 50_000; round += 1) {
      index.putSanction(one, sanction(1));
      index.putSanction(one, sanction(2));
      index.removeSanction(one, sanction(1).id);
      index.removeSanction(one, sanction(2).id);
    }

    expect(index.sizes()).toMatchObject({ sanctions: 0, sanctionedSubjects: 0 });
    expect(index.sizes().bytes).toBeLessThan(4 * 1024 * 1024);
  });

  it('refuses a sanction whose terms it does not know', () => {
    const index = new RestrictionIndex();
    const subject = index.addSubject(hash('id', 1), hash('name', 1));
    const sanction = {
      id: hash('sanction', 1),
      profile: 0,
      pattern: 7,
      identifiedOn: 0,
      startsOn: 0,
      liftedAt: null,
      isAppealed: false,
    };

    expect(() => index.putSanction(subject, sanction)).toThrow('unknown terms');
  });
});
