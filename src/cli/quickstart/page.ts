import {
  DEMO_CLIENTS,
  DEMO_INSTITUTIONS,
  DEMO_OFFICERS,
  demoPassword,
  demoSecret,
} from '../../institutions/demo-accounts.js';
import { curlCommand, type AnsweredExample } from './examples.js';

/** What the quick start has to say once everything runs. */
export function pageOf(address: string, logFile: string, examples: readonly AnsweredExample[]): string {
  return [
    '',
    `断卡 Duanka is running at ${address}`,
    `  officers' console  ${address}/console   sign in as city-submitter, drop a file of demo/ in; approve as city-approver`,
    `  API and examples   ${address}/docs`,
    `  log                ${logFile}`,
    '',
    'Officers: the console, or POST /v1/sessions {"username": …, "password": …}',
    ...table(
      ['username', 'password', 'roles', 'organ'],
      DEMO_OFFICERS.map(({ username, roles, organ }) => [
        username,
        demoPassword(username),
        roles.join(', '),
        nameOf(organ),
      ]),
    ),
    '',
    'Clients: POST /oauth/token grant_type=client_credentials&client_id=…&client_secret=…',
    ...table(
      ['client_id', 'client_secret', 'institution'],
      DEMO_CLIENTS.map((id) => [id, demoSecret(id), nameOf(id)]),
    ),
    ...examples.flatMap((example) => [
      '',
      `── ${example.title}`,
      '',
      curlCommand(address, example),
      '',
      JSON.stringify(example.answer, null, 2),
    ]),
    '',
    'Ctrl-C stops the service and its database. Started again, it goes on from here.',
    '',
  ].join('\n');
}

function nameOf(code: string): string {
  return DEMO_INSTITUTIONS.find((institution) => institution.code === code)?.name ?? code;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  // The last column holds Chinese, whose width nobody needs to know there.
  return lines.map(
    (line) =>
      `  ${line.map((cell, column) => (column === header.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('   ')}`,
  );
}
