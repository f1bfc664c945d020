/** Bare Fastify: it parses and validates the same questions, and gives an answer of the same size. */
import Fastify from 'fastify';
import { answerMessages } from './child.mjs';

const QUESTION = {
  type: 'object',
  required: ['action', 'subject'],
  additionalProperties: false,
  properties: {
    action: { type: 'string', maxLength: 64 },
    subject: {
      type: 'object',
      required: ['idType', 'idNumber'],
      additionalProperties: false,
      properties: { idType: { type: 'string' }, idNumber: { type: 'string', maxLength: 64 } },
    },
    channel: { type: 'string' },
    purpose: { type: 'string' },
    asOf: { type: 'string' },
  },
};

answerMessages({
  async listen({ answer }) {
    const app = Fastify();
    app.post('/v1/decisions', { schema: { body: QUESTION } }, async () => answer);
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    process.once('disconnect', () => void app.close());
    return { address };
  },
});
