import type { Command } from 'commander';
import { AuditedChains } from '../platform/audited-chains.js';
import type { ChainReport } from '../platform/hash-chain.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';
import { findingText } from './finding-text.js';
import { withServices } from './services.js';

export function addAuditVerify(parent: Command, shell: Shell): void {
  newCommand(parent, 'verify', 'check the hash chains of the audit trail and of the decision log', [
    'duanka audit verify          # exit code 1 if a bit was flipped, a row removed or two rows swapped',
    'duanka audit verify --json',
  ])
    .addHelpText(
      'after',
      '\nNote the head of each chain elsewhere: whoever holds it notices a chain that was rewritten as a whole.',
    )
    .action((options: CommonOptions) => shell.report(options, () => run(shell)));
}

async function run({ terminal }: Shell): Promise<Report> {
  return withServices(terminal.readConfig(), async (services) => {
    const chains = await services.get(AuditedChains).verify();
    const intact = Object.values(chains).every((chain) => chain.intact);
    const lines = Object.entries(chains).map(([name, chain]) => chainText(name, chain));
    return { json: { intact, chains }, text: lines.join('\n'), exitCode: intact ? EXIT.ok : EXIT.refused };
  });
}

function chainText(name: string, { intact, rows, head, findings }: ChainReport<string>): string {
  const verdict = intact
    ? 'intact'
    : `NOT INTACT, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
  const first = `${name}: ${rows} rows, ${verdict}; head ${head.seq} ${head.hash}`;
  return [first, ...findings.map((finding) => `  - ${findingText(finding)}`)].join('\n');
}
