import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { DecisionRequest, type DecisionResponse, type ReasonView } from '../decisions/decision.dto.js';
import { DecisionsService } from '../decisions/decisions.service.js';
import { Questions } from '../decisions/questions.service.js';
import { CARD_KINDS, ID_TYPES } from '../domain/designation.js';
import type { Language } from '../domain/problem.js';
import { Restrictions } from '../restrictions/restrictions.service.js';
import { plainText } from '../platform/byte-text.js';
import { validated } from '../platform/validation.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { withServices } from './services.js';
import { SignIn, signedIn } from './sign-in.js';
import { Prompt } from './terminal.js';

interface Options extends CommonOptions {
  as: string;
  action: string;
  idType: string;
  idFile?: string;
  name?: boolean;
  card?: string;
  channel?: string;
  purpose?: string;
  agreementSince?: string;
  inPerson?: boolean;
  realName?: boolean;
  asOf?: string;
  language: Language;
  totp?: boolean;
}

const NOTES = `
Who asks signs in: the client's secret (or the officer's password) is asked for first, then the numbers. Without a terminal
each is one line of standard input, in this order: secret, identifier, name (--name), card number (--card). The demo profile
needs no secret. None of them is an option, because command lines can be read by everybody on the machine.
The answer is logged like any other decision.`;

export function addDecide(parent: Command, shell: Shell): void {
  newCommand(parent, 'decide', 'ask one question: may this person or unit do this?', [
    'duanka decide --as demo-bank-a --action bank_account.outflow --channel online --purpose transfer',
    'duanka decide --as demo-bank-a --action bank_account.open --id-file number.txt --json',
    'duanka decide --as city-approver --action mobile_sim.activate --as-of 2025-01-05T10:00:00+08:00 --language en',
  ])
    .requiredOption('--as <name>', 'who asks: id of a client, or user name of an officer (for advice)')
    .requiredOption('--action <action>', 'such as bank_account.outflow, see rules/catalogue.json')
    .addOption(new Option('--id-type <type>', 'type of the identifier').choices(ID_TYPES).default('resident_id'))
    .option('--id-file <file>', 'read the identifier from a file (from standard input)')
    .option('--name', 'also ask for the name')
    .addOption(new Option('--card <kind>', 'also ask for the number of a card of this kind').choices(CARD_KINDS))
    .option('--channel <channel>', 'counter, atm, online, pos, agent')
    .option('--purpose <purpose>', 'transfer, withdrawal, salary, …')
    .option('--agreement-since <day>', 'day of a direct-debit agreement, YYYY-MM-DD')
    .option('--in-person', 'the person is at the counter')
    .option('--real-name', 'the e-CNY wallet is a real-name one')
    .option('--as-of <instant>', 'ISO 8601 with offset (now)')
    .addOption(new Option('--language <language>', 'of the sentences').choices(['zh-CN', 'en']).default('zh-CN'))
    .option('--totp', 'the officer has an authenticator: ask for its code too')
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, options: Options): Promise<Report> {
  return withServices(terminal.readConfig(), (services) => {
    const prompt = new Prompt(terminal);
    return signedIn(new SignIn(services, prompt, options.totp), async (signIn) => {
      const asker = await signIn.anyone(options.as);
      const request = await validated(DecisionRequest, await requestOf(options, prompt));
      const restrictions = services.get(Restrictions);
      restrictions.start();
      await restrictions.loaded();
      const decisions = services.get(DecisionsService);
      const question = services.get(Questions).read(request, asker, options.language);
      const { text } = await decisions.decide(question, asker);
      const decision: DecisionResponse = JSON.parse(plainText(text));
      return { json: decision, text: textOf(decision, options.action) };
    });
  });
}

async function requestOf(options: Options, prompt: Prompt): Promise<object> {
  const { action, idType, idFile, card, channel, purpose, agreementSince, inPerson, realName, asOf } = options;
  const idNumber = idFile === undefined ? await prompt.line('Identifier') : (await readFile(idFile, 'utf8')).trim();
  const name = options.name === true ? { name: await prompt.line('Name') } : {};
  const cardNumber = card === undefined ? undefined : await prompt.line('Card number');
  const said = {
    action,
    subject: { idType, idNumber, ...name },
    card: cardNumber === undefined ? undefined : { kind: card, number: cardNumber },
    channel,
    purpose,
    agreementSince,
    inPerson,
    realName,
    asOf,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function textOf(decision: DecisionResponse, action: string): string {
  const { decisionId, outcome, reasons, excused, limits, lastDay, revision, rulebook, asOf } = decision;
  return [
    `${outcome}  ${action}  as of ${asOf}${lastDay === undefined ? '' : `, last day ${lastDay}`}`,
    ...reasons.flatMap(reasonLines),
    ...limits.map((limit) => `  limit: ${limit}`),
    ...excused.map((rule) => `  excused: ${rule}`),
    `decision ${decisionId} · revision ${revision} · rulebook ${rulebook}`,
  ].join('\n');
}

function reasonLines({ rule, effect, basis, confidence, lastDay, tellCustomer, remedy }: ReasonView): string[] {
  return [
    `  ${effect} by ${rule} (${confidence})${lastDay === undefined ? '' : ` until ${lastDay}`}`,
    ...basis.map(({ title, article }) => `    ${title}, ${article}`),
    `    ${tellCustomer}`,
    `    ${remedy.organ}: ${remedy.how}`,
  ];
}
