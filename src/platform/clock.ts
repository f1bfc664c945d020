import { Injectable } from '@nestjs/common';
import { localDateOf, type LocalDate } from '../domain/period.js';

/** The only place that reads the time. Terms end by reading this clock, not by a job; tests hand in a fixed one. */
@Injectable()
export class Clock {
  /** The present instant. */
  now(): Date {
    return new Date();
  }

  /** The present day in Asia/Shanghai. */
  today(): LocalDate {
    return localDateOf(this.now());
  }
}
