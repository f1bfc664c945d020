import type { Command } from 'commander';
import { openKeyring } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';

export function addKeysList(parent: Command, shell: Shell): void {
  newCommand(parent, 'list', 'show the ids of the keys, never the keys', [
    'duanka keys list',
    'duanka keys list --json',
  ]).action((options: CommonOptions) => shell.report(options, async () => run(shell)));
}

function run({ terminal }: Shell): Report {
  const keyring = openKeyring(terminal.readConfig());
  const signs = keyring.activeSigningKey().kid;
  const dataKeys = keyring.dataKeyIds.map((id) => ({ id, active: id === keyring.activeKeyId }));
  const signingKeys = keyring.signingKeys().map(({ kid, createdAt }) => ({ kid, createdAt, active: kid === signs }));
  const text = [
    'Data keys (the active one encrypts, all decrypt):',
    ...dataKeys.map(({ id, active }) => `  ${id}${active ? '  active' : ''}`),
    'Signing keys (the active one signs, all verify):',
    ...signingKeys.map(({ kid, createdAt, active }) => `  ${kid}  made ${createdAt}${active ? '  active' : ''}`),
  ].join('\n');
  return { json: { dataKeys, signingKeys }, text };
}
