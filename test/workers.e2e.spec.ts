import { once } from 'node:events';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { whenDone } from './support/cleanup.js';
import { aCommandLine } from './support/command-line.js';
import { aClone } from './support/database.js';
import { ServiceProcess } from './support/service-process.js';

interface Host {
  service: ServiceProcess;
  address: string;
}

async function aHost(workers: number): Promise<Host> {
  const { directory } = await aCommandLine();
  const service = ServiceProcess.start('start', {
    DATABASE_URL: await aClone(),
    DUANKA_DATA_DIR: directory,
    DUANKA_DEMO: '1',
    DUANKA_WORKERS: String(workers),
    PORT: '0',
  });
  const { address } = await service.untilLogged(({ msg }) => msg === 'service started');
  return { service, address: String(address) };
}

/** One request on a connection of its own. @returns its status, or why there was none */
function ask(address: string, path: string): Promise<{ outcome: number | string; text: string }> {
  return new Promise((resolve) => {
    get(`${address}${path}`, { agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ outcome: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
      response.once('error', () => resolve({ outcome: 'cut off', text: '' }));
    }).once('error', () => resolve({ outcome: 'cut off', text: '' }));
  });
}

function valueOf(metrics: string, name: string): number {
  const line = metrics.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
  return Number(line?.split(' ').at(-1));
}

describe('several workers on one port', () => {
  it('answer in turn, are scraped as one, survive the death of one of them, and end together', async () => {
    const { service, address } = await aHost(2);
    for (let count = 0; count < 8; count += 1) expect((await ask(address, '/v1/decisions')).outcome).toBe(401);
    const answered = service.log().filter(({ route }) => route === '/v1/decisions');
    expect(new Set(answered.map(({ worker }) => worker))).toEqual(new Set([1, 2]));

    const before = (await ask(address, '/metrics')).text;
    expect(valueOf(before, 'duanka_workers')).toBe(2);
    expect(valueOf(before, 'duanka_worker_restarts_total')).toBe(0);
    expect(
      valueOf(before, 'duanka_http_request_duration_seconds_count{method="GET",route="/v1/decisions",status="401"}'),
    ).toBe(8);

    const started = service.log().find(({ msg, worker }) => msg === 'worker serves' && worker === 1);
    const outcomes: (number | string)[] = [];
    const over = new AbortController();
    const load = Array.from({ length: 8 }, async () => {
      while (!over.signal.aborted) outcomes.push((await ask(address, '/health/live')).outcome);
    });
    process.kill(Number(started?.['pid']), 'SIGKILL');
    await service.untilLogged(({ msg }) => msg === 'worker died');
    const answeredBefore = outcomes.length;
    await service.untilLogged(
      ({ msg, worker, pid }) => msg === 'worker serves' && worker === 1 && pid !== started?.['pid'],
    );
    over.abort();
    await Promise.all(load);

    // What the dead worker had in hand is lost: of each of eight callers one request at most. Nothing else is.
    expect(outcomes.filter((outcome) => outcome !== 200).length).toBeLessThanOrEqual(8);
    expect(outcomes.slice(answeredBefore + 8).every((outcome) => outcome === 200)).toBe(true);
    expect(outcomes.length).toBeGreaterThan(answeredBefore + 8);
    const after = (await ask(address, '/metrics')).text;
    expect([valueOf(after, 'duanka_workers'), valueOf(after, 'duanka_worker_restarts_total')]).toEqual([2, 1]);

    expect(await service.end('SIGTERM')).toBe(0);
    expect(service.log().filter(({ msg }) => msg === 'service stopped')).toMatchObject([
      { worker: expect.any(Number) },
      { worker: expect.any(Number) },
      { level: 'info' },
    ]);
    expect((await ask(address, '/health/live')).outcome).toBe('cut off');
  }, 180_000);

  it('that cannot start say why, and none is left', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    whenDone(async () => void occupant.close());
    const taken = occupant.address();
    const { directory } = await aCommandLine();
    const service = ServiceProcess.start('start', {
      DATABASE_URL: await aClone(),
      DUANKA_DATA_DIR: directory,
      DUANKA_DEMO: '1',
      DUANKA_WORKERS: '2',
      PORT: String(isAddress(taken) ? taken.port : 0),
    });

    await expect(service.until('service started')).rejects.toThrow('The port is in use. Set PORT to a free one');
  }, 120_000);
});

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
