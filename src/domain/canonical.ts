/**
 * The one spelling of a JSON value (RFC 8785): keys sorted by UTF-16 code unit, no blanks, `undefined` members dropped.
 * Everything that is hashed (list content, rulebook, decision log, audit trail) is hashed in this spelling, so two
 * values with equal content have equal hashes, also after a round trip through JSON or `jsonb`.
 *
 * @throws {TypeError} for what JSON would lose silently: NaN and infinities, bigint, dates and other objects that are
 * not plain records, functions, symbols, `undefined` at the top or in an array
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) {
    // Array.from also visits the holes of a sparse array, which map would skip.
    return `[${Array.from(value, (item: unknown) => canonicalJson(item)).join(',')}]`;
  }
  if (typeof value === 'object') return canonicalRecord(value);
  throw new TypeError(`no canonical JSON for ${typeof value}`);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('no canonical JSON for a number that is not finite');
  return JSON.stringify(value);
}

function canonicalRecord(value: object): string {
  const tag = Object.prototype.toString.call(value);
  // A Date, Map or Buffer would become {} or something a reader cannot tell from a record.
  if (tag !== '[object Object]' || 'toJSON' in value) throw new TypeError(`no canonical JSON for ${tag}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
