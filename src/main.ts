import 'reflect-metadata';
import { runCommandLine } from './cli/program.js';
import { processTerminal } from './cli/terminal.js';

/** `npm start`: the service, by the settings of the environment. */
process.exitCode = await runCommandLine(['start'], processTerminal());
