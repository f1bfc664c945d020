import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { NewApiClientRequest } from '../institutions/api-client.dto.js';
import { ApiClients } from '../institutions/api-clients.service.js';
import { SCOPES } from '../institutions/principal.js';
import { validated } from '../platform/validation.js';
import { collected, newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { withServices } from './services.js';

interface Options extends CommonOptions {
  institution: string;
  scope: string[];
  publicKeys?: string;
}

export function addClientsCreate(parent: Command, shell: Shell): void {
  newCommand(parent, 'create <id>', 'register a machine of an institution', [
    'duanka clients create river-bank-core --institution river-bank --scope decisions --scope cards',
    'duanka clients create river-bank-core --institution river-bank --scope decisions --public-keys jwks.json',
  ])
    .requiredOption('--institution <code>', 'code of the institution it asks for')
    .requiredOption('--scope <scope>', `${SCOPES.join(', ')}; repeat for several`, collected)
    .option('--public-keys <file>', 'JWKS (RFC 7517) for private_key_jwt; the client then has no secret')
    .addHelpText('after', '\nThe secret is shown once and kept only as a hash.')
    .action((id: string, options: Options) => shell.report(options, () => run(shell, id, options)));
}

async function run({ terminal }: Shell, id: string, { institution, scope, publicKeys }: Options): Promise<Report> {
  const keys = publicKeys === undefined ? {} : { publicJwks: JSON.parse(await readFile(publicKeys, 'utf8')) };
  const request = await validated(NewApiClientRequest, { id, institutionCode: institution, scopes: scope, ...keys });
  return withServices(terminal.readConfig(), async (services) => {
    const { client, secret } = await services.get(ApiClients).register('system', request);
    const json = { id: client.id, institution, scopes: client.scopes, ...(secret === null ? {} : { secret }) };
    const shown = secret === null ? 'It signs with its own keys.' : `Secret, shown this once: ${secret}`;
    return { json, text: `Registered ${client.id} of ${institution} (${client.scopes.join(', ')}).\n${shown}` };
  });
}
