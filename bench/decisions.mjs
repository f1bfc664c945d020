import { startChild } from './child.mjs';
import { redisVersion, startRedis } from './redis-server.mjs';
import { FIRST_CLEAN, post, questionAbout } from './requests.mjs';
import { byMeasure, LOG_MODES, startService, usageOf } from './service.mjs';

const CONNECTIONS = 64;
/** Short shots, close together: what slows the machine down for some seconds slows down whoever is compared, too. */
const SECONDS = 1;
const SHOTS_A_ROUND = 5;
/** Each answer of each server. With the log on the service answers twice as fast after ten seconds as in its first two. */
const WARM_UP_SECONDS = 8;
const ANSWERS = ['no', 'yes'];

/**
 * One question a request: the service in each mode of its decision log, beside servers that do ever less of its work, in
 * alternate shots. Every server answers as many bytes as the service does, and is asked by the same client.
 *
 * @returns {Promise<object[]>} one row per server and answer, with one value per shot of everything measured
 */
export async function benchDecisions({ environment, people, rounds }) {
  const redis = redisVersion() === undefined ? undefined : await startRedis();
  const load = startChild('load.child.mjs');
  const servers = [];
  try {
    for (const start of contenders({ environment, redis, people })) servers.push(await start());
    const answers = await answersOf(servers.at(-1));
    const rows = servers.flatMap((server) => ANSWERS.map((answer) => ({ what: server.what, answer, shots: [] })));
    for (let shot = -1; shot < rounds * SHOTS_A_ROUND; shot++) {
      for (const answer of ANSWERS) {
        for (const server of servers) {
          const found = await shootAt({ server, load, answer, answers, people, isWarmUp: shot < 0 });
          if (shot >= 0) rows.find((row) => row.what === server.what && row.answer === answer).shots.push(found);
        }
      }
    }
    return rows.map(({ shots, ...row }) => ({ ...row, ...byMeasure(shots) }));
  } finally {
    await Promise.all([load, ...servers.map(({ child }) => child)].map((child) => child.stop()));
    await redis?.stop();
  }
}

function contenders({ environment, redis, people }) {
  const lookup = { ...environment, BENCH_REDIS_URL: redis?.url ?? '' };
  return [
    () => startBare('bare Node', 'servers/echo-node.child.mjs', {}),
    () => startBare('bare Fastify', 'servers/echo-fastify.child.mjs', {}),
    () => startBare('Nest + ValidationPipe', 'servers/echo-nest.child.mjs', {}),
    () => startBare('Fastify + PostgreSQL lookup', 'servers/lookup-postgres.child.mjs', lookup),
    () => startBare('Fastify + PostgreSQL log', 'servers/log-postgres.child.mjs', environment),
    ...(redis === undefined ? [] : [() => startWithRedis(lookup, people)]),
    ...LOG_MODES.map((mode) => () => startDuanka(environment, mode)),
  ];
}

async function startBare(what, script, environment) {
  const child = startChild(script, environment);
  const { address } = await child.ask({ do: 'listen' });
  return { what, child, address, isBare: true };
}

async function startWithRedis(environment, people) {
  const server = await startBare('Fastify + Redis lookup', 'servers/lookup-redis.child.mjs', environment);
  await server.child.ask({ do: 'fill', people });
  return server;
}

async function startDuanka(environment, mode) {
  return { what: `Duanka, log ${mode}`, isBare: false, ...(await startService(environment, mode)) };
}

/** What the service says to one of each, for the others to say as well. */
async function answersOf({ address, token }) {
  const no = await post(`${address}/v1/decisions`, token, questionAbout(0));
  const yes = await post(`${address}/v1/decisions`, token, questionAbout(FIRST_CLEAN));
  if (no.outcome !== 'DENY' || yes.outcome !== 'ALLOW') throw new Error(`it said ${no.outcome} and ${yes.outcome}`);
  return { no, yes };
}

async function shootAt({ server, load, answer, answers, people, isWarmUp }) {
  const { child, address, token, isBare } = server;
  if (isBare) await child.ask({ do: 'answer', answer: answers[answer] });
  const first = answer === 'no' ? 0 : FIRST_CLEAN;
  const shot = await usageOf(child, () =>
    load.ask({
      do: 'shoot',
      address,
      ...(token === undefined ? {} : { token }),
      question: questionAbout(first),
      first,
      people,
      connections: CONNECTIONS,
      seconds: isWarmUp ? WARM_UP_SECONDS : SECONDS,
    }),
  );
  const { perSecond, p50Ms, p99Ms, answerBytes, rssMb, serverCores, cpu: clientCores } = shot;
  return { perSecond, p50Ms, p99Ms, answerBytes, rssMb, serverCores, clientCores };
}
