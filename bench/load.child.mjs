/**
 * Asks over kept-alive connections, in a process of its own: the next question leaves a connection when its answer is in.
 *
 * Own sockets instead of a ready-made tool, because every question must be about somebody else: the request is built once, and
 * 18 bytes of it are written over. What that costs, and what other tools cost, tells `bench/generators.mjs`.
 */
import { connect } from 'node:net';
import { answerMessages } from './child.mjs';
import { Histogram } from './histogram.mjs';
import { residentId } from './people.mjs';
import { requestAbout } from './requests.mjs';

const ID_BYTES = 18;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('content-length: ');
/** Steps through the people that visit all of them before they repeat: their number is no multiple of it. */
const STRIDE = 7919;

/** Numbers of people by the first of them: computed once, asked about in every round. */
const crowds = new Map();
let turn = 0;

answerMessages({
  /** @param {{ address: string, token?: string, question: object, first: number, people: number, connections: number, seconds: number }} message */
  async shoot(message) {
    const shot = new Shot(message);
    const before = process.cpuUsage();
    await shot.run();
    const { user, system } = process.cpuUsage(before);
    return { ...shot.result(), elapsedMs: shot.elapsedMs, cpu: (user + system) / 1000 / shot.elapsedMs };
  },
});

class Shot {
  #latencies = new Histogram();
  #refusals = 0;
  #firstRefusal = '';
  #answerBytes = 0;
  #isOver = false;

  constructor(message) {
    this.message = message;
    this.ids = crowdOf(message.first, message.people);
    this.template = requestAbout(message);
  }

  async run() {
    const { address, connections, seconds } = this.message;
    const { hostname, port } = new URL(address);
    const sockets = await Promise.all(Array.from({ length: connections }, () => connected(Number(port), hostname)));
    const startedAt = performance.now();
    const over = setTimeout(() => {
      this.#isOver = true;
      this.elapsedMs = performance.now() - startedAt;
    }, seconds * 1000);
    try {
      await Promise.all(sockets.map((socket) => this.askUntilOver(socket)));
    } finally {
      clearTimeout(over);
      for (const socket of sockets) socket.destroy();
    }
  }

  result() {
    if (this.#refusals > 0) throw new Error(`${this.#refusals} refusals, the first: ${this.#firstRefusal}`);
    return {
      perSecond: (this.#latencies.total * 1000) / this.elapsedMs,
      p50Ms: this.#latencies.quantileMs(0.5),
      p99Ms: this.#latencies.quantileMs(0.99),
      answerBytes: this.#answerBytes,
    };
  }

  /** One question after the other on one connection. */
  askUntilOver(socket) {
    const request = Buffer.from(this.template.bytes);
    return new Promise((done, failed) => {
      let sentAt = 0;
      const ask = () => {
        const at = (turn % this.message.people) * ID_BYTES;
        turn += STRIDE;
        this.ids.copy(request, this.template.idAt, at, at + ID_BYTES);
        sentAt = performance.now();
        socket.write(request);
      };
      const answers = new AnswerReader((status, bodyBytes, head) => {
        if (this.#isOver) return done();
        this.#latencies.record((performance.now() - sentAt) * 1000);
        this.#answerBytes = bodyBytes;
        if (status !== 200) this.refused(head);
        ask();
      });
      socket.on('data', (chunk) => answers.take(chunk));
      socket.once('error', failed);
      socket.once('close', () => failed(new Error('the connection was closed under load')));
      ask();
    });
  }

  refused(head) {
    if (this.#refusals === 0) this.#firstRefusal = head;
    this.#refusals += 1;
  }
}

/** Finds where an answer ends, and looks at nothing else in it. */
class AnswerReader {
  #missing = 0;
  #begun = undefined;
  #status = 0;
  #bodyBytes = 0;
  #head = '';

  constructor(answered) {
    this.answered = answered;
  }

  take(chunk) {
    if (this.#missing > 0) return this.arrived(chunk.length);
    const bytes = this.#begun === undefined ? chunk : Buffer.concat([this.#begun, chunk]);
    const end = bytes.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#begun = bytes;
      return;
    }
    this.#begun = undefined;
    const length = bytes.indexOf(LENGTH);
    if (length < 0 || length > end) throw new Error('an answer without content-length');
    this.#status = Number(bytes.latin1Slice(9, 12));
    this.#bodyBytes = Number.parseInt(bytes.latin1Slice(length + LENGTH.length, length + LENGTH.length + 10), 10);
    this.#head = this.#status === 200 ? '' : bytes.latin1Slice(0, 2000);
    this.#missing = this.#bodyBytes;
    this.arrived(bytes.length - end - END_OF_HEAD.length);
  }

  arrived(bytes) {
    this.#missing -= bytes;
    if (this.#missing < 0) throw new Error('more bytes than were asked for');
    if (this.#missing === 0) this.answered(this.#status, this.#bodyBytes, this.#head);
  }
}

function crowdOf(first, people) {
  const key = `${first} ${people}`;
  if (!crowds.has(key)) {
    const ids = Buffer.alloc(people * ID_BYTES);
    for (let n = 0; n < people; n++) ids.latin1Write(residentId(first + n), n * ID_BYTES);
    crowds.set(key, ids);
  }
  return crowds.get(key);
}

function connected(port, hostname) {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: hostname, noDelay: true });
    socket.once('connect', () => done(socket)).once('error', failed);
  });
}
