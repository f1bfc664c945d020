/** What the benches ask of a running service of the demo profile. */
import { residentId } from './people.mjs';

/** From here on nobody is sanctioned: numbers of people as in `people.mjs`. */
export const FIRST_CLEAN = 10_000_000;

/** @param {string} address @param {string} username of a demo officer */
export async function signIn(address, username) {
  const { accessToken } = await post(`${address}/v1/sessions`, undefined, { username, password: `demo-${username}` });
  return accessToken;
}

/** @param {string} address @param {string} client id of a demo client */
export async function clientToken(address, client) {
  const body = { grant_type: 'client_credentials', client_id: client, client_secret: `demo-secret-${client}` };
  const { access_token: token } = await post(`${address}/oauth/token`, undefined, body);
  return token;
}

/** @returns {Promise<any>} */
export async function post(url, token, body) {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status} ${answer.type ?? ''}`);
  return answer;
}

/** May this person move money out by mobile bank? A sanctioned one may not. @param {number} n the nth person */
export function questionAbout(n) {
  return {
    action: 'bank_account.outflow',
    subject: { idType: 'resident_id', idNumber: residentId(n) },
    channel: 'online',
    purpose: 'transfer',
  };
}

/**
 * The bytes of `POST /v1/decisions`, and where in them the number of the person stands, 18 digits long.
 *
 * @param {{ address: string, token?: string, question: any }} of
 */
export function requestAbout({ address, token, question }) {
  const body = JSON.stringify(question);
  const head = [
    'POST /v1/decisions HTTP/1.1',
    `Host: ${new URL(address).host}`,
    'Content-Type: application/json',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
  return { bytes, idAt: bytes.lastIndexOf(question.subject.idNumber) };
}
