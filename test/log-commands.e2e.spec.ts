import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { connect } from '../src/platform/database.js';
import { whenDone } from './support/cleanup.js';
import { aCommandLine, type CommandLine } from './support/command-line.js';
import { aClone } from './support/database.js';
import { aResidentId } from './support/designations.js';

let line: CommandLine;
let db: DataSource;
let exported: string;

/** Three decisions of three processes, and an export of their month. */
beforeAll(async () => {
  const databaseUrl = await aClone();
  line = await aCommandLine({ DATABASE_URL: databaseUrl, DUANKA_DEMO: '1' });
  db = await connect(databaseUrl, 2);
  whenDone(() => db.destroy());
  for (let count = 0; count < 3; count += 1)
    expect(
      await line.run(['decide', '--as', 'demo-bank-a', '--action', 'bank_account.open'], [aResidentId()]),
    ).toMatchObject({ exitCode: 0 });
  exported = join(line.directory, 'export.ndjson');
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  expect(await line.run(['log', 'export', '--from', month, '--out', exported])).toMatchObject({ exitCode: 0 });
});

/** Somebody else's machine: no database, no keys but the public one. */
async function aStranger(): Promise<{ verify: (file: string) => ReturnType<CommandLine['run']>; directory: string }> {
  const stranger = await aCommandLine({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  const key = join(stranger.directory, 'anchor.pem');
  await writeFile(key, (await line.run(['log', 'key'])).output);
  return {
    verify: (file) => stranger.run(['log', 'verify', '--file', file, '--public-key', key, '--json']),
    directory: stranger.directory,
  };
}

describe('log verify', () => {
  it('an untouched log is intact: chains, anchors and contents', async () => {
    const answer = await line.run(['log', 'verify', '--json']);

    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      intact: true,
      chains: 3,
      decisions: 3,
      // Each process signs when it stops.
      anchors: 3,
      groupsSinceAnchor: 0,
      areContentsChecked: true,
    });
  });

  it('with the public key alone the chains and anchors are checked, but no content', async () => {
    const key = join(line.directory, 'anchor.jwk');
    await writeFile(key, (await line.run(['log', 'key', '--json'])).output);
    const other = line.with({ DUANKA_KEYS_FILE: join(line.directory, 'none.json') });

    const answer = await other.run(['log', 'verify', '--public-key', key]);
    const without = await other.run(['log', 'verify']);

    expect(answer).toMatchObject({ exitCode: 0, output: expect.stringContaining('The contents were not read') });
    expect(without).toMatchObject({ exitCode: 2, messages: expect.stringContaining('--public-key') });
  });

  it('a flipped bit is named with its chain, and the exit code is 1', async () => {
    const [{ id: chain }]: [{ id: string }] = await db.query(
      'SELECT id FROM decision_chain ORDER BY opened_at LIMIT 1',
    );
    const flip = async (): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.query('SET LOCAL session_replication_role = replica');
        await tx.query('UPDATE decision_group SET hash = set_byte(hash, 3, get_byte(hash, 3) # 1) WHERE chain = $1', [
          chain,
        ]);
      });

    await flip();
    const answer = await line.run(['log', 'verify']);
    await flip();

    expect(answer.exitCode).toBe(1);
    expect(answer.output).toContain(`${chain}: row 1 was altered`);
  });
});

describe('log export', () => {
  it('is verified by somebody who has neither the database nor the keys', async () => {
    const { verify } = await aStranger();

    const answer = await verify(exported);

    expect(answer.messages).toBe('');
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({ intact: true, chains: 3, decisions: 3, areContentsChecked: false });
  });

  it('shows nobody what was asked', async () => {
    const text = await readFile(exported, 'utf8');

    expect(text).not.toContain('bank_account.open');
    expect(text).not.toContain('resident_id');
  });

  it.each([
    {
      what: 'a group is left out',
      edit: (lines: string[]) => lines.filter((_, at) => at !== lines.length - 2),
      says: '"tail-removed"',
    },
    {
      what: 'the outcomes of a group are changed',
      edit: (lines: string[]) => lines.map((text) => text.replace('"outcomes":{"ALLOW":1}', '"outcomes":{"DENY":1}')),
      says: '"altered"',
    },
    {
      what: 'an anchor is left out',
      edit: (lines: string[]) => lines.filter((text) => !text.includes('"number":2')),
      says: '"anchor-removed"',
    },
    {
      what: 'the manifest is changed',
      edit: (lines: string[]) => lines.map((text) => text.replace('"decisions":3', '"decisions":2')),
      says: 'not what was signed',
    },
    {
      what: 'it is cut off in the middle of a line',
      edit: (lines: string[]) => [lines.join('\n').slice(0, -200)],
      says: 'not a line of an export',
    },
  ])('it is found when $what', async ({ edit, says }) => {
    const { verify, directory } = await aStranger();
    const file = join(directory, 'forged.ndjson');
    await writeFile(file, edit((await readFile(exported, 'utf8')).split('\n')).join('\n'));

    const answer = await verify(file);

    expect(answer.exitCode).toBe(1);
    expect(`${answer.output}${answer.messages}`).toContain(says);
  });

  it('does not overwrite a file', async () => {
    expect(await line.run(['log', 'export', '--from', '2026-11', '--out', exported])).toMatchObject({ exitCode: 2 });
    expect(await line.run(['log', 'export', '--from', '2026-13', '--out', `${exported}2`])).toMatchObject({
      exitCode: 2,
    });
  });
});

describe('log replay', () => {
  it('every stored decision comes out byte for byte the same', async () => {
    const all = await line.run(['log', 'replay', '--json']);
    const some = await line.run(['log', 'replay', '--last', '2', '--json']);

    expect(all).toMatchObject({ exitCode: 0 });
    expect(all.json()).toMatchObject({ decisions: 3, same: 3, different: [] });
    expect(some.json()).toMatchObject({ decisions: 2, same: 2 });
  });
});

describe('log anchor and log retain', () => {
  it('there is nothing to sign after every process has signed when it stopped, and no month that old', async () => {
    expect((await line.run(['log', 'anchor', '--json'])).json()).toEqual({ anchor: null });
    expect((await line.run(['log', 'retain', '--months', '1', '--json'])).json()).toEqual({
      months: [],
      groups: 0,
      decisions: 0,
    });
    expect(await line.run(['log', 'retain', '--months', '0'])).toMatchObject({ exitCode: 2 });
  });
});
