import { readFile } from 'node:fs/promises';
import { basename, extname, join, dirname, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Config } from '../config.js';
import { DECISION_FACTS } from '../domain/facts.js';
import type { Language } from '../domain/problem.js';
import { DEMO_CLIENTS, demoSecret } from '../institutions/demo-accounts.js';
import { normalisedInstant } from '../platform/normalised.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { EXIT } from './exit-code.js';
import { Interrupted } from './failure.js';
import { AccessToken, keyProof, secretProof, type Proof } from './screen/access-token.js';
import { RemoteDecisions } from './screen/remote-decisions.js';
import { prepare, ScreeningRun, type Screening } from './screen/screening.js';
import { screeningBar, SILENT_BAR } from './screen/screening-bar.js';
import { answeredRows, type Asked, type ScreeningRecord } from './screen/screening-record.js';
import { untilStopped } from './screen/stop-request.js';
import { Prompt, type Terminal } from './terminal.js';

interface Options extends CommonOptions {
  client: string;
  url?: string;
  secretFile?: string;
  keyFile?: string;
  audience?: string;
  action: string;
  channel?: string;
  purpose?: string;
  asOf?: string;
  out?: string;
  only?: 'restricted';
  lang: Language;
  group: number;
  patience: number;
  restart?: boolean;
}

const NOTES = `
The file: CSV (UTF-8, GB18030, UTF-16) or XLSX with a header in Chinese or English. 证件号码 (ID number) is enough; 姓名 (name),
证件类型 (ID type), 卡号 or 手机号码 (card number, phone) and 卡种 (card kind) are sent where they are there. Without a type the
number is a resident ID, or the USCC of a unit. A row that cannot be read is answered in its place; the others go on.
The secret: DUANKA_CLIENT_SECRET, --secret-file, or asked for (one line of standard input); never an option. The demo needs none.
The result holds customers: it is written for its owner only (0600), and <result>.progress says how far it is. After a crash,
Ctrl-C or a long pause of the service start the same command again: it goes on where it stopped. What was asked and not yet
written is asked again, and is then twice in the decision log.
Exit code 0 also where some rows could not be read (the summary counts them), 1 where none could, or the service refused.`;

export function addScreen(parent: Command, shell: Shell): void {
  const [channels, purposes] = [DECISION_FACTS.channel.values, DECISION_FACTS.purpose.values].map((values) =>
    values.filter((value) => value !== 'none'),
  );
  newCommand(parent, 'screen <file>', 'ask a running service about every customer of a CSV or XLSX file', [
    'duanka screen customers.csv --client demo-bank-a',
    'duanka screen customers.xlsx --client core-banking --url https://duanka.example.gov.cn --secret-file secret.txt',
    'duanka screen customers.csv --client core-banking --action bank_account.outflow --channel online --only restricted',
    'duanka screen customers.csv --client core-banking --lang en --out result.csv --json',
  ])
    .requiredOption('--client <id>', 'who asks: id of the API client')
    .option('--url <url>', 'address of the service (http://127.0.0.1:<PORT>)', urlOf)
    .option('--secret-file <file>', 'file with the secret of the client')
    .option('--key-file <file>', 'file with its private JWK (kid, alg), for private_key_jwt instead of a secret')
    .option('--audience <url>', 'DUANKA_PUBLIC_URL of the service, if it is not --url; for --key-file')
    .option('--action <action>', 'what is asked, see rules/catalogue.json', 'bank_account.open')
    .addOption(new Option('--channel <channel>', 'for all rows').choices(channels ?? []))
    .addOption(new Option('--purpose <purpose>', 'for all rows').choices(purposes ?? []))
    .option('--as-of <instant>', 'ISO 8601 with offset (now)', instantOf)
    .option('--out <file>', 'the result (beside the file, as <name>.screened.csv)')
    .addOption(new Option('--only <rows>', 'leave out the customers who are not restricted').choices(['restricted']))
    .addOption(new Option('--lang <language>', 'of the result').choices(['zh-CN', 'en']).default('zh-CN'))
    .option('--group <rows>', 'rows of a request, from 1 to 20000', groupOf, 2000)
    .option('--patience <seconds>', 'how long a service that does not answer is asked again', secondsOf, 600)
    .option('--restart', 'begin anew, and overwrite the result')
    .addHelpText('after', NOTES)
    .action((file: string, options: Options) => shell.report(options, () => run(shell, file, options)));
}

async function run({ terminal }: Shell, file: string, options: Options): Promise<Report> {
  const config = terminal.readConfig();
  const address = options.url ?? `http://127.0.0.1:${config.port}`;
  const token = new AccessToken(address, options.client, await proofOf(options, address, config, terminal));
  const bookPath = resolve(file);
  const screening = {
    bookPath,
    resultPath: resultPathOf(bookPath, options),
    asked: askedOf(options),
    groupSize: options.group,
  };
  return untilStopped(async (stop) => {
    const { record, result } = await prepare(screening, options.restart === true);
    const bar =
      options.json === true ? SILENT_BAR : screeningBar(terminal, basename(file), record.survey.rows, record.rows);
    const onWait = (why: string, ms: number): void =>
      bar.say(`The service cannot answer (${why}): again in ${Math.ceil(ms / 1000)} s`);
    const decisions = new RemoteDecisions(token, {
      address,
      language: options.lang,
      patienceMs: options.patience * 1000,
      stop,
      onWait,
    });
    try {
      await new ScreeningRun(screening, decisions, result, record).finish(stop, (rows) => bar.update(rows));
    } catch (error) {
      throw error instanceof Interrupted ? interruptedAt(record) : error;
    } finally {
      decisions.giveUp();
      bar.stop();
      await result.close();
    }
    return reportOf(screening, record);
  });
}

/** How the client proves itself; what is secret never comes from the command line. */
async function proofOf(options: Options, address: string, config: Config, terminal: Terminal): Promise<Proof> {
  const { client, keyFile, secretFile, audience } = options;
  if (keyFile !== undefined) return keyProof(await readFile(keyFile, 'utf8'), client, audience ?? address);
  if (secretFile !== undefined) return secretProof((await readFile(secretFile, 'utf8')).trim());
  if (config.clientSecret !== undefined) return secretProof(config.clientSecret);
  const isOfTheDemo = config.isDemo && DEMO_CLIENTS.some((known) => known === client);
  return secretProof(isOfTheDemo ? demoSecret(client) : await new Prompt(terminal).secret(`Secret of ${client}`));
}

function askedOf({ client, action, channel, purpose, asOf, lang, only }: Options): Asked {
  return {
    client,
    action,
    ...(channel === undefined ? {} : { channel }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(asOf === undefined ? {} : { asOf }),
    language: lang,
    onlyRestricted: only === 'restricted',
  };
}

function resultPathOf(bookPath: string, { out }: Options): string {
  if (out !== undefined) return resolve(out);
  return join(dirname(bookPath), `${basename(bookPath, extname(bookPath))}.screened.csv`);
}

function interruptedAt({ rows, survey }: ScreeningRecord): Interrupted {
  return new Interrupted(`stopped after ${rows} of ${survey.rows} rows: start the same command again to go on`);
}

function reportOf({ resultPath, asked }: Screening, record: ScreeningRecord): Report {
  const { survey, rows, ends, problems, revisions } = record;
  const { linesAside, sheetsAside } = survey;
  const { ALLOW, ALLOW_LIMITED, REVIEW, DENY, unanswered } = ends;
  const codes = Object.entries(problems).toSorted(([, one], [, other]) => other - one);
  const lines = [
    `${resultPath}: ${rows} customers, ${asked.action}`,
    `  DENY ${DENY} · REVIEW ${REVIEW} · ALLOW_LIMITED ${ALLOW_LIMITED} · ALLOW ${ALLOW}`,
    ...(unanswered === 0
      ? []
      : [`  without an answer ${unanswered}: ${codes.map(([code, times]) => `${code} ${times}`).join(', ')}`]),
    ...(linesAside === 0 ? [] : [`  left aside: ${linesAside} lines that are no customers`]),
    ...(sheetsAside.length === 0 ? [] : [`  left aside: the sheets ${sheetsAside.join(', ')}`]),
    ...(revisions === null
      ? []
      : [`  from revision ${revisions[0]}${revisions[0] === revisions[1] ? '' : ` to ${revisions[1]}`}`]),
  ];
  return {
    json: {
      result: resultPath,
      rows,
      outcomes: { ALLOW, ALLOW_LIMITED, REVIEW, DENY },
      unanswered,
      problems,
      linesAside,
      sheetsAside,
      revisions,
    },
    text: lines.join('\n'),
    exitCode: answeredRows(record) === 0 ? EXIT.refused : EXIT.ok,
  };
}

function urlOf(value: string): string {
  if (!URL.canParse(value) || !['http:', 'https:'].includes(new URL(value).protocol))
    throw new InvalidArgumentError('an http:// or https:// URL is expected');
  return value.replace(/\/+$/, '');
}

function instantOf(value: string): string {
  try {
    normalisedInstant(value, '');
    return value;
  } catch {
    throw new InvalidArgumentError('such as 2025-01-05T10:00:00+08:00');
  }
}

function groupOf(value: string): number {
  return wholeNumber(value, 1, 20_000);
}

function secondsOf(value: string): number {
  return wholeNumber(value, 0, 7 * 86_400);
}

function wholeNumber(value: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`a whole number from ${least} to ${most} is expected`);
}
