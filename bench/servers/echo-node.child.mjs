/** Bare `node:http`: parses the question, checks nothing, writes the answer. The most this Node can do. */
import { createServer } from 'node:http';
import { answerMessages } from '../child.mjs';

let given = {};
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    const body = Buffer.from(JSON.stringify(given));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
});
process.once('disconnect', () => server.close());

answerMessages({
  listen: () =>
    new Promise((done) => {
      server.listen(0, '127.0.0.1', () => done({ address: `http://127.0.0.1:${server.address().port}` }));
    }),
  answer: async (message) => {
    given = message.answer;
    return {};
  },
});
