import { ValidationPipe, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate, type ValidationError } from 'class-validator';
import { Problem, type Fault, type Language, type ProblemBody } from '../domain/problem.js';
import { sentenceFor } from './validation-sentences.js';

/** Unknown fields are refused, not dropped: a misspelt field would silently not count. */
const RULES = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false } as const;

/** One broken rule of one field. */
export interface Violation {
  path: string;
  constraint: string;
  /** Arguments of the rule, such as the least number of characters. Never the value that was sent. */
  limits: readonly unknown[];
}

const NOT_AN_OBJECT: Violation = { path: '', constraint: 'isObject', limits: [] };

/** `validation-failed` whose sentences follow the caller's language. */
export class ValidationProblem extends Problem {
  constructor(private readonly violations: readonly Violation[]) {
    super('validation-failed', {}, faultsOf(violations, 'zh-CN'));
  }

  override toBody(language: Language, instance: string): ProblemBody {
    return { ...super.toBody(language, instance), errors: faultsOf(this.violations, language) };
  }
}

/** The pipe of every controller: shapes are checked, transformed to their class, and answered field by field. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    ...RULES,
    transform: true,
    validationError: { target: true, value: false },
    exceptionFactory: (errors) => new ValidationProblem(isAboutList(errors) ? [NOT_AN_OBJECT] : violationsOf(errors)),
  });
}

/**
 * The same check for a value that does not come through a controller, such as one line of a stream.
 *
 * @throws {ValidationProblem} `validation-failed`
 */
export async function validated<Shape extends object>(shape: Type<Shape>, value: unknown): Promise<Shape> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValidationProblem([NOT_AN_OBJECT]);
  }
  const instance = plainToInstance(shape, value);
  const errors = await validate(instance, { ...RULES, validationError: { target: true, value: false } });
  if (errors.length > 0) throw new ValidationProblem(violationsOf(errors));
  return instance;
}

/** Nest looks for the fields of the shape in a list as well; that they are missing there is not the point. */
function isAboutList(errors: readonly ValidationError[]): boolean {
  return errors.some((error) => Array.isArray(error.target));
}

function violationsOf(errors: readonly ValidationError[], parent = ''): Violation[] {
  return errors.flatMap((error) => {
    const path = pathTo(parent, error.property);
    const own = Object.keys(error.constraints ?? {}).map((constraint) => ({
      path,
      constraint,
      limits: limitsOf(error, constraint),
    }));
    return [...own, ...violationsOf(error.children ?? [], path)];
  });
}

/** `entries[3].subject.idNumber`. A field name we do not know could be anything, so only plain ones are repeated. */
function pathTo(parent: string, property: string): string {
  if (/^\d{1,9}$/.test(property) && parent !== '') return `${parent}[${property}]`;
  const name = /^[A-Za-z]\w{0,63}$/.test(property) ? property : '?';
  return parent === '' ? name : `${parent}.${name}`;
}

function limitsOf(error: ValidationError, constraint: string): readonly unknown[] {
  if (error.target === undefined) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(error.target.constructor, '', false, false);
  const rule = rules.find((known) => known.propertyName === error.property && known.name === constraint);
  return rule?.constraints ?? [];
}

function faultsOf(violations: readonly Violation[], language: Language): Fault[] {
  return violations.map(({ path, constraint, limits }) => ({
    path,
    code: constraint,
    detail: sentenceFor(constraint, limits, language),
  }));
}
