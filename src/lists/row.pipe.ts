import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../domain/problem.js';

/** The number of a row in a path; what cannot be one is a row that the list has not. */
@Injectable()
export class RowPipe implements PipeTransform<string, number> {
  /** @throws {Problem} `list-entry-not-found` */
  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('list-entry-not-found');
    return Number(text);
  }
}
