import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Problem, type Fault, type Language } from '../domain/problem.js';
import { IsLocalDate } from './local-date.validator.js';
import { validated, validationPipe } from './validation.js';

class Subject {
  @IsString()
  @MaxLength(18)
  idNumber: string;
}

class Entry {
  @ValidateNested()
  @Type(() => Subject)
  subject: Subject;

  @IsOptional()
  @IsInt()
  @Min(1)
  items?: number;

  @IsOptional()
  @IsLocalDate()
  identifiedOn?: string;
}

class List {
  @IsIn(['trade', 'rent'])
  ground: string;

  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => Entry)
  entries: Entry[];
}

async function faultsOf(value: unknown, language: Language = 'en'): Promise<readonly Fault[]> {
  try {
    await validated(List, value);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.toBody(language, '/').errors ?? [];
  }
}

const VALID = { ground: 'trade', entries: [{ subject: { idNumber: '1' }, items: 3, identifiedOn: '2025-01-05' }] };

describe('shape of a request', () => {
  it('a valid request becomes an instance of its class, down to the last level', async () => {
    const list = await validated(List, VALID);

    expect(list.entries[0]?.subject).toBeInstanceOf(Subject);
  });

  it('a fault names its place with indexes', async () => {
    const entries = [VALID.entries[0], { subject: { idNumber: 5 } }];

    expect((await faultsOf({ ...VALID, entries })).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'entries[1].subject.idNumber maxLength',
      'entries[1].subject.idNumber isString',
    ]);
  });

  it('the sentences follow the language, with the limits of the rule', async () => {
    const value = { ground: 'theft', entries: [{ subject: { idNumber: '1' }, items: 0 }] };

    expect((await faultsOf(value, 'en')).map(({ detail }) => detail)).toEqual([
      'One of these is expected: trade, rent',
      'It must not be less than 1',
    ]);
    expect((await faultsOf(value, 'zh-CN')).map(({ detail }) => detail)).toEqual([
      '应为以下之一:trade、rent',
      '不能小于 1',
    ]);
  });

  it('no fault ever repeats what was sent, neither a value nor an odd field name', async () => {
    const secret = '11010518990101001X';
    const value = {
      ground: secret,
      [secret]: secret,
      entries: [{ subject: { idNumber: secret.repeat(2), [secret]: 1 }, identifiedOn: secret }],
    };

    expect(JSON.stringify(await faultsOf(value))).not.toContain(secret);
  });

  it('an unknown field is refused, not dropped: it may be a misspelt one', async () => {
    expect(await faultsOf({ ...VALID, grounds: 'trade' })).toEqual([
      { path: 'grounds', code: 'whitelistValidation', detail: 'There is no such field' },
    ]);
  });

  it.each(['2025-02-29', '2025-1-5', '20250105', '', 5])('%j is no day', async (identifiedOn) => {
    expect(await faultsOf({ ...VALID, entries: [{ subject: { idNumber: '1' }, identifiedOn }] })).toMatchObject([
      { code: 'isLocalDate' },
    ]);
  });

  it.each([null, undefined, 'text', 5, [], [VALID]])('%j is no object', async (value) => {
    expect(await faultsOf(value)).toEqual([{ path: '', code: 'isObject', detail: 'An object is expected' }]);
  });

  it('through the pipe a list in the place of an object is told as such', async () => {
    const refusal = validationPipe().transform([VALID], { type: 'body', metatype: List });

    await expect(refusal).rejects.toMatchObject({
      code: 'validation-failed',
      faults: [{ path: '', code: 'isObject' }],
    });
  });

  it('a name from the prototype is no way in', async () => {
    const value: unknown = JSON.parse(
      '{"ground":"trade","entries":[],"__proto__":{"isAdmin":true},"constructor":{"name":"x"}}',
    );

    const list = await validated(List, value);

    expect(list.constructor).toBe(List);
    expect('isAdmin' in list).toBe(false);
    expect('isAdmin' in {}).toBe(false);
  });
});
