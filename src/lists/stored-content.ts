import type { Designation } from '../domain/designation.js';
import type { CardLead } from './card-lead.js';
import type { StoredEntry } from './entries.service.js';

/** What intake stored of an accepted row of a list of sanctions. */
export function designationOf(entry: StoredEntry): Designation {
  return JSON.parse(contentOf(entry));
}

/** What intake stored of an accepted row of a lead sheet. */
export function leadOf(entry: StoredEntry): CardLead {
  return JSON.parse(contentOf(entry));
}

function contentOf(entry: StoredEntry): string {
  if (entry.content === null) throw new Error('An accepted row has content');
  return entry.content;
}
