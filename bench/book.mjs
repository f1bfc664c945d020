import { residentId } from './people.mjs';
import { FIRST_CLEAN, questionAbout } from './requests.mjs';

const LINES_PER_BLOCK = 500;
const [LINE_HEAD, LINE_TAIL] = JSON.stringify(questionAbout(0)).split(residentId(0));

/** One line in so many is about somebody sanctioned: in the customer book of a bank, and where it hurts. */
export const BOOKS = { 'customer book': 1000, 'every second sanctioned': 2 };

/**
 * Questions about a customer book, one a line, in blocks as a client would send them; nobody comes twice.
 *
 * @param {{ lines: number, sanctionedEvery: number, people: number }} book how many of the people are sanctioned
 */
export function* blocksOf({ lines, sanctionedEvery, people }) {
  for (let first = 0; first < lines; first += LINES_PER_BLOCK) {
    let text = '';
    for (let at = first; at < Math.min(lines, first + LINES_PER_BLOCK); at++) {
      const n = at % sanctionedEvery === 0 ? at % people : FIRST_CLEAN + at;
      text += `${LINE_HEAD}${residentId(n)}${LINE_TAIL}\n`;
    }
    yield Buffer.from(text, 'latin1');
  }
}

const NEW_LINE = 0x0a;
const PROBLEM = '"urn:problem:';

/** Counts the lines of an answer, and those that refuse. */
export class AnswerCounter {
  #answers = 0;
  #problems = 0;
  #firstProblem = '';

  /** @param {Buffer} chunk */
  take(chunk) {
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) this.#answers += 1;
    for (let at = chunk.indexOf(PROBLEM); at >= 0; at = chunk.indexOf(PROBLEM, at + 1)) {
      if (this.#problems === 0) this.#firstProblem = chunk.subarray(at, at + 40).toString();
      this.#problems += 1;
    }
  }

  /** @param {number} lines that were asked @throws {Error} if a line was not answered */
  assertAnswered(lines) {
    if (this.#answers === lines && this.#problems === 0) return;
    const problems = this.#problems === 0 ? 'no problem' : `${this.#problems} problems, such as ${this.#firstProblem}`;
    throw new Error(`${this.#answers} answers to ${lines} questions, ${problems}`);
  }
}
