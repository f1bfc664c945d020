import type { Command } from 'commander';
import { anchorKeyOf } from '../decision-log/anchor-key.js';
import { writeAnchor } from '../decision-log/anchors.js';
import { queryOf } from '../decision-log/log-check.service.js';
import { openKeyring } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { withDatabase } from './services.js';

export function addLogAnchor(parent: Command, shell: Shell): void {
  newCommand(parent, 'anchor', 'sign where every chain of the decision log stands now', [
    'duanka log anchor   # a service does it every hour and when it stops',
  ]).action((options: CommonOptions) => shell.report(options, () => run(shell)));
}

async function run({ terminal }: Shell): Promise<Report> {
  const config = terminal.readConfig();
  const key = anchorKeyOf(openKeyring(config));
  const anchor = await withDatabase(config, (database) =>
    database.transaction((tx) => writeAnchor(queryOf(tx), key, new Date())),
  );
  if (anchor === null) return { json: { anchor: null }, text: 'Nothing was written since the last anchor.' };
  const { number, content, hash, keyId } = anchor;
  const said = { number, hash: hash.toString('hex'), keyId, chains: content.chains.length };
  return {
    json: { anchor: said },
    text: `Anchor ${number} ${said.hash} signs the heads of ${said.chains} chains (key ${keyId}). Note it elsewhere.`,
  };
}
