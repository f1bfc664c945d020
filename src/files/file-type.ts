import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Problem } from '../domain/problem.js';
import { damaged } from './damage.js';

export type FileFormat = 'csv' | 'xlsx';

/** Bytes of the beginning that decide about type, encoding, delimiter and header. */
const HEAD_BYTES = 64 * 1024;
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/** First bytes of what is neither CSV nor XLSX, though its name may say so. */
const FOREIGN_BEGINNINGS: readonly Buffer[] = [
  Buffer.from('%PDF'),
  Buffer.from('89504e47', 'hex'), // PNG
  Buffer.from('ffd8ff', 'hex'), // JPEG
  Buffer.from('GIF8'),
  Buffer.from('1f8b', 'hex'), // gzip
  Buffer.from('Rar!'),
  Buffer.from('377abcaf', 'hex'), // 7-Zip
  Buffer.from('7f454c46', 'hex'), // ELF
  Buffer.from('{\\rtf'),
  Buffer.from('PK\u0005\u0006'), // an empty archive
];

/** The first 64 KiB of a file, or all of it. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The type of a file by its content; its name is not asked.
 *
 * @throws {Problem} `file-type-unknown`, or `file-damaged` for a workbook behind a password
 */
export async function detectFormat(path: string, head: Buffer): Promise<FileFormat> {
  if (beginsWith(head, Buffer.from('PK\u0003\u0004'))) return 'xlsx';
  if (beginsWith(head, COMPOUND_FILE)) {
    // Excel wraps an encrypted XLSX into the container of the old XLS.
    if (await contains(path, ENCRYPTED_STREAM)) {
      throw damaged('工作簿有打开密码,请去掉密码后再上传', 'the workbook is encrypted: remove the password');
    }
    throw new Problem('file-type-unknown');
  }
  if (FOREIGN_BEGINNINGS.some((beginning) => beginsWith(head, beginning)) || isMarkupOrJson(head) || isBinary(head)) {
    throw new Problem('file-type-unknown');
  }
  return 'csv';
}

const EXTENSIONS: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.txt': 'csv',
  '.tsv': 'csv',
  '.xlsx': 'xlsx',
  '.xlsm': 'xlsx',
};

/**
 * Refuses a name that promises something else than the content is: either the officer chose the wrong file, or
 * somebody hides one. A name without extension promises nothing.
 *
 * @throws {Problem} `file-extension-mismatch`
 */
export function assertExtensionFits(fileName: string, format: FileFormat): void {
  const extension = extname(fileName.trim()).toLowerCase();
  if (extension === '' || EXTENSIONS[extension] === format) return;
  // An odd extension is the sender's text: it goes into the answer only if it is short and plain.
  const shown = /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '…';
  throw new Problem('file-extension-mismatch', { extension: shown, content: format.toUpperCase() });
}

function beginsWith(head: Buffer, beginning: Buffer): boolean {
  return head.subarray(0, beginning.length).equals(beginning);
}

/** HTML and XML are often saved under `.xls`; no header row of a template begins like this. */
function isMarkupOrJson(head: Buffer): boolean {
  const first = head
    .subarray(0, 256)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .charAt(0);
  return first === '<' || first === '{' || first === '[';
}

/** Control characters in number; a single NUL in a text is damage, not another type. UTF-16 has its own mark. */
function isBinary(head: Buffer): boolean {
  if (beginsWith(head, Buffer.from([0xff, 0xfe])) || beginsWith(head, Buffer.from([0xfe, 0xff]))) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
  }
  return controls > 4 && controls * 20 > head.length;
}

async function contains(path: string, needle: Buffer): Promise<boolean> {
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    const window: Buffer = Buffer.concat([tail, chunk]);
    if (window.includes(needle)) return true;
    tail = window.subarray(Math.max(0, window.length - needle.length));
  }
  return false;
}
