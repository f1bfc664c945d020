import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../domain/problem.js';
import { DEFAULT_LIMITS } from './limits.js';

/**
 * Writes an upload to disk in flat memory and refuses it as soon as it exceeds the limit, without reading the rest.
 *
 * @param path file to create; readable by the service only; removed again if anything fails
 * @returns bytes written and their SHA-256
 * @throws {Problem} `file-too-large`, `file-empty`
 */
export async function spoolUpload(
  source: Readable,
  path: string,
  maxBytes: number = DEFAULT_LIMITS.maxBytes,
): Promise<{ bytes: number; sha256: Buffer }> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(source, measured, createWriteStream(path, { mode: 0o600 }));
    if (bytes === 0) throw new Problem('file-empty');
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { bytes, sha256: hash.digest() };
}

export function tooLarge(maxBytes: number): Problem {
  return new Problem('file-too-large', { limitMb: Math.floor(maxBytes / 1024 / 1024) });
}
