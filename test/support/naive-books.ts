/**
 * The books as a clerk would keep them: a heap of dated slips, read from the beginning for every question. Shares no code with
 * the service; days are plain texts and years are counted on the fingers.
 */

/** A sanction as it was approved. */
export interface Slip {
  id: string;
  subjectId: string;
  regime: string;
  identifiedOn: string;
  startsOn: string;
  /** Measure → years, before cumulation. */
  terms: Readonly<Record<string, number>>;
  /** Longest continuous execution by the rulebook of its approval; absent: its regime does not cumulate. */
  capYears?: number;
}

/** One thing that became known, at one revision. */
export type Event =
  | { what: 'listed'; slip: Slip; revision: number }
  | { what: 'lifted'; id: string; at: Date; revision: number }
  | { what: 'appealed' | 'resumed' | 'annulled'; id: string; revision: number }
  | { what: 'suspended'; id: string; at: Date; revision: number };

type Standing = Slip & { listedAt: number; liftedAt?: Date; isAppealed?: boolean; suspendedAt?: Date };

export class NaiveBooks {
  private readonly events: Event[] = [];

  add(...events: Event[]): void {
    this.events.push(...events);
  }

  /** Ids of the sanctions that can still be annulled, in the order of their approval. */
  notAnnulled(): string[] {
    return this.knownAt(Number.POSITIVE_INFINITY).map(({ id }) => id);
  }

  /** Those of {@link notAnnulled} that were not lifted either. */
  standing(): string[] {
    return this.knownAt(Number.POSITIVE_INFINITY).flatMap(({ id, liftedAt }) => (liftedAt === undefined ? [id] : []));
  }

  /** Those of {@link standing} against which nobody appeals. */
  unchallenged(): string[] {
    return this.standing().filter((id) => this.challenged().every((other) => other !== id));
  }

  /** Those of {@link standing} against which somebody appeals. */
  challenged(): string[] {
    return this.knownAt(Number.POSITIVE_INFINITY).flatMap(({ id, liftedAt, isAppealed }) =>
      isAppealed === true && liftedAt === undefined ? [id] : [],
    );
  }

  /** Those of {@link challenged} whose effect is not suspended. */
  suspensible(): string[] {
    const suspended = this.knownAt(Number.POSITIVE_INFINITY).filter(({ suspendedAt }) => suspendedAt !== undefined);
    return this.challenged().filter((id) => suspended.every((slip) => slip.id !== id));
  }

  /** `<sanction> <measure>`, with ` appealed` behind it where somebody appeals, of all measures that hold for a subject at an instant, as it was known at a revision; sorted. */
  inForce(subjectId: string, instant: Date, revision: number): string[] {
    const day = new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const known = this.knownAt(revision).filter((slip) => slip.subjectId === subjectId);
    return known
      .filter(({ liftedAt, suspendedAt }) => [liftedAt, suspendedAt].every((end) => end === undefined || instant < end))
      .flatMap((slip) =>
        Object.keys(slip.terms)
          .filter((measure) => {
            const last = lastDay(slip, measure, known);
            // Where the chain ended before the start that a list named, its last day is all that is left.
            return (slip.startsOn < last ? slip.startsOn : last) <= day && day <= last;
          })
          .map(
            (measure) =>
              `${slip.id} ${measure}${slip.isAppealed === true && slip.liftedAt === undefined ? ' appealed' : ''}`,
          ),
      )
      .toSorted();
  }

  private knownAt(revision: number): Standing[] {
    const known: Standing[] = [];
    for (const event of this.events) {
      if (event.revision > revision) continue;
      if (event.what === 'listed') known.push({ ...event.slip, listedAt: event.revision });
      const at = known.findIndex((slip) => event.what !== 'listed' && slip.id === event.id);
      const found = known[at];
      if (found === undefined) continue;
      if (event.what === 'lifted') found.liftedAt = event.at;
      if (event.what === 'appealed' || event.what === 'suspended') found.isAppealed = true;
      if (event.what === 'suspended') found.suspendedAt = event.at;
      if (event.what === 'resumed') {
        delete found.isAppealed;
        delete found.suspendedAt;
      }
      if (event.what === 'annulled') known.splice(at, 1);
    }
    return known;
  }
}

/** The last day of one measure of a sanction, after those of the same subject and regime that stand. */
function lastDay(slip: Standing, measure: string, known: readonly Standing[]): string {
  const ofRegime = known.filter(({ regime }) => regime === slip.regime);
  const cap = ofRegime.toSorted((left, right) => left.listedAt - right.listedAt).at(-1)?.capYears;
  const chain = ofRegime
    .filter((other) => (other === slip || other.liftedAt === undefined) && other.terms[measure] !== undefined)
    .toSorted((left, right) => (orderOf(left, measure) < orderOf(right, measure) ? -1 : 1));
  let start = '';
  let end = '';
  for (const member of chain) {
    const years = member.terms[measure] ?? 0;
    if (cap === undefined || member.identifiedOn > end) {
      start = member.startsOn;
      end = yearsAfter(start, years);
      if (cap !== undefined && yearsAfter(start, cap) < end) end = yearsAfter(start, cap);
    } else {
      const [limit, full] = [yearsAfter(start, cap), yearsAfter(end, years)];
      if (full <= limit) end = full;
      else if (limit > end) end = limit;
    }
    if (member === slip) return end;
  }
  throw new Error('The sanction is not in its own chain');
}

function orderOf({ identifiedOn, startsOn, terms, id }: Slip, measure: string): string {
  return `${identifiedOn} ${startsOn} ${terms[measure]} ${id}`;
}

function yearsAfter(day: string, years: number): string {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  const isLeapYear = new Date(`${moved.slice(0, 4)}-02-29T00:00:00Z`).getUTCMonth() === 1;
  return moved.endsWith('-02-29') && !isLeapYear ? `${moved.slice(0, 4)}-02-28` : moved;
}
