import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import fc from 'fast-check';
import { shapeGuard } from './shape-guard.js';
import { validated } from './validation.js';

class Inner {
  @IsIn(['a', 'b'])
  kind: string;

  @IsString()
  @Length(1, 4)
  text: string;
}

class Outer {
  @ValidateNested()
  @Type(() => Inner)
  inner: Inner;

  @IsOptional()
  @ValidateNested()
  @Type(() => Inner)
  other?: Inner;

  @IsOptional()
  @IsBoolean()
  flag?: boolean;

  @IsOptional()
  @Matches(/^\d{4}$/)
  digits?: string;

  @IsOptional()
  @IsString()
  @MaxLength(3)
  short?: string;
}

class WithCount {
  @IsInt()
  count: number;
}

const fits = shapeGuard(Outer);

async function passes(value: unknown): Promise<boolean> {
  return validated(Outer, value).then(
    () => true,
    () => false,
  );
}

describe('a compiled shape', () => {
  it('lets nothing through that class-validator refuses', async () => {
    const odd = fc.oneof(
      fc.constantFrom('a', 'b', 'x', '', '1234', '12345', '\uFE0F', '𠮷𠮷𠮷𠮷', null, undefined, true, 0, [], {}),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    const inner = fc.oneof(odd, fc.record({ kind: odd, text: odd, extra: odd }, { requiredKeys: [] }));
    const outer = fc.oneof(
      odd,
      fc.record({ inner, other: inner, flag: odd, digits: odd, short: odd, extra: odd }, { requiredKeys: [] }),
    );
    await fc.assert(
      fc.asyncProperty(outer, async (value) => {
        if (fits(value)) expect(await passes(value)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets through what is usual', () => {
    expect(fits({ inner: { kind: 'a', text: '𠮷𠮷𠮷𠮷' } })).toBe(true);
    expect(fits({ inner: { kind: 'b', text: 'x' }, flag: false, digits: '0001', short: 'abc' })).toBe(true);
  });

  it('leaves null for an optional field to class-validator, which takes it', async () => {
    const value = { inner: { kind: 'a', text: 'x' }, other: null };
    expect(fits(value)).toBe(false);
    expect(await passes(value)).toBe(true);
  });

  it('is not made at all where a rule has no compiled form', () => {
    expect(() => shapeGuard(WithCount)).toThrow('isInt');
  });
});
