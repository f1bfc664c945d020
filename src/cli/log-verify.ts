import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { queryOf, verifyStored } from '../decision-log/log-check.service.js';
import { logOfFile } from '../decision-log/log-file.js';
import { verifyLog, type LogReport } from '../decision-log/log-verification.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';
import { findingText } from './finding-text.js';
import { logKeys, type LogKeys } from './log-keys.js';
import { withDatabase } from './services.js';

interface Options extends CommonOptions {
  file?: string;
  publicKey?: string;
}

const NOTES = `
Every chain is walked from its beginning, or from where retention cut it, to its head; every anchor's signature is checked, and
that every signed head is on its chain. With the keys the contents are read too. No service has to run; a file needs no database
and, with --public-key, no keys. Note the newest anchor elsewhere: whoever holds it notices anchors that were cut off.`;

export function addLogVerify(parent: Command, shell: Shell): void {
  newCommand(parent, 'verify', 'check the chains, the anchors and the contents of the decision log', [
    'duanka log verify              # exit code 1 if a bit was flipped, or a group, chain or anchor removed',
    'duanka log verify --file export.ndjson --public-key anchor.pem',
  ])
    .option('--file <export>', 'a file made by duanka log export, instead of the database')
    .option('--public-key <file>', 'public key of the anchors, PEM or JWK, as duanka log key prints it')
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, { file, publicKey }: Options): Promise<Report> {
  const config = terminal.readConfig();
  const keys = logKeys(config, publicKey);
  const report =
    file === undefined
      ? await withDatabase(config, (database) =>
          database.transaction('REPEATABLE READ', (tx) => verifyStored(queryOf(tx), keys.publicKey, keys.pii)),
        )
      : await verifyFile(file, keys);
  return { json: report, text: textOf(report), exitCode: report.intact ? EXIT.ok : EXIT.refused };
}

async function verifyFile(file: string, { publicKey, pii }: LogKeys): Promise<LogReport> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  return verifyLog(await logOfFile(lines, publicKey), publicKey, pii);
}

function textOf(report: LogReport): string {
  const { intact, findings, chains, rows, decisions, anchors, head, groupsSinceAnchor, areContentsChecked } = report;
  const verdict = intact
    ? 'intact'
    : `NOT INTACT, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
  return [
    `${decisions} decisions in ${rows} groups on ${chains} chains: ${verdict}`,
    `${anchors} anchors; the newest is ${head.seq} ${head.hash}; ${groupsSinceAnchor} groups since`,
    ...(areContentsChecked ? [] : ['The contents were not read: that takes the keys']),
    ...findings.map((finding) => `  - ${findingText(finding)}`),
  ].join('\n');
}
