import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Problem } from '../../domain/problem.js';
import { damaged } from '../damage.js';
import type { ReadLimits } from '../limits.js';

const MAX_PARTS = 10_000;
/** Below this size a part may be as dense as it likes: a short sheet of blanks is no bomb. */
const HARMLESS_BYTES = 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * The parts of an XLSX, which is a ZIP archive.
 *
 * Declared sizes are checked before anything is inflated, real sizes while it is: declared ones can lie. Names are keys
 * of a map and never become paths of the file system.
 */
export class PackageParts {
  private inflatedBytes = 0;

  private constructor(
    private readonly archive: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly limits: ReadLimits,
  ) {}

  /** @throws {Problem} `file-damaged` if it is no sound archive, `file-expands-too-much` if it says so itself */
  static async open(path: string, limits: ReadLimits): Promise<PackageParts> {
    const archive = await soundly(openPromise(path, { autoClose: false, validateEntrySizes: false }));
    try {
      return new PackageParts(archive, await soundly(readDirectory(archive, limits)), limits);
    } catch (error) {
      archive.close();
      throw error;
    }
  }

  close(): void {
    this.archive.close();
  }

  /** Part names are compared without case, as the Open Packaging Conventions have it. */
  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  names(): Iterable<string> {
    return this.entries.keys();
  }

  /**
   * The inflated bytes of a part.
   *
   * @throws {Problem} `file-damaged` if it is missing, cut off or fails its checksum; `file-expands-too-much`
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase());
    if (entry === undefined) throw damaged('工作簿缺少部件', 'a part of the workbook is missing');
    const stream = await soundly(this.archive.openReadStreamPromise(entry));
    let bytes = 0;
    let checksum = 0;
    try {
      const chunks: AsyncIterable<Buffer> = stream;
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        this.inflatedBytes += chunk.byteLength;
        assertBounded(bytes, entry.compressedSize, this.inflatedBytes, this.limits);
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw asProblem(error);
    } finally {
      stream.destroy();
    }
    if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) throw brokenArchive();
  }
}

async function readDirectory(archive: ZipFile, limits: ReadLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let declaredBytes = 0;
  for await (const entry of archive.eachEntry()) {
    if (entry.isEncrypted())
      throw damaged('工作簿已加密,请去掉密码后再上传', 'the workbook is encrypted: remove the password');
    const name = entry.fileName.toLowerCase();
    const isReadable = entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED;
    if (entries.has(name) || entries.size >= MAX_PARTS || !isReadable) throw brokenArchive();
    declaredBytes += entry.uncompressedSize;
    assertBounded(entry.uncompressedSize, entry.compressedSize, declaredBytes, limits);
    entries.set(name, entry);
  }
  return entries;
}

function assertBounded(bytes: number, compressedBytes: number, allBytes: number, limits: ReadLimits): void {
  const isDense = bytes > HARMLESS_BYTES && bytes > compressedBytes * limits.maxInflationRatio;
  if (isDense || allBytes > limits.maxInflatedBytes) throw new Problem('file-expands-too-much');
}

async function soundly<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw asProblem(error);
  }
}

/** What the archive library throws is about the archive, except what the operating system reports. */
function asProblem(error: unknown): unknown {
  const isOurs = error instanceof Problem || (error instanceof Error && 'syscall' in error);
  return isOurs ? error : brokenArchive();
}

function brokenArchive(): Problem {
  return damaged('压缩包不完整或已被改动', 'the archive is incomplete or altered');
}
