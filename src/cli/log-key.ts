import type { Command } from 'commander';
import { anchorKeyOf } from '../decision-log/anchor-key.js';
import { openKeyring } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';

export function addLogKey(parent: Command, shell: Shell): void {
  newCommand(parent, 'key', 'show the public key of the anchors, for whoever checks an export', [
    'duanka log key > anchor.pem',
    'duanka log key --json   # as a JWK, with its id',
  ]).action((options: CommonOptions) => shell.report(options, async () => run(shell)));
}

function run({ terminal }: Shell): Report {
  const { id, publicKey } = anchorKeyOf(openKeyring(terminal.readConfig()));
  return {
    json: { ...publicKey.export({ format: 'jwk' }), kid: id, alg: 'EdDSA', use: 'sig' },
    text: publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
  };
}
