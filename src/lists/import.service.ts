import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { RulebookStore } from '../decisions/rulebook-store.service.js';
import { strongerLevel } from '../domain/sanction-list.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { FewAtOnce } from '../platform/few-at-once.js';
import { EntriesService } from './entries.service.js';
import type { JudgedRow } from './judged-row.js';
import { ListRecords } from './list-records.service.js';
import { RowSource, type LeftAside, type OfficerFileUpload } from './row-source.service.js';
import { SanctionList } from './sanction-list.entity.js';

/** Each holds a connection that is busy with its rows, and asks by another one who is on record. */
const IMPORTS_AT_ONCE = 3;

/** A draft, and what of its file is not in it. */
export interface ImportedList {
  list: SanctionList;
  leftAside: LeftAside;
}

/** Whoever waits for an import. */
export interface Watch {
  /** Told of the rows read so far, batch by batch. */
  progress?: (counts: Readonly<Pick<SanctionList, 'total' | 'accepted' | 'rejected'>>) => void;
  /** Once aborted, the import ends and leaves nothing. */
  signal?: AbortSignal;
}

interface Draft {
  title: string;
  purpose: SanctionList['purpose'];
  template: string | null;
  fileName: string | null;
  /** Filled while the rows are read. */
  columns: string[];
}

/** From a file or a request to a draft with a verdict per row. Rows stream through; nothing is held. */
@Injectable()
export class ImportService {
  private readonly underWay = new FewAtOnce<SanctionList>(IMPORTS_AT_ONCE);

  constructor(
    private readonly db: DataSource,
    private readonly entries: EntriesService,
    private readonly source: RowSource,
    private readonly records: ListRecords,
    private readonly rulebooks: RulebookStore,
  ) {}

  /**
   * @throws Problem of the readers (`file-…`, `template-…`); nothing is kept then
   */
  async importFile(upload: OfficerFileUpload, author: OfficerPrincipal, watch: Watch = {}): Promise<ImportedList> {
    const { purpose, template, columns, leftAside, rows } = await this.source.ofFile(upload, author.organ.region);
    const draft = { title: upload.title ?? upload.fileName, purpose, template, columns, fileName: upload.fileName };
    const list = await this.inTransaction((tx) =>
      this.store(tx, draft, author, rows, { watch, file: createReadStream(upload.path) }),
    );
    return { list, leftAside };
  }

  /** A list that came as JSON. */
  async create(
    title: string,
    rows: AsyncIterable<readonly JudgedRow[]>,
    author: OfficerPrincipal,
  ): Promise<SanctionList> {
    return this.inTransaction((tx) => this.draft(tx, title, rows, author));
  }

  /** {@link create} as part of another act. */
  async draft(
    tx: EntityManager,
    title: string,
    rows: AsyncIterable<readonly JudgedRow[]>,
    author: OfficerPrincipal,
  ): Promise<SanctionList> {
    const draft: Draft = { title, purpose: 'sanctions', template: null, fileName: null, columns: [] };
    return this.store(tx, draft, author, rows, {});
  }

  private inTransaction(work: (tx: EntityManager) => Promise<SanctionList>): Promise<SanctionList> {
    return this.underWay.run(uuidv7(), () => this.db.transaction(work));
  }

  private async store(
    tx: EntityManager,
    draft: Draft,
    author: OfficerPrincipal,
    rows: AsyncIterable<readonly JudgedRow[]>,
    { watch = {}, file }: { watch?: Watch; file?: AsyncIterable<Buffer> },
  ): Promise<SanctionList> {
    const list = this.emptyList(draft, author);
    await tx.insert(SanctionList, list);
    const tally = new Tally(list, watch);
    list.contentHash = await this.entries.write(tx, list.id, tally.count(rows));
    if (file !== undefined) await this.entries.writeFile(tx, list.id, file);
    watch.signal?.throwIfAborted();
    const written = await this.records.write(tx, list, author);
    // Writing takes its turn in the audit trail: whoever has left meanwhile is left no list either.
    watch.signal?.throwIfAborted();
    return written;
  }

  private emptyList(draft: Draft, author: OfficerPrincipal): SanctionList {
    return Object.assign(new SanctionList(), draft, {
      id: uuidv7(),
      state: 'draft',
      authorId: author.id,
      total: 0,
      accepted: 0,
      rejected: 0,
      contentHash: Buffer.alloc(32),
      requiredLevel: 'city',
      rulebookHash: this.rulebooks.current().hash,
      revision: null,
    } as const);
  }
}

/** Counts rows into the list as they pass. */
class Tally {
  constructor(
    private readonly list: SanctionList,
    private readonly watch: Watch,
  ) {}

  async *count(batches: AsyncIterable<readonly JudgedRow[]>): AsyncGenerator<readonly JudgedRow[]> {
    for await (const batch of batches) {
      for (const row of batch) this.add(row);
      this.watch.signal?.throwIfAborted();
      this.watch.progress?.(this.list);
      yield batch;
    }
  }

  private add(row: JudgedRow): void {
    this.list.total += 1;
    this.list[row.verdict] += 1;
    if (row.verdict === 'accepted') {
      this.list.requiredLevel = strongerLevel(row.requiredLevel, this.list.requiredLevel);
    }
  }
}
