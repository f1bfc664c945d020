import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../domain/problem.js';
import { HASH } from './rulebook.dto.js';

/** The hash in a path. What does not look like one is no rulebook of ours. */
@Injectable()
export class RulebookHashPipe implements PipeTransform<string, string> {
  /** @throws {Problem} `rulebook-not-found` */
  transform(hash: string): string {
    if (!HASH.test(hash)) throw new Problem('rulebook-not-found');
    return hash;
  }
}
