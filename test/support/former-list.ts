import { createHash } from 'node:crypto';
import { EntriesService } from '../../src/lists/entries.service.js';
import type { TestApp } from './app.js';

/** What the versions before rows had digests hashed of a list: all rows, one after the other. */
export async function signedTextOf({ app, db }: TestApp, id: string): Promise<string> {
  const texts: string[] = [];
  for await (const page of app.get(EntriesService).stream(db.manager, id)) {
    for (const { row, verdict, code, notes, category, content, raw } of page) {
      const lengths = [content?.length ?? -1, raw?.length ?? -1];
      const head = [row, verdict, code ?? '', notes.join(' '), category ?? '', ...lengths];
      texts.push(`${head.join('\n')}\n${content ?? ''}\n${raw ?? ''}\n`);
    }
  }
  return texts.join('');
}

/** Makes a draft what those versions left of it. @returns the hash it has then, in hex */
export async function asFormerVersionWrote(test: TestApp, id: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await signedTextOf(test, id))
    .digest();
  await test.db.query('UPDATE list_entry SET digest = NULL WHERE list_id = $1', [id]);
  await test.db.query('UPDATE sanction_list SET content_hash = $2 WHERE id = $1', [id, hash]);
  return hash.toString('hex');
}
