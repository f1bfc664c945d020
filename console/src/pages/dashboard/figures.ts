import type { Schema } from '../../api/client';
import type { Role } from '../../session/session';
import { APPEAL_READERS } from '../appeals/section';

/** What is counted of a region, an institution, a month, or of all: the rows of `GET /v1/statistics`. */
export type Counts = Schema<'StatisticsRow'>;
export type Dimension = Schema<'StatisticsResponse'>['by'];

/** Which sanctions are counted, and of which days; as the service understood it. */
export interface Scope {
  asOf: string;
  from: string;
  to: string;
  region: string | null;
  regime: string | null;
}

/** Where the rows behind a number are found: the scope, and the row of which dimension. */
export interface Place {
  scope: Scope;
  row?: { by: Dimension; key: string };
  /** Of institutions, which are counted by code and listed by id. */
  institutionId?: string | undefined;
}

/** One number of a row, how it is written, and the address of the list that it counts. */
export interface Figure {
  form: 'number' | 'share' | 'hours';
  of: (row: Counts) => number | null;
  /** Null where there is no list of exactly these. */
  listed: (place: Place) => string | null;
  /** Who may open the list; absent: everybody who sees the number. */
  readers?: readonly Role[];
}

/** Every number of the dashboard, once. */
export const FIGURES = {
  subjects: counted(({ standing }) => standing.subjects, standingAs('in_force')),
  inForce: counted(({ standing }) => standing.inForce, standingAs('in_force')),
  new: counted(({ period }) => period.new, happened('new')),
  ended: counted(({ period }) => period.ended, happened('ended')),
  lifted: counted(({ period }) => period.lifted, happened('lifted')),
  annulled: counted(({ period }) => period.annulled, happened('annulled')),
  issued: counted(({ directives }) => directives.issued, directivesAs()),
  enforcedShare: {
    form: 'share',
    of: ({ directives }) => directives.enforcedShare,
    listed: directivesAs('on_cards'),
  },
  toEnforce: {
    form: 'hours',
    of: ({ directives }) => directives.medianHoursToEnforce,
    listed: directivesAs('executed'),
  },
  toRelease: {
    form: 'hours',
    of: ({ directives }) => directives.medianHoursToRelease,
    listed: directivesAs('restored'),
  },
  overdue: counted(({ directives }) => directives.overdue, directivesAs('overdue')),
  filed: { ...counted(({ appeals }) => appeals.filed, appealed('filed')), readers: APPEAL_READERS },
  upheldShare: {
    form: 'share',
    of: ({ appeals }) => appeals.upheldShare,
    listed: appealed('decided'),
    readers: APPEAL_READERS,
  },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;

function counted(of: (row: Counts) => number, listed: Figure['listed']): Figure {
  return { form: 'number', of, listed };
}

function standingAs(standing: string): Figure['listed'] {
  return (place) => {
    const { keys, asOf } = keysOf(place);
    return addressOf('/sanctions', { ...keys, standing, asOf });
  };
}

function happened(event: string): Figure['listed'] {
  return (place) => {
    return addressOf('/sanctions', { ...keysOf(place).keys, event, ...daysOf(place) });
  };
}

/** Of a share all that it is a share of. */
function appealed(event: string): Figure['listed'] {
  return (place) => addressOf('/appeals', { tab: 'all', ...keysOf(place).keys, event, ...daysOf(place) });
}

/** Institutions are counted by code, and directives listed by the id of the one that they name. */
function directivesAs(number?: 'on_cards' | 'executed' | 'restored' | 'overdue'): Figure['listed'] {
  return (place) => {
    const { row, institutionId } = place;
    if (row?.by === 'institution' && institutionId === undefined) return null;
    const { institution, ...keys } = keysOf(place).keys;
    return addressOf('/directives', {
      standing: 'all',
      ...(number === undefined ? {} : { counted: number }),
      ...keys,
      ...(institution === undefined || institutionId === undefined
        ? {}
        : { institution: institutionId, scope: 'named' }),
      ...daysOf(place),
    });
  };
}

/** A month is read as of its last day; a row of regions is a part of the region. */
function keysOf({ scope, row }: Place): { keys: Record<string, string>; asOf: string } {
  const { region, regime, asOf } = scope;
  const keys = { ...(region === null ? {} : { region }), ...(regime === null ? {} : { regime }) };
  if (row === undefined) return { keys, asOf };
  if (row.by === 'month') return { keys, asOf: earlier(lastDayOf(row.key), asOf) };
  return { keys: { ...keys, [row.by === 'region' ? 'part' : row.by]: row.key }, asOf };
}

function daysOf({ scope: { from, to }, row }: Place): { from: string; to: string } {
  if (row?.by !== 'month') return { from, to };
  const first = `${row.key}-01`;
  return { from: first < from ? from : first, to: earlier(lastDayOf(row.key), to) };
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

/** `2026-02` → `2026-02-28`. */
function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

function addressOf(path: string, search: Record<string, string>): string {
  return `${path}?${new URLSearchParams(search).toString()}`;
}
