import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { cardLeadReader } from '../files/card-rows.js';
import { designationReader } from '../files/designations.js';
import { openOfficerFile, type Table } from '../files/officer-file.js';
import type { RowResult } from '../files/row-result.js';
import { recogniseTemplate, type Recognised } from '../files/recognise-template.js';
import { isTemplateId, TEMPLATES, type TemplateId } from '../files/templates.js';
import type { DesignationDto } from './lists.dto.js';
import { IntakeService, type ReadRow, type Sitting } from './intake.service.js';
import type { JudgedRow } from './judged-row.js';
import { LeadIntakeService } from './lead-intake.service.js';
import { draftOfRequest } from './request-entries.js';
import { byName, cellsIn, distinctNames, entryIn } from './written-row.js';
import type { SanctionList } from './sanction-list.entity.js';

/** An officer file that lies on this machine's disk. */
export interface OfficerFileUpload {
  path: string;
  fileName: string;
  title?: string;
  template?: TemplateId;
  /** What it must be for; by default whatever the template says. */
  purpose?: SanctionList['purpose'];
}

export interface FileRows {
  purpose: SanctionList['purpose'];
  template: TemplateId;
  /** Header cells over all tables; complete when the rows have ended. */
  columns: string[];
  /** Complete when the rows have ended. */
  leftAside: LeftAside;
  rows: AsyncIterable<readonly JudgedRow[]>;
}

/** What of a file is in no row of the list: it must not vanish silently. */
export interface LeftAside {
  /** Names of sheets without a known header. */
  sheets: readonly string[];
  /** Total lines and repeated headers, by the number the spreadsheet shows. */
  lines: { sheet: string; line: number; why: 'total' | 'repeated_header' }[];
}

/** A stored row about to be read again. */
export interface WrittenRow {
  row: number;
  /** Null in stored rows from before it was always kept: then what was understood is read instead. */
  raw: string | null;
  content: string | null;
  /** Taken out by the author: whatever it says, it is refused, and names nobody. */
  isExcluded: boolean;
}

type Reader<Value> = (cells: readonly string[]) => RowResult<Value>;

/** Where the rows of a list come from: an officer file, or the entries of a request. */
@Injectable()
export class RowSource {
  constructor(
    private readonly intake: IntakeService,
    private readonly leadIntake: LeadIntakeService,
  ) {}

  /**
   * @param region GB/T 2260 code of the submitting organ
   * @throws Problem `template-not-a-list` or `template-not-leads` for a file of another use, and the readers' own
   */
  async ofFile({ path, fileName, template, purpose }: OfficerFileUpload, region: string): Promise<FileRows> {
    const file = await openOfficerFile(path, { fileName, ...(template === undefined ? {} : { template }) });
    const tables = file.tables[Symbol.asyncIterator]();
    const first = await tables.next();
    if (first.done === true) throw new Problem('file-empty');
    const recognised = first.value.recognised.template;
    const use = TEMPLATES[recognised].use;
    const columns: string[] = [];
    const leftAside: LeftAside = { sheets: file.skippedSheets, lines: [] };
    const all = { first: first.value, rest: tables, columns, leftAside };
    if (use === 'sanctions' && purpose !== 'card_blacklist') {
      const rows = this.intake.judge(
        readRows(all, (table) => designationReader(table.recognised)),
        { region },
      );
      return { purpose: 'sanctions', template: recognised, columns, leftAside, rows };
    }
    if (use === 'card-leads' && purpose !== 'sanctions') {
      const rows = this.leadIntake.judge(readRows(all, (table) => cardLeadReader(table.recognised)));
      return { purpose: 'card_blacklist', template: recognised, columns, leftAside, rows };
    }
    // The file is closed with its tables.
    await tables.return?.();
    const refusal = purpose === 'card_blacklist' ? 'template-not-leads' : 'template-not-a-list';
    throw new Problem(refusal, { template: TEMPLATES[recognised].title });
  }

  /** Entries of a request, numbered from 1. */
  ofRequest(entries: readonly DesignationDto[], region: string): AsyncIterable<readonly JudgedRow[]> {
    const rows = entries.map((entry, index) => ({
      row: index + 1,
      written: () => JSON.stringify(entry),
      result: draftOfRequest(entry),
    }));
    return this.intake.judge(once(rows), { region });
  }

  /**
   * Rows of a draft, read by the very reader and judged by the very intake of an import: those of one subject or card must come
   * together, in their order.
   */
  again(
    list: Pick<SanctionList, 'template' | 'columns'>,
    rows: readonly WrittenRow[],
    sitting: Sitting & { manager: EntityManager },
  ): AsyncIterable<readonly JudgedRow[]> {
    const { template, columns } = list;
    if (template === null) {
      const entries = rows.map((written) => readWritten(written, (raw) => draftOfRequest(entryIn(raw))));
      return this.intake.judge(once(entries), sitting);
    }
    if (!isTemplateId(template)) throw new Error('A list of a template that no list can be of');
    return TEMPLATES[template].use === 'card-leads'
      ? this.leadIntake.judge(once(readAgain(columns, template, rows, cardLeadReader)), sitting.manager)
      : this.intake.judge(once(readAgain(columns, template, rows, designationReader)), sitting);
  }
}

/** Rows of a file as they were stored, each read under its own columns. */
function readAgain<Value>(
  columns: readonly string[],
  template: TemplateId,
  rows: readonly WrittenRow[],
  readerOf: (recognised: Recognised) => Reader<Value>,
): ReadRow<Value>[] {
  const readers = new Map<string, Reader<Value>>();
  return rows.map((written) =>
    readWritten(written, (raw) => {
      const { names, cells } = cellsIn(columns, raw);
      const read = readers.get(names.join('\n')) ?? readerOf(recogniseTemplate(names, template));
      readers.set(names.join('\n'), read);
      return read(cells);
    }),
  );
}

function readWritten<Value>(
  { row, raw, content, isExcluded }: WrittenRow,
  read: (raw: string) => RowResult<Value>,
): ReadRow<Value> {
  const written = (): string | null => raw;
  if (isExcluded) return { row, written, result: EXCLUDED };
  if (raw !== null) return { row, written, result: read(raw) };
  if (content === null) throw new Problem('list-entry-without-original');
  // Only rows without notes were kept like this.
  return { row, written, result: { ok: true, value: JSON.parse(content), notes: [] } };
}

const EXCLUDED = { ok: false, code: 'EXCLUDED', notes: [] } satisfies RowResult<never>;

interface Tables {
  first: Table;
  rest: AsyncIterator<Table>;
  columns: string[];
  leftAside: LeftAside;
}

async function* readRows<Value>(
  { first, rest, columns, leftAside }: Tables,
  readerOf: (table: Table) => Reader<Value>,
): AsyncGenerator<ReadRow<Value>[]> {
  for (let table: Table | undefined = first; table !== undefined; table = await following(rest)) {
    const read = readerOf(table);
    const names = distinctNames(table.header);
    columns.push(...names.filter((name) => !columns.includes(name)));
    for await (const batch of table.batches) {
      yield batch.map(({ row, cells }) => ({
        row,
        written: () => JSON.stringify(byName(names, cells)),
        result: read(cells),
      }));
    }
    leftAside.lines.push(...table.skipped.map(({ line, why }) => ({ sheet: table.sheet, line, why })));
  }
}

async function following(tables: AsyncIterator<Table>): Promise<Table | undefined> {
  const next = await tables.next();
  return next.done === true ? undefined : next.value;
}

async function* once<Value>(value: Value): AsyncGenerator<Value> {
  yield value;
}
