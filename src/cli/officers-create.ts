import type { Command } from 'commander';
import { NewOfficerRequest, officerView } from '../institutions/officer.dto.js';
import { Officers } from '../institutions/officers.service.js';
import { ROLES } from '../institutions/principal.js';
import { validated } from '../platform/validation.js';
import { collected, newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { withServices } from './services.js';
import { Prompt } from './terminal.js';

interface Options extends CommonOptions {
  organ: string;
  role: string[];
}

export function addOfficersCreate(parent: Command, shell: Shell): void {
  newCommand(parent, 'create <username>', 'register an officer; the first one of an installation comes from here', [
    'duanka officers create first-admin --organ cq-police --role admin',
    'duanka officers create li.submitter --organ cq-police --role submitter < password.txt',
  ])
    .requiredOption('--organ <code>', 'code of the police organ the officer acts for')
    .requiredOption('--role <role>', `${ROLES.join(', ')}; repeat for several`, collected)
    .addHelpText('after', '\nThe password (12 characters or more) is asked for, or read from standard input.')
    .action((username: string, options: Options) => shell.report(options, () => run(shell, username, options)));
}

async function run({ terminal }: Shell, username: string, { organ, role }: Options): Promise<Report> {
  const password = await new Prompt(terminal).secret(`New password of ${username}`);
  const request = await validated(NewOfficerRequest, { username, organCode: organ, roles: role, password });
  return withServices(terminal.readConfig(), async (services) => {
    const officer = officerView(await services.get(Officers).register('system', request));
    return { json: officer, text: `Registered ${officer.username} (${officer.roles.join(', ')}), id ${officer.id}.` };
  });
}
