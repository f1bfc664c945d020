import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { canonicalJson } from '../domain/canonical.js';
import { CHAIN_START, nextHash, type ChainHead } from '../platform/hash-chain.js';
import type { Pii } from '../platform/pii.js';
import { decisionsIn, type GroupSummary } from './group-content.js';
import type { LoggedDecision } from './logged-decision.js';

/** A group as it is stored. */
export interface GroupRecord extends GroupSummary {
  chain: string;
  /** 1, 2, 3 … on its chain. */
  seq: number;
  writtenAt: Date;
  isDeflated: boolean;
  contentEnc: Buffer;
  contentDigest: Buffer;
  previousHash: Buffer;
  hash: Buffer;
}

/** A chain as it is stored. */
export interface ChainRecord {
  id: string;
  /** `<host>:<process id>` */
  node: string;
  openedAt: Date;
  /** Of its last group; 0 of none. */
  seq: number;
  hash: Buffer;
}

const CONTEXT = 'decision_group.content';
/** Below this there is too little to be had. */
const DEFLATE_FROM_BYTES = 4 * 1024;
/** Deflating less than this, at 1.3 GB/s as alike as decisions are, is not worth the way to the thread pool and back. */
const POOL_FROM_BYTES = 256 * 1024;
/** Inflating less than this is not worth it. */
const POOL_FROM_DEFLATED_BYTES = 8 * 1024;
const FAST = { level: 1 };
/** A group is far smaller; what claims to be larger was not written here. */
const MOST_INFLATED_BYTES = 256 * 1024 * 1024;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A content as it is stored. Deflated first: it takes a tenth of the space or less, and less time than encrypting, sending and storing the rest. */
export async function sealed(pii: Pii, content: Buffer): Promise<Pick<GroupRecord, 'isDeflated' | 'contentEnc'>> {
  const isDeflated = content.length >= DEFLATE_FROM_BYTES;
  return { isDeflated, contentEnc: pii.encrypt(isDeflated ? await packed(content) : content, CONTEXT) };
}

async function packed(content: Buffer): Promise<Buffer> {
  return content.length < POOL_FROM_BYTES ? deflateRawSync(content, FAST) : deflate(content, FAST);
}

/**
 * The content of a group in clear.
 *
 * @throws {Error} for a content that was changed, or whose key this service does not hold
 */
export async function unsealed(
  pii: Pii,
  { isDeflated, contentEnc }: Pick<GroupRecord, 'isDeflated' | 'contentEnc'>,
): Promise<Buffer> {
  const plain = pii.decrypt(contentEnc, CONTEXT);
  if (!isDeflated) return plain;
  const limit = { maxOutputLength: MOST_INFLATED_BYTES };
  return plain.length < POOL_FROM_DEFLATED_BYTES ? inflateRawSync(plain, limit) : inflate(plain, limit);
}

/** The decisions of a group. @throws {Error} as {@link unsealed} */
export async function decisionsOf(
  pii: Pii,
  group: Pick<GroupRecord, 'isDeflated' | 'contentEnc'>,
): Promise<LoggedDecision[]> {
  return decisionsIn(await unsealed(pii, group));
}

/** What a chain starts from: so that neither its name nor the hour it was opened can be changed later. */
export function chainStart({ id, node, openedAt }: Pick<ChainRecord, 'id' | 'node' | 'openedAt'>): ChainHead {
  const text = canonicalJson({ chain: id, node, openedAt: openedAt.toISOString() });
  return { seq: 0, hash: nextHash(CHAIN_START, text) };
}

/** What the hash of a group runs over, besides the hash before it. */
export function groupText(group: Omit<GroupRecord, 'contentEnc' | 'previousHash' | 'hash' | 'seq'>): string {
  const { chain, writtenAt, firstId, lastId, count, institutionIds, rulebookHashes, outcomes } = group;
  return canonicalJson({
    chain,
    writtenAt: writtenAt.toISOString(),
    firstId,
    lastId,
    count,
    institutionIds,
    rulebookHashes,
    revisions: [group.leastRevision, group.mostRevision],
    outcomes,
    isDeflated: group.isDeflated,
    contentDigest: group.contentDigest.toString('hex'),
  });
}
