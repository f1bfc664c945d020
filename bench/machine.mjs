import { availableParallelism, cpus, totalmem } from 'node:os';
import { redisVersion } from './redis-server.mjs';

/** What the figures depend on, and nothing that names the machine. @param {string} postgres its version */
export function machineFacts(postgres) {
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    processor: cpus()[0].model.trim(),
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    postgres: `${postgres} (embedded), fsync on`,
    redis: redisVersion() ?? 'not present',
  };
}
