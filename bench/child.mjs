import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A script of this folder in a process of its own, so that neither its memory nor its event loop is ours.
 *
 * @param {string} script file name @param {Record<string, string>} environment
 */
export function startChild(script, environment = {}) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { env: { ...process.env, ...environment } });
  return {
    /** Sends a message and waits for the answer. */
    async ask(message) {
      const waiting = new AbortController();
      const { signal } = waiting;
      child.send(message);
      const reply = await Promise.race([
        once(child, 'message', { signal }).then(([answer]) => answer),
        once(child, 'exit', { signal }).then(([code]) => ({ error: `it ended with ${code}` })),
      ]).finally(() => waiting.abort());
      if (reply.error !== undefined) throw new Error(`${script}: ${reply.error}`);
      return reply;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/**
 * The other end: answers every message by name, and what this process has used.
 *
 * @param {Record<string, (message: any) => Promise<object>>} work
 */
export function answerMessages(work) {
  const answers = { usage, ...work };
  process.on('message', (message) => {
    answers[message.do](message).then(
      (reply) => process.send(reply),
      (error) => process.send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

async function usage() {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    nowMb: process.memoryUsage.rss() / 1024 ** 2,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}
