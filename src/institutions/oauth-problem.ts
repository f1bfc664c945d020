import type { Language, ProblemBody } from '../domain/problem.js';
import { Problem } from '../domain/problem.js';

/** A refusal of the token endpoint: a problem that also carries the `error` member OAuth libraries read. */
export class OAuthProblem extends Problem {
  constructor(override readonly code: 'invalid-client' | 'unsupported-grant-type' | 'invalid-scope') {
    super(code);
  }

  /** @see RFC 6749 section 5.2 */
  override toBody(language: Language, instance: string): ProblemBody & { error: string } {
    return { ...super.toBody(language, instance), error: this.code.replaceAll('-', '_') };
  }
}
