import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CardKind } from '../domain/designation.js';
import { Problem, type Language } from '../domain/problem.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { faultAt } from '../platform/normalised.js';
import { Pii } from '../platform/pii.js';
import { SubjectsService } from '../registry/subjects.service.js';
import type { DecisionRequest, SubjectDecisionRequest } from './decision.dto.js';
import type { Question } from './question.js';
import { Questions } from './questions.service.js';

/** Questions about somebody, and a card, that are in the books: whoever asks need not know the numbers. */
@Injectable()
export class SubjectQuestions {
  constructor(
    private readonly db: DataSource,
    private readonly pii: Pii,
    private readonly subjects: SubjectsService,
    private readonly questions: Questions,
  ) {}

  /**
   * The question as whoever knows the numbers would ask it.
   *
   * @throws {Problem} `subject-not-found`, `card-not-found`, and as `Questions.read`
   */
  async read(
    subjectId: string,
    { cardId, ...asked }: SubjectDecisionRequest,
    officer: OfficerPrincipal,
    language: Language,
  ): Promise<Question> {
    const known: unknown[] = await this.db.query('SELECT FROM identifier WHERE subject_id = $1 LIMIT 1', [subjectId]);
    if (known.length === 0) throw new Problem('subject-not-found');
    const subject = await this.subjects.identifierOf(this.db.manager, subjectId);
    const request: DecisionRequest = { ...asked, subject };
    if (cardId !== undefined) {
      if (asked.card !== undefined) throw faultAt('cardId', 'INVALID_FIELD');
      request.card = await this.card(cardId);
    }
    return this.questions.read(request, officer, language);
  }

  private async card(id: string): Promise<{ kind: CardKind; number: string }> {
    const [row]: { kind: CardKind; number_enc: Buffer }[] = await this.db.query(
      'SELECT kind, number_enc FROM card WHERE id = $1',
      [id],
    );
    if (row === undefined) throw new Problem('card-not-found');
    return { kind: row.kind, number: this.pii.decryptText(row.number_enc, 'card.number') };
  }
}
