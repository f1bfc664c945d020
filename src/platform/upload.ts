import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../domain/problem.js';
import { spoolUpload } from '../files/spool.js';

/** A file that came with a multipart request, on disk for as long as it is worked on. */
export interface Upload {
  path: string;
  fileName: string;
  /** The other fields of the form, before or after the file. */
  fields: Readonly<Record<string, string>>;
}

const MAX_NAME = 255;

/**
 * Takes the one file of a multipart request, works on it, and removes it again whatever happens.
 *
 * @throws Problem `unsupported-media-type`, `file-missing`, `file-too-large`, `file-empty`
 */
export async function withUpload<Result>(
  request: FastifyRequest,
  maxBytes: number,
  work: (upload: Upload) => Promise<Result>,
): Promise<Result> {
  if (!request.isMultipart()) throw new Problem('unsupported-media-type');
  const directory = await mkdtemp(join(tmpdir(), 'duanka-upload-'));
  try {
    return await work(await receive(request, join(directory, 'file'), maxBytes));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function receive(request: FastifyRequest, path: string, maxBytes: number): Promise<Upload> {
  const fields: Record<string, string> = {};
  let fileName: string | undefined;
  // One byte more than allowed lets the spool see the excess and name the limit.
  for await (const part of request.parts({
    limits: { files: 1, fields: 10, fieldSize: 4096, fileSize: maxBytes + 1 },
  })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value;
    } else {
      await spoolUpload(part.file, path, maxBytes);
      fileName = plainFileName(part.filename);
    }
  }
  if (fileName === undefined) throw new Problem('file-missing');
  return { path, fileName, fields };
}

/** The last segment, without control characters: a client may send a whole path, or worse. */
function plainFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/\p{Cc}/gu, '').slice(0, MAX_NAME);
  return plain === '' ? 'file' : plain;
}
