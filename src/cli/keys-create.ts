import type { Command } from 'commander';
import { createKeyring } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { UsageError } from './failure.js';

export function addKeysCreate(parent: Command, shell: Shell): void {
  newCommand(parent, 'create', 'make the keyring of a new installation; an existing one is never overwritten', [
    'duanka keys create',
    'DUANKA_KEYS_FILE=/etc/duanka/keys.json duanka keys create',
  ])
    .addHelpText('after', '\nBack the file up: without it nothing personal in the database can be read or found again.')
    .action((options: CommonOptions) => shell.report(options, async () => run(shell)));
}

function run({ terminal }: Shell): Report {
  const { keysFile, keysJson } = terminal.readConfig();
  if (keysJson !== undefined) throw new UsageError('The keys come from DUANKA_KEYS: make them where they are kept');
  const keyring = createKeyring(keysFile, new Date());
  const json = { file: keysFile, dataKey: keyring.activeKeyId, signingKey: keyring.activeSigningKey().kid };
  return {
    json,
    text: `Made ${keysFile} with the data key ${json.dataKey} and the signing key ${json.signingKey}. Back it up.`,
  };
}
