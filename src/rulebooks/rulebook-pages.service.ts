import { Injectable } from '@nestjs/common';
import type { Language } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { runCases } from '../rulebook/cases.js';
import { caseFiles } from '../rulebook/check.js';
import { parseFiles } from '../rulebook/files.js';
import { readableRulebook } from '../rulebook/readable.js';
import type { ReadableRulebook } from '../rulebook/readable-document.js';
import { renderRulebookHtml } from '../rulebook/readable-html.js';
import { RulebooksService } from './rulebooks.service.js';

/** A rulebook as a lawyer reads it. */
export interface RulebookPage {
  document: ReadableRulebook;
  html: string;
}

/** Pages kept: what is asked for is the one in force and the candidate, in two languages. */
const MOST_KEPT = 8;

/** Rulebooks as pages. Each runs its golden cases to tell which rule they are about, so that pages are kept for the day. */
@Injectable()
export class RulebookPages {
  private readonly kept = new Map<string, Promise<RulebookPage>>();

  constructor(
    private readonly rulebooks: RulebooksService,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} `rulebook-not-found` */
  async page(hash: string, language: Language): Promise<RulebookPage> {
    const day = this.clock.today();
    const key = `${hash} ${language} ${day}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const page = this.made(hash, language);
    this.kept.set(key, page);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    // What failed is not kept: another time there may be such a rulebook.
    page.catch(() => this.kept.delete(key));
    return page;
  }

  private async made(hash: string, language: Language): Promise<RulebookPage> {
    const { rulebook, cases } = await this.rulebooks.whole(hash);
    const results = await runCases(rulebook, caseFiles(parseFiles(cases).parsed));
    const document = readableRulebook(rulebook, {
      language: language === 'en' ? 'en' : 'zh',
      day: this.clock.today(),
      results,
    });
    return { document, html: renderRulebookHtml(document) };
  }
}
