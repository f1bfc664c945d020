import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { createLog, loggedError, NestLog } from './logging.js';

const NUMBER = '11010518990101001X';

describe('log', () => {
  it('an error of the database is told by its code and constraint, not by its text or parameters', () => {
    const cause = Object.assign(new Error(`invalid input: "${NUMBER}"`), {
      code: '22P02',
      constraint: 'subject_pk',
      detail: NUMBER,
    });

    const said = loggedError(new QueryFailedError(`SELECT '${NUMBER}'`, [NUMBER], cause));

    expect(said).toMatchObject({ type: 'QueryFailedError', code: '22P02', constraint: 'subject_pk' });
    expect(JSON.stringify(said)).not.toContain(NUMBER);
  });

  it("a parser's error does not repeat what it could not parse", () => {
    let caught: unknown;
    try {
      JSON.parse(NUMBER);
    } catch (error) {
      caught = error;
    }

    expect(JSON.stringify(loggedError(caught))).not.toContain(NUMBER);
  });

  it('an error of ours tells what it says and where it happened', () => {
    const said = loggedError(new Error('The chain audit has no head'));

    expect(said).toMatchObject({ type: 'Error', message: 'The chain audit has no head' });
    expect(said.at[0]).toContain('logging.spec');
  });

  it('what is thrown need not be an error', () => {
    expect(loggedError(NUMBER)).toEqual({ type: 'string', at: [] });
  });

  it("Nest's messages are lines of the same JSON, with their context", () => {
    const lines: string[] = [];
    const log = new NestLog(createLog('warn', { write: (line) => void lines.push(line) }));

    log.log('Mapped {/health}', 'RouterExplorer');
    log.warn('deprecated', 'Router');
    log.error(new Error('lost'), undefined, 'Pool');

    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { level: 'warn', msg: 'deprecated', context: 'Router' },
      { level: 'error', msg: 'failed', context: 'Pool', error: { message: 'lost' } },
    ]);
  });
});
