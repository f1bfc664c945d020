import pg from 'pg';
import { REVISION_CHANNEL } from '../platform/revisions.js';

/** What the database says of itself. */
export interface BooksSeen {
  /** The newest revision. */
  newest: number;
  /** Stamp of the asked revision; empty if the database has no such revision, as of revision 0. */
  stamp: string;
  isStandby: boolean;
  /** Whether a standby receives from its primary; true of a primary. */
  isFed: boolean;
  /** Bytes of write-ahead log a standby has received and replayed; 0 of a primary. */
  received: number;
  replayed: number;
}

/** What comes without being asked for. */
export interface ConnectionEvents {
  /** A revision was committed; not told of each, and only once {@link BooksConnection.listen} was called. */
  heard: (revision: number) => void;
  /** The connection has ended; whatever is asked of it fails. */
  lost: () => void;
}

/** A connection that says nothing for so long while it is asked is dead, whatever the network thinks. */
const SILENCE_MS = 120_000;

/** The one connection by which a node follows the books. When anything fails it is ended, and another one opened. */
export class BooksConnection {
  private readonly watchdog: NodeJS.Timeout;
  private isListening = false;

  private constructor(
    private readonly client: pg.Client,
    { heard, lost }: ConnectionEvents,
  ) {
    // Without a listener the process would die of a lost connection. Whoever asks next is told.
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => heard(Number(payload)));
    client.on('end', lost);
    this.watchdog = setTimeout(() => void this.close(), SILENCE_MS).unref();
  }

  static async open(url: string, events: ConnectionEvents): Promise<BooksConnection> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'duanka restrictions',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    const connection = new BooksConnection(client, events);
    try {
      await client.connect();
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Asks to be woken by the database; a standby cannot. @returns whether it was not asked before */
  async listen(): Promise<boolean> {
    if (this.isListening) return false;
    await this.client.query(`LISTEN ${REVISION_CHANNEL}`);
    this.isListening = true;
    return true;
  }

  /** @param revision whose stamp is wanted */
  async look(revision: number): Promise<BooksSeen> {
    const { rows } = await this.client.query<Record<keyof BooksSeen, string | null>>({
      name: 'look',
      text: LOOK,
      values: [revision],
    });
    const [row] = rows;
    if (row === undefined) throw new Error('The database does not tell its revision');
    this.progress();
    return {
      newest: Number(row.newest),
      stamp: row.stamp ?? '',
      isStandby: row.isStandby === 'true',
      isFed: row.isFed === 'true',
      received: Number(row.received ?? 0),
      replayed: Number(row.replayed ?? 0),
    };
  }

  /** Does all its work on one snapshot of the books. */
  async snapshot<Result>(work: (client: pg.ClientBase, onProgress: () => void) => Promise<Result>): Promise<Result> {
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Joining everybody with everything is worth more memory than a request gets.
    await this.client.query(`SET LOCAL work_mem = '128MB'; SET LOCAL jit = off`);
    const result = await work(this.client, () => this.progress());
    await this.client.query('COMMIT');
    this.progress();
    return result;
  }

  async close(): Promise<void> {
    clearTimeout(this.watchdog);
    await this.client.end().catch(() => undefined);
  }

  private progress(): void {
    this.watchdog.refresh();
  }
}

const LOOK = `
  SELECT (SELECT coalesce(max(number), 0) FROM revision)::text AS "newest",
    (SELECT extract(epoch FROM taken_at)::text FROM revision WHERE number = $1) AS "stamp",
    pg_is_in_recovery()::text AS "isStandby",
    (NOT pg_is_in_recovery() OR EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL))::text AS "isFed",
    CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_receive_lsn() - '0/0')::text END AS "received",
    CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::text END AS "replayed"`;
