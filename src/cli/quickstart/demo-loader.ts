import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { compareLevels } from '../../domain/sanction-list.js';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { ApprovalService } from '../../lists/approval.service.js';
import { ImportService } from '../../lists/import.service.js';
import { listResponse } from '../../lists/list-response.js';
import type { ListResponse } from '../../lists/list-response.dto.js';
import { ListsService } from '../../lists/lists.service.js';
import { cardsOfFile } from '../../registry/card-source.js';
import { CardsService } from '../../registry/cards.service.js';
import { cardsOf, readCardFile } from '../import-cards.js';
import { estimatedRows, showProgress } from '../progress.js';
import type { SignIn } from '../sign-in.js';
import type { Terminal } from '../terminal.js';
import { DEMO_CARDS, DEMO_LISTS, demoPath, PROVINCE_APPROVER, type DemoList } from './demo-files.js';

const REMARK = '演示数据';
const ERASE_LINE = '\r\u001B[K';

/**
 * Puts the demo data in as officers and institutions would. Every step is one transaction, and is skipped where it is
 * done: a start that was killed half-way goes on where it stopped, a later one changes nothing.
 */
export class DemoLoader {
  private readonly officers = new Map<string, OfficerPrincipal>();

  constructor(
    private readonly services: INestApplicationContext,
    private readonly signIn: SignIn,
    private readonly terminal: Terminal,
  ) {}

  /** @param signal stops the loading after the step that runs */
  async load(signal: AbortSignal): Promise<void> {
    const known = await this.listsByTitle();
    for (const demo of DEMO_LISTS) {
      if (signal.aborted) return;
      await this.loadList(demo, known.get(demo.title));
    }
    if (signal.aborted) return;
    await this.loadCards();
    // As after every bulk load: until PostgreSQL knows the tables, the first pages take it half a minute.
    await this.services.get(DataSource).query('ANALYZE');
  }

  private async loadList(demo: DemoList, known: ListResponse | undefined): Promise<void> {
    if (known !== undefined && known.state !== 'draft' && known.state !== 'submitted') return;
    const startedAt = performance.now();
    this.begin(demo.file);
    let list = known ?? (await this.importList(demo));
    const lists = this.services.get(ListsService);
    if (list.state === 'draft') list = listResponse(await lists.submit(list.id, await this.officer(demo.submitter)));
    this.begin(demo.file, `approving ${list.counts.accepted} rows …`);
    const approver = compareLevels(list.requiredLevel, 'city') > 0 ? PROVINCE_APPROVER : demo.approver;
    const request = { remark: REMARK, contentHash: list.contentHash };
    const approved = listResponse(
      await this.services.get(ApprovalService).approve(list.id, await this.officer(approver), request),
    );
    const { accepted, rejected } = approved.counts;
    this.end(
      demo.file,
      `${accepted} accepted, ${rejected} rejected; approved by ${approver}, revision ${approved.revision ?? '?'}`,
      startedAt,
    );
  }

  private async importList({ file, title, submitter }: DemoList): Promise<ListResponse> {
    const path = demoPath(file);
    const author = await this.officer(submitter);
    const progress = showProgress(this.terminal, `  ${file}`, await estimatedRows(path));
    try {
      const upload = { path, fileName: file, title };
      const imports = this.services.get(ImportService);
      const { list } = await imports.importFile(upload, author, { progress: ({ total }) => progress.update(total) });
      return listResponse(list);
    } finally {
      progress.stop();
    }
  }

  private async loadCards(): Promise<void> {
    const path = demoPath(DEMO_CARDS);
    const cards = this.services.get(CardsService);
    const missing: string[] = [];
    const { institutions, rows } = await readCardFile(this.services, path, DEMO_CARDS);
    for (const { id, code } of institutions)
      if ((await cards.page(id, undefined)).items.length === 0) missing.push(code);
    if (missing.length === 0) return;
    const startedAt = performance.now();
    const progress = showProgress(this.terminal, `  ${DEMO_CARDS}`, rows);
    let done = 0;
    try {
      for (const institution of institutions.filter(({ code }) => missing.includes(code))) {
        const own = cardsOf(institution.code, cardsOfFile(path, DEMO_CARDS), () => progress.update(++done));
        await cards.importCards(institution, own, actorOf(await this.signIn.client(institution.code)));
      }
    } finally {
      progress.stop();
    }
    this.end(DEMO_CARDS, `${done} cards of ${missing.length} institutions`, startedAt);
  }

  /** The demo's own lists, recognised by title; the newest of a title counts. */
  private async listsByTitle(): Promise<Map<string, ListResponse>> {
    const lists = new Map<string, ListResponse>();
    let cursor: string | null = null;
    do {
      const page = await this.services.get(ListsService).page({ limit: 100, ...(cursor === null ? {} : { cursor }) });
      for (const { list } of page.items) if (!lists.has(list.title)) lists.set(list.title, listResponse(list));
      cursor = page.nextCursor;
    } while (cursor !== null);
    return lists;
  }

  private async officer(username: string): Promise<OfficerPrincipal> {
    const known = this.officers.get(username) ?? (await this.signIn.officer(username));
    this.officers.set(username, known);
    return known;
  }

  /** A line per step; on a terminal the bar, and then what goes on, stand in its place until it is done. */
  private begin(step: string, doing = '…'): void {
    const { messages } = this.terminal;
    messages.write(messages.isTTY === true ? `${ERASE_LINE}  ${step}: ${doing}` : '');
  }

  private end(step: string, result: string, startedAt: number): void {
    const { messages } = this.terminal;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    messages.write(`${messages.isTTY === true ? ERASE_LINE : ''}  ${step}: ${result} (${seconds} s)\n`);
  }
}
