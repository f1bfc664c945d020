import { basename, resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { openOfficerFile } from '../files/officer-file.js';
import { isTemplateId, TEMPLATE_IDS, TEMPLATES, type TemplateId } from '../files/templates.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { importCardFile } from './import-cards.js';
import { importListFile } from './import-list.js';
import { withServices } from './services.js';
import { SignIn, signedIn } from './sign-in.js';
import { Prompt, type Terminal } from './terminal.js';

export interface ImportOptions extends CommonOptions {
  as: string;
  title?: string;
  template?: TemplateId;
  submit?: boolean;
  approveAs?: string;
  remark: string;
  totp?: boolean;
}

/** Everything the import of one file needs. */
export interface ImportTask {
  path: string;
  fileName: string;
  options: ImportOptions;
  services: INestApplicationContext;
  signIn: SignIn;
  terminal: Terminal;
}

const NOTES = `
Sanction lists and card leads become a draft with a verdict per row; --as names an officer with the role submitter.
A card registry is written for the institutions its rows name; --as names an administrator, or a client that writes its own cards.
Passwords are asked for, or read from standard input, one a line in the order of use; the demo profile needs none.`;

export function addImport(parent: Command, shell: Shell): void {
  newCommand(parent, 'import <file>', 'take an officer file: CSV (UTF-8, GB18030) or XLSX', [
    'duanka import batch-7.csv --as city-submitter',
    'duanka import batch-7.csv --as city-submitter --title "2021 年第七批" --approve-as city-approver',
    'duanka import leads.xlsx --as city-submitter --submit --json < password.txt',
    'DUANKA_DEMO=1 duanka import demo/card-registry.csv --as admin',
  ])
    .requiredOption('--as <name>', 'who imports it: user name of an officer, or id of a client')
    .option('--title <title>', 'title of the list (the file name)')
    .option('--template <template>', `one of ${TEMPLATE_IDS.join(', ')} (recognised from the header row)`, templateOf)
    .option('--submit', 'hand the draft in for approval')
    .option('--approve-as <username>', 'hand it in, and approve it as this second officer')
    .option('--remark <remark>', 'remark of the approval', 'approved on the command line')
    .option('--totp', 'the officers have an authenticator: ask for its code too')
    .addHelpText('after', NOTES)
    .action((file: string, options: ImportOptions) => shell.report(options, () => run(shell, file, options)));
}

async function run({ terminal }: Shell, file: string, options: ImportOptions): Promise<Report> {
  const path = resolve(file);
  const use = await useOf(path, options.template);
  return withServices(terminal.readConfig(), (services) => {
    const signIn = new SignIn(services, new Prompt(terminal), options.totp);
    const task = { path, fileName: basename(path), options, services, signIn, terminal };
    return signedIn(signIn, () => (use === 'cards' ? importCardFile(task) : importListFile(task)));
  });
}

/** What the file is for, before anybody is asked for a password. */
async function useOf(path: string, template: TemplateId | undefined): Promise<string> {
  const file = await openOfficerFile(path, {
    fileName: basename(path),
    ...(template === undefined ? {} : { template }),
  });
  for await (const table of file.tables) return TEMPLATES[table.recognised.template].use;
  return 'sanctions';
}

function templateOf(value: string): TemplateId {
  if (isTemplateId(value)) return value;
  throw new InvalidArgumentError(`Known templates: ${TEMPLATE_IDS.join(', ')}`);
}
