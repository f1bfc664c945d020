import { startChild } from './child.mjs';
import { personName, residentId } from './people.mjs';
import { clientToken, post, signIn } from './requests.mjs';
import { median, spread } from './statistics.mjs';

const SANCTIONED = 5_000;
/** Different questions in turn: nobody asks about the same person all day. */
const BODIES = 500;
const BATCH = 20_000;
const CONNECTIONS = 32;
const SECONDS = 4;
const FIRST_CLEAN = 1_000_000;

/**
 * Decisions over HTTP against bare Fastify that parses, validates and answers as many bytes, in alternate rounds.
 *
 * @returns {Promise<string[][]>} rows of the table of results
 */
export async function benchDecide({ environment, rounds }) {
  const service = startChild('service.child.mjs', environment);
  const echo = startChild('echo.child.mjs');
  const load = startChild('load.child.mjs');
  try {
    const { address } = await service.ask({ do: 'address' });
    await sanctionPeople(address);
    const token = await clientToken(address, 'demo-bank-a');
    const questions = { no: bodies(0), yes: bodies(FIRST_CLEAN) };
    const answer = await post(`${address}/v1/decisions`, token, questionAbout(0));
    if (answer.outcome !== 'DENY') throw new Error(`a sanctioned person may: ${JSON.stringify(answer)}`);
    const { address: echoAddress } = await echo.ask({ do: 'listen', answer });
    const targets = {
      echo: { url: `${echoAddress}/v1/decisions`, bodies: questions.no },
      no: { url: `${address}/v1/decisions`, bodies: questions.no, token },
      yes: { url: `${address}/v1/decisions`, bodies: questions.yes, token },
    };
    const shots = await shootInTurn(load, targets, rounds);
    const batch = await batchRounds(address, token, rounds);
    return tableOf(shots, batch);
  } finally {
    await Promise.all([service.stop(), echo.stop(), load.stop()]);
  }
}

async function sanctionPeople(address) {
  const submitter = await signIn(address, 'city-submitter');
  const approver = await signIn(address, 'city-approver');
  for (let first = 0; first < SANCTIONED; first += 1000) {
    const entries = Array.from({ length: 1000 }, (_, at) => designationOf(first + at));
    const list = await post(`${address}/v1/sanction-lists`, submitter, { title: `bench ${first}`, entries });
    if (list.counts.rejected > 0) throw new Error(`the service refused ${list.counts.rejected} people of the bench`);
    await post(`${address}/v1/sanction-lists/${list.id}/submit`, submitter, {});
    await post(`${address}/v1/sanction-lists/${list.id}/approve`, approver, { remark: 'bench' });
  }
}

function designationOf(n) {
  return {
    subject: { kind: 'person', idType: 'resident_id', idNumber: residentId(n), name: personName(n) },
    ground: 'trade',
    items: 3,
    itemKinds: ['bank_account'],
    identifiedOn: '2024-12-10',
    identifyingOrgan: { code: '500000', level: 'city', name: '重庆市公安局' },
    documentNo: `bench-${n}`,
    noticeServedOn: '2024-12-12',
    implicatedCards: [],
  };
}

function questionAbout(n) {
  return {
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: residentId(n) },
    channel: 'online',
    purpose: 'transfer',
    asOf: '2025-01-05T10:00:00+08:00',
  };
}

function bodies(first) {
  return Array.from({ length: BODIES }, (_, at) => JSON.stringify(questionAbout(first + at)));
}

/** Every target once per round, after a warm-up that is not counted. */
async function shootInTurn(load, targets, rounds) {
  const shots = Object.fromEntries(Object.keys(targets).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, target] of Object.entries(targets)) {
      const shot = await load.ask({
        do: 'shoot',
        ...target,
        connections: CONNECTIONS,
        seconds: round < 0 ? 2 : SECONDS,
      });
      if (round >= 0) shots[name].push(shot);
    }
  }
  return shots;
}

/** One NDJSON request, half about sanctioned people. @returns {Promise<number[]>} questions per second */
async function batchRounds(address, token, rounds) {
  const lines = Array.from({ length: BATCH }, (_, at) =>
    JSON.stringify(questionAbout(at % 2 === 0 ? at % SANCTIONED : FIRST_CLEAN + at)),
  );
  const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` };
  const perSecond = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const response = await fetch(`${address}/v1/decisions/batch`, {
      method: 'POST',
      headers,
      body: `${lines.join('\n')}\n`,
    });
    const answers = (await response.text()).trimEnd().split('\n');
    const seconds = (performance.now() - startedAt) / 1000;
    const refused = answers.filter((answer) => !answer.includes('"decisionId"')).length;
    if (answers.length !== BATCH || refused > 0)
      throw new Error(`${answers.length} answers to ${BATCH} questions, ${refused} refused`);
    perSecond.push(BATCH / seconds);
  }
  return perSecond;
}

function tableOf({ echo, no, yes }, batch) {
  const rate = (shots) => shots.map(({ perSecond }) => perSecond);
  const bare = rate(echo);
  const share = (rates) =>
    spread(
      rates.map((perSecond, round) => perSecond / bare[round]),
      3,
    );
  const p99 = (shots) => `p99 ${median(shots.map(({ p99Ms }) => p99Ms))} ms`;
  const against = `${spread(bare, 0)} /s, ${p99(echo)}: bare Fastify`;
  return [
    ['decisions, clean person', `${spread(rate(yes), 0)} /s, ${p99(yes)}`, against, `${share(rate(yes))} ×`],
    ['decisions, sanctioned person', `${spread(rate(no), 0)} /s, ${p99(no)}`, against, `${share(rate(no))} ×`],
    ['decisions, NDJSON batch', `${spread(batch, 0)} /s`, against, `${share(batch)} ×`],
  ];
}
