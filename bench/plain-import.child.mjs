/** The least a file of rows can cost: parse it and drop the rows; then COPY the same rows as text, nothing checked, nothing encrypted. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { answerMessages } from './child.mjs';

function rowsOf(path) {
  const text = Readable.toWeb(createReadStream(path)).pipeThrough(new TextDecoderStream('gb18030'));
  return Readable.fromWeb(text).pipe(parse({ columns: false }));
}

async function parseMs(path) {
  const startedAt = performance.now();
  let rows = 0;
  for await (const _ of rowsOf(path)) rows++;
  return { parseMs: performance.now() - startedAt, rows };
}

async function copyMs(path, databaseUrl) {
  const lines = [];
  for await (const row of rowsOf(path)) lines.push(`${row.join('\t')}\n`);
  const [header] = lines.splice(0, 1);
  const columns = header
    .trim()
    .split('\t')
    .map((name) => escapeIdentifier(name));
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`DROP TABLE IF EXISTS bench_plain`);
    await client.query(`CREATE TABLE bench_plain (${columns.map((name) => `${name} text`).join(', ')})`);
    const startedAt = performance.now();
    await pipeline(Readable.from(inChunks(lines)), client.query(copyFrom(`COPY bench_plain FROM STDIN`)));
    return performance.now() - startedAt;
  } finally {
    await client.end();
  }
}

function* inChunks(lines) {
  for (let at = 0; at < lines.length; at += 1000) yield lines.slice(at, at + 1000).join('');
}

answerMessages({
  measure: async ({ path, databaseUrl }) => ({ ...(await parseMs(path)), copyMs: await copyMs(path, databaseUrl) }),
});
