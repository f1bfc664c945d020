#!/usr/bin/env node
import 'reflect-metadata';
import { runCommandLine } from './cli/program.js';
import { processTerminal } from './cli/terminal.js';

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
