import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { clientToken } from './requests.mjs';

/** What of its answers the service records before it gives them. */
export const LOG_MODES = ['off', 'restricting', 'all'];

const READY_EVERY_MS = 50;

/**
 * The real service in a process of its own, and a bank that may ask it.
 *
 * @param {Record<string, string>} environment @param {string} mode of the decision log
 */
export async function startService(environment, mode) {
  const child = startChild('service.child.mjs', { ...environment, DUANKA_DECISION_LOG: mode });
  const startedAt = performance.now();
  const { address } = await child.ask({ do: 'address' });
  // It is not, until everybody sanctioned is in its memory.
  while (!(await fetch(`${address}/health/ready`)).ok) await pause(READY_EVERY_MS);
  const readyMs = performance.now() - startedAt;
  return { child, address, readyMs, token: await clientToken(address, 'demo-bank-a') };
}

/** From one object per shot to one list per measure. @param {Record<string, number>[]} shots at least one */
export function byMeasure(shots) {
  return Object.fromEntries(Object.keys(shots[0]).map((key) => [key, shots.map((shot) => shot[key])]));
}

/** What a server used while it was shot at. @returns cores of its process, and its memory afterwards */
export async function usageOf(child, shoot) {
  const { cpuMs: before } = await child.ask({ do: 'usage' });
  const startedAt = performance.now();
  const shot = await shoot();
  const ms = performance.now() - startedAt;
  const { cpuMs: after, nowMb: rssMb } = await child.ask({ do: 'usage' });
  return { ...shot, rssMb, serverCores: (after - before) / ms };
}
