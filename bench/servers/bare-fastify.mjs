import Fastify from 'fastify';
import { decisionSchemas } from './contract.mjs';

/**
 * Fastify with one route that checks the question and writes the answer by compiled schemas.
 *
 * @param {(question: object, answer: object) => Promise<unknown>} [inBetween] what it does before it answers; nothing if absent
 * @returns the messages a child answers: `listen`, and `answer` that tells what to answer
 */
export function bareFastify(inBetween) {
  const { question, answer } = decisionSchemas();
  // Nothing is removed and nothing converted: a question is right or refused, as by the service.
  const app = Fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
  let given = {};
  const schema = { body: question, response: { 200: answer } };
  const handle =
    inBetween === undefined
      ? (_request, reply) => reply.send(given)
      : async ({ body }) => {
          await inBetween(body, given);
          return given;
        };
  app.post('/v1/decisions', { schema }, handle);
  process.once('disconnect', () => void app.close());
  return {
    listen: async () => ({ address: await app.listen({ port: 0, host: '127.0.0.1' }) }),
    answer: async (message) => {
      given = message.answer;
      return {};
    },
  };
}
