import type { LogFindingKind } from '../decision-log/log-verification.js';
import type { ChainFinding } from '../platform/hash-chain.js';

type Sentence = (first: number, last: number) => string;

const SENTENCES: Record<LogFindingKind, Sentence> = {
  altered: (first) => `row ${first} was altered`,
  removed: (first, last) => (first === last ? `row ${first} was removed` : `rows ${first} to ${last} were removed`),
  reordered: (first, last) => `rows ${first} and ${last} have changed places`,
  'tail-removed': (first, last) => `the end was cut off, from row ${first} to ${last}`,
  'head-differs': (first, last) => `the last row is ${last}, but the head names another (${first})`,
  'chain-removed': (_, last) => `the chain was removed; ${last} rows of it were anchored`,
  'chain-unknown': () => 'there are rows of it, but not the chain',
  'anchor-altered': (first) => `anchor ${first} is not what was signed`,
  'anchor-removed': (first, last) =>
    first === last ? `anchor ${first} was removed` : `anchors ${first} to ${last} were removed`,
  'anchor-differs': (first, last) =>
    first === last
      ? `row ${first} is not the one an anchor has signed`
      : `anchors have signed rows ${first} to ${last}, which are not there`,
};

/** What was found on a chain, in a sentence. */
export function findingText({ kind, seq, lastSeq, chain }: ChainFinding<string>): string {
  const sentence = isKnown(kind) ? SENTENCES[kind](seq, lastSeq) : kind;
  return chain === undefined ? sentence : `${chain}: ${sentence}`;
}

function isKnown(kind: string): kind is LogFindingKind {
  return Object.hasOwn(SENTENCES, kind);
}
