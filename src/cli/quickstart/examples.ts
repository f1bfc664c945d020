import { REQUEST_EXAMPLES } from '../../decisions/decision.examples.js';
import { demoSecret } from '../../institutions/demo-accounts.js';

/** A question of the demo, and who asks it. */
export interface Example {
  id: string;
  title: string;
  client: string;
  question: object;
}

/** An example with what the running service said. */
export interface AnsweredExample extends Example {
  answer: object;
}

/** The questions of the OpenAPI document, about people of the demo data. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'bank',
    title: '银行:此人可否网上转账? A bank asks about a sanctioned person',
    client: 'demo-bank-a',
    question: REQUEST_EXAMPLES.bank.value,
  },
  {
    id: 'carrier',
    title: '电信:此人可否新办电话卡? A carrier asks about a new SIM',
    client: 'demo-carrier-a',
    question: REQUEST_EXAMPLES.carrier.value,
  },
  {
    id: 'clean',
    title: '银行:未受惩戒的人可否开户? A person without any sanction',
    client: 'demo-bank-a',
    question: REQUEST_EXAMPLES.clean.value,
  },
];

/** A command to paste into a shell: it gets a token, asks, and prints the answer. */
export function curlCommand(address: string, { client, question }: Example): string {
  const grant = `grant_type=client_credentials&client_id=${client}&client_secret=${demoSecret(client)}`;
  // Inside single quotes of the shell: a single quote ends them, is escaped, and opens them again.
  const body = JSON.stringify(question).replaceAll("'", String.raw`'\''`);
  return [
    `TOKEN=$(curl -s ${address}/oauth/token -d '${grant}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${address}/v1/decisions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\`,
    `  -d '${body}' \\`,
    `  | node -p 'JSON.stringify(JSON.parse(require("fs").readFileSync(0)), null, 2)'`,
  ].join('\n');
}
