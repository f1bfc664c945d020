import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { requestIdOf } from './request-id.js';

function aRequest(id?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (id !== undefined) request.headers['x-request-id'] = id;
  return request;
}

describe('request id', () => {
  it.each(['0b2c5f3e-9d41-4c5a-8a39-123456789012', 'gateway-7.req_00042'])('%s is taken over', (id) => {
    expect(requestIdOf(aRequest(id))).toBe(id);
  });

  it.each([
    { id: '11010518990101001X', why: 'it could be an identifier number' },
    { id: '13800000000-a', why: 'it could be a telephone number' },
    { id: 'short', why: 'it is too short to be one of its kind' },
    { id: 'a'.repeat(65), why: 'it is too long' },
    { id: 'line\nbreak-in-log', why: 'it has characters that do not belong' },
  ])('$id is replaced: $why', ({ id }) => {
    expect(requestIdOf(aRequest(id))).not.toBe(id);
  });

  it('without one a new one is made each time', () => {
    expect(requestIdOf(aRequest())).not.toBe(requestIdOf(aRequest()));
  });
});
