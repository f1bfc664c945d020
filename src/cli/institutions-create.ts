import { Option, type Command } from 'commander';
import { ORGAN_LEVELS } from '../domain/designation.js';
import { institutionView, newInstitution, NewInstitutionRequest } from '../institutions/institution.dto.js';
import { Institutions } from '../institutions/institutions.service.js';
import { INSTITUTION_KINDS } from '../institutions/principal.js';
import { validated } from '../platform/validation.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { withServices } from './services.js';

interface Options extends CommonOptions {
  kind: string;
  level?: string;
  region: string;
  name: string;
}

export function addInstitutionsCreate(parent: Command, shell: Shell): void {
  newCommand(parent, 'create <code>', 'register an institution', [
    'duanka institutions create cq-police --kind police_organ --level city --region 500000 --name 重庆市公安局',
    'duanka institutions create river-bank --kind bank --region 500000 --name 江河银行',
  ])
    .addOption(new Option('--kind <kind>', 'what it is').choices(INSTITUTION_KINDS).makeOptionMandatory())
    .addOption(new Option('--level <level>', 'of a police organ').choices(ORGAN_LEVELS))
    .requiredOption('--region <code>', 'GB/T 2260 code, six digits')
    .requiredOption('--name <name>', 'full name')
    .action((code: string, options: Options) => shell.report(options, () => run(shell, code, options)));
}

async function run({ terminal }: Shell, code: string, { kind, level, region, name }: Options): Promise<Report> {
  const request = await validated(NewInstitutionRequest, {
    code,
    kind,
    region,
    name,
    ...(level === undefined ? {} : { level }),
  });
  return withServices(terminal.readConfig(), async (services) => {
    const institution = institutionView(await services.get(Institutions).register('system', newInstitution(request)));
    return { json: institution, text: `Registered ${institution.kind} ${institution.code}, id ${institution.id}.` };
  });
}
