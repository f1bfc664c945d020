import { Injectable, Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Problem, type Language } from '../domain/problem.js';
import type { Principal } from '../institutions/principal.js';
import { joined, plainText, type ByteText } from '../platform/byte-text.js';
import { answerLines, answerTexts, type LineDialogue } from '../platform/ndjson.js';
import { shapeGuard } from '../platform/shape-guard.js';
import { validated, ValidationProblem } from '../platform/validation.js';
import { DecisionRequest } from './decision.dto.js';
import { DecisionsService } from './decisions.service.js';
import type { Question } from './question.js';
import { Questions } from './questions.service.js';

/** Questions of a JSON array at most; a stream of lines has no such limit. */
export const MOST_IN_ARRAY = 10_000;
const SLICE = 500;
const PATH = '/v1/decisions/batch';

const isRequest = shapeGuard(DecisionRequest);

/** Many questions in one request. Each is answered or refused by itself. */
@Injectable()
export class DecisionBatch {
  private readonly logger = new Logger('decisions');

  constructor(
    private readonly questions: Questions,
    private readonly decisions: DecisionsService,
  ) {}

  /** One question and one answer a line, same order, no faster than the asker reads. */
  ofLines(lines: AsyncIterable<Buffer>, asker: Principal, language: Language): Readable {
    return answerLines(lines, this.dialogue(asker, language));
  }

  /**
   * A whole array, answered in its order, as JSON.
   *
   * @throws {Problem} `validation-failed` if it is no array, or longer than {@link MOST_IN_ARRAY}
   */
  async ofArray(body: unknown, asker: Principal, language: Language): Promise<string> {
    if (!Array.isArray(body)) throw new ValidationProblem([{ path: '', constraint: 'isArray', limits: [] }]);
    if (body.length > MOST_IN_ARRAY)
      throw new ValidationProblem([{ path: '', constraint: 'arrayMaxSize', limits: [MOST_IN_ARRAY] }]);
    const dialogue = this.dialogue(asker, language);
    const answers: ByteText[] = [];
    for (let at = 0; at < body.length; at += SLICE) {
      const items: unknown[] = body.slice(at, at + SLICE);
      answers.push(...(await answerTexts(items, dialogue)));
    }
    return plainText(joined(`[${answers.join(',')}]`));
  }

  private dialogue(asker: Principal, language: Language): LineDialogue<Question> {
    const read = (request: DecisionRequest): Question => {
      const question = this.questions.read(request, asker, language);
      // All questions of a batch are answered by the books of now.
      if (question.knownAt !== undefined) throw new Problem('known-at-in-batch');
      return question;
    };
    return {
      language,
      instance: PATH,
      // What the guard does not let through may still be right; if not, class-validator says what is wrong with it.
      read: (said) => (isRequest(said) ? read(said) : validated(DecisionRequest, said).then(read)),
      answer: async (questions) => {
        const answers = await this.decisions.decideAll(questions, asker);
        const failed = answers.find((answer) => answer instanceof Problem && answer.cause !== undefined);
        // No exception leaves a stream of lines: without this, nobody would learn why.
        if (failed instanceof Problem) this.logger.error(failed.cause);
        return answers;
      },
    };
  }
}
