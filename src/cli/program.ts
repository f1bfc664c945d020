import { Command, CommanderError } from 'commander';
import { addAuditVerify } from './audit-verify.js';
import { addClientsCreate } from './clients-create.js';
import { Shell } from './command.js';
import { addDecide } from './decide.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { failureOf } from './failure.js';
import { addImport } from './import.js';
import { addInstitutionsCreate } from './institutions-create.js';
import { addKeysCreate } from './keys-create.js';
import { addKeysList } from './keys-list.js';
import { addKeysRotate } from './keys-rotate.js';
import { addLogAnchor } from './log-anchor.js';
import { addLogExport } from './log-export.js';
import { addLogKey } from './log-key.js';
import { addLogReplay } from './log-replay.js';
import { addLogRetain } from './log-retain.js';
import { addLogVerify } from './log-verify.js';
import { addMigrate } from './migrate.js';
import { addOfficersCreate } from './officers-create.js';
import { addOpenApi } from './openapi.js';
import { packageVersion } from '../project.js';
import { addQuickstart } from './quickstart/quickstart.js';
import { addRulesCheck } from './rules-check.js';
import { addRulesExplain } from './rules-explain.js';
import { addRulesMutate } from './rules-mutate.js';
import { addScreen } from './screen.js';
import { addStart } from './start.js';
import type { Terminal } from './terminal.js';

const EPILOGUE = `
Exit codes: 0 done · 1 the check failed, or the service refused · 2 wrong usage, file or setting · 70 internal error
Settings come from the environment, see README: PORT, DATABASE_URL, DUANKA_DATA_DIR, DUANKA_DEMO, LOG_LEVEL …
LOG_LEVEL=debug shows where an error came from.

First steps in production:
  $ duanka keys create
  $ duanka migrate
  $ duanka institutions create cq-police --kind police_organ --level city --region 500000 --name 重庆市公安局
  $ duanka officers create first-admin --organ cq-police --role admin
  $ duanka start`;

/**
 * Runs one command line.
 *
 * @param commandLine without node and script
 * @returns the exit code; never throws
 */
export async function runCommandLine(commandLine: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const shell = new Shell(terminal);
  const asJson = commandLine.includes('--json');
  try {
    await programOf(shell, asJson).parseAsync([...commandLine], { from: 'user' });
    return shell.outcome.exitCode;
  } catch (error) {
    return explain(error, asJson, terminal);
  }
}

/** The whole command tree. */
function programOf(shell: Shell, asJson: boolean): Command {
  const { output, messages } = shell.terminal;
  const program = new Command('duanka')
    .description('断卡 Duanka: sanction lists in, decisions out')
    .exitOverride()
    .version(packageVersion())
    .configureOutput({
      writeOut: (text) => void output.write(text),
      writeErr: (text) => void messages.write(text),
      // With --json the error is printed once, by explain().
      outputError: (text, write) => (asJson ? undefined : write(text)),
    })
    .showHelpAfterError(asJson ? false : '(add --help for the options)')
    .addHelpText('after', EPILOGUE);
  addQuickstart(program, shell);
  addStart(program, shell);
  addMigrate(program, shell);
  addImport(program, shell);
  addDecide(program, shell);
  addScreen(program, shell);
  addAuditVerify(group(program, 'audit', 'the append-only trail'), shell);
  const log = group(program, 'log', 'the decision log');
  for (const add of [addLogVerify, addLogExport, addLogReplay, addLogAnchor, addLogRetain, addLogKey]) add(log, shell);
  const rules = group(program, 'rules', 'the rulebook');
  for (const add of [addRulesCheck, addRulesExplain, addRulesMutate]) add(rules, shell);
  const keys = group(program, 'keys', 'the keys of encryption and of tokens');
  for (const add of [addKeysCreate, addKeysList, addKeysRotate]) add(keys, shell);
  addInstitutionsCreate(group(program, 'institutions', 'police organs, banks, carriers'), shell);
  addOfficersCreate(group(program, 'officers', 'the people at the desks'), shell);
  addClientsCreate(group(program, 'clients', 'the machines of institutions'), shell);
  addOpenApi(program, shell);
  return program;
}

function group(program: Command, name: string, about: string): Command {
  return program.command(name).summary(about).description(about);
}

function explain(error: unknown, asJson: boolean, terminal: Terminal): ExitCode {
  const { messages } = terminal;
  // Help and version are answers, not errors; of the others commander has printed its own already.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const failure = failureOf(error);
  if (error instanceof CommanderError && !asJson) return failure.exitCode;
  const { code, message } = failure;
  messages.write(asJson ? `${JSON.stringify({ error: { code, message } })}\n` : `duanka: ${message}\n`);
  if (error instanceof Error && error.stack !== undefined && isDebugging(terminal)) messages.write(`${error.stack}\n`);
  return failure.exitCode;
}

function isDebugging(terminal: Terminal): boolean {
  try {
    return ['debug', 'trace'].includes(terminal.readConfig().logLevel);
  } catch {
    // The settings themselves may be what is wrong.
    return false;
  }
}
