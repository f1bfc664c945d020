import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/** A column value in PostgreSQL's binary COPY format, or null. */
export type CopyField = Buffer | null;

type Batch = readonly (readonly CopyField[])[];
type Batches = AsyncIterable<Batch> | readonly Batch[];

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const TEXT_OID = 25;

export function uuidField(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export function integerField(value: number): Buffer {
  const field = Buffer.allocUnsafe(4);
  field.writeInt32BE(value);
  return field;
}

export function textField(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** A one-dimensional `text[]`. */
export function textArrayField(texts: readonly string[]): Buffer {
  const header = Buffer.alloc(texts.length === 0 ? 12 : 20);
  header.writeInt32BE(texts.length === 0 ? 0 : 1, 0);
  header.writeInt32BE(TEXT_OID, 8);
  if (texts.length > 0) {
    header.writeInt32BE(texts.length, 12);
    header.writeInt32BE(1, 16);
  }
  const items = texts.flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8');
    return [integerField(bytes.length), bytes];
  });
  return Buffer.concat([header, ...items]);
}

function tuple(fields: readonly CopyField[]): Buffer {
  let size = 2;
  for (const field of fields) size += 4 + (field?.length ?? 0);
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeInt16BE(fields.length, 0);
  for (const field of fields) {
    at = bytes.writeInt32BE(field?.length ?? -1, at);
    if (field !== null) at += field.copy(bytes, at);
  }
  return bytes;
}

/**
 * Streams rows into a table with binary COPY, inside the caller's transaction, with back-pressure.
 *
 * @param target `table (column, …)`, a constant of the caller
 * @param batches rows, their fields in the order of the columns; a batch is one message, so that the server is not woken
 *   for every row. The connection is busy until they end
 */
export async function copyInto(tx: EntityManager, target: string, batches: Batches): Promise<void> {
  const client: ClientBase = await tx.queryRunner?.connect();
  const sink = client.query(copyStreams.from(`COPY ${target} FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from(messages(batches), { objectMode: false }), sink);
}

async function* messages(batches: Batches): AsyncGenerator<Buffer> {
  yield SIGNATURE;
  for await (const batch of batches) if (batch.length > 0) yield Buffer.concat(batch.map(tuple));
  yield TRAILER;
}
