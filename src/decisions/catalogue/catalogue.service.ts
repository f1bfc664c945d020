import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TextLanguage } from '../../rulebook/reasons.js';
import { RulebookStore } from '../rulebook-store.service.js';
import { catalogueOf } from './catalogue.js';
import type { CatalogueResponse } from './catalogue.dto.js';

/** A catalogue with its name for caches. */
export interface TaggedCatalogue {
  catalogue: CatalogueResponse;
  /** Value of `ETag`: of what is in it, so that new words of the service are new too. */
  tag: string;
}

/** The words of the law in force, made once for each rulebook and language. */
@Injectable()
export class Catalogues {
  private made = new Map<TextLanguage, TaggedCatalogue>();

  constructor(private readonly rulebooks: RulebookStore) {}

  current(language: TextLanguage): TaggedCatalogue {
    const rulebook = this.rulebooks.current();
    const known = this.made.get(language);
    if (known?.catalogue.rulebook === rulebook.hash) return known;
    const catalogue = catalogueOf(rulebook, language);
    const digest = createHash('sha256').update(JSON.stringify(catalogue)).digest('base64url');
    const tagged = { catalogue, tag: `"${digest}"` };
    this.made.set(language, tagged);
    return tagged;
  }
}
