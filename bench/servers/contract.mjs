import { readFileSync } from 'node:fs';

/** What says something to readers and nothing to validators. */
const REMARKS = new Set(['description', 'example']);

/**
 * Schemas of the committed contract as plain JSON Schema: the bare servers check the same questions and write the same answers.
 *
 * @returns {{ question: object, answer: object }}
 */
export function decisionSchemas() {
  const { components } = JSON.parse(readFileSync(new URL('../../test/contract/openapi.json', import.meta.url), 'utf8'));
  const named = (name) => plain(components.schemas[name], components.schemas);
  return { question: named('DecisionRequest'), answer: named('DecisionResponse') };
}

function plain(schema, schemas) {
  if (Array.isArray(schema)) return schema.map((item) => plain(item, schemas));
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref !== undefined) return plain(schemas[schema.$ref.split('/').at(-1)], schemas);
  if (schema.allOf?.length === 1) return plain(schema.allOf[0], schemas);
  const entries = Object.entries(schema).filter(([key]) => !REMARKS.has(key));
  const copy = Object.fromEntries(
    entries.map(([key, value]) => [key, key === 'properties' ? each(value, schemas) : plain(value, schemas)]),
  );
  // The service refuses what it does not know.
  return copy.type === 'object' ? { ...copy, additionalProperties: false } : copy;
}

/** Properties may be called like a remark. */
function each(properties, schemas) {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, plain(schema, schemas)]));
}
