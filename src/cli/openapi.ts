import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Command } from 'commander';
import { AppModule } from '../app.module.js';
import { Config } from '../config.js';
import { buildOpenApi } from '../openapi.js';
import { Clock } from '../platform/clock.js';
import { Keyring, newKeyringContent } from '../platform/keyring.js';
import { newCommand, type CommonOptions, type Shell } from './command.js';

interface Options extends CommonOptions {
  out?: string;
}

export function addOpenApi(parent: Command, shell: Shell): void {
  newCommand(parent, 'openapi', 'print the contract as OpenAPI 3.1 (JSON with or without --json); needs no database', [
    'duanka openapi',
    'duanka openapi --out test/contract/openapi.json',
  ])
    .option('--out <file>', 'write it there')
    .action((options: Options) => run(shell, options));
}

async function run({ terminal }: Shell, { out }: Options): Promise<void> {
  const document = `${JSON.stringify(await contract(), null, 2)}\n`;
  if (out === undefined) {
    terminal.output.write(document);
    return;
  }
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, document);
}

/** The contract of the code alone: default settings, whatever the environment says, and nothing is started. */
async function contract(): Promise<object> {
  const config = new Config({});
  const foundation = {
    config,
    databaseUrl: 'postgres://nowhere/none',
    keyring: new Keyring(newKeyringContent(new Date())),
    clock: new Clock(),
  };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on(foundation), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  try {
    return buildOpenApi(app);
  } finally {
    await app.close();
  }
}
