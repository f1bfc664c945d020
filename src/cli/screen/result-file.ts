import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../failure.js';

/** Customers and what is held against them: for the operator's eyes only. */
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** The file of results while it grows. What was appended is on the disk. */
export class ResultFile {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private position: number,
  ) {}

  /** A new, empty file; one that was there is gone. */
  static async create(path: string): Promise<ResultFile> {
    await rm(path, { force: true });
    return new ResultFile(path, await open(path, 'wx', OWNER_ONLY), 0);
  }

  /**
   * Goes on behind what is known to be whole; what a crash left behind it is cut off.
   *
   * @throws {Refusal} if the file is shorter than that, or gone
   */
  static async goOn(path: string, bytes: number): Promise<ResultFile> {
    const file = await open(path, 'r+').catch(() => undefined);
    const { size } = (await file?.stat()) ?? { size: 0 };
    if (file === undefined || size < bytes) {
      await file?.close();
      throw new Refusal(`${path} is not as it was left: --restart begins anew`);
    }
    await file.truncate(bytes);
    return new ResultFile(path, file, bytes);
  }

  /** Its length. */
  get bytes(): number {
    return this.position;
  }

  /** @throws {Refusal} if somebody else writes to it: the same command was started twice */
  async append(text: string): Promise<void> {
    const { size } = await this.file.stat();
    if (size !== this.position)
      throw new Refusal(`Somebody else writes to ${this.path}: is the same command running twice?`);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.file.write(bytes, at, bytes.length - at, this.position + at);
      at += bytesWritten;
    }
    await this.file.datasync();
    this.position += bytes.length;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/**
 * Replaces a file by another content, and makes its folder: whoever reads it sees the old one or the new one, also after
 * a crash.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const file = await open(draft, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
