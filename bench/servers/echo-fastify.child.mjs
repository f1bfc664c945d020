/** Bare Fastify: parses, checks and answers by compiled schemas. What all ratios are against. */
import { bareFastify } from './bare-fastify.mjs';
import { answerMessages } from '../child.mjs';

answerMessages(bareFastify());
