import type { Problem } from '../api/client';
import { currentLanguage } from '../language/language';
import { currentSession, renewedToken } from './session';

const SIGN_IN = 'POST /v1/sessions';
const SIGN_OUT = 'DELETE /v1/sessions/current';

/**
 * `fetch` with the token of the session. When that has ended, the request waits until the officer has signed in again and is
 * sent once more: no form is lost. Without an answer from the service, the answer is a problem like any other.
 */
export async function authorisedFetch(request: Request): Promise<Response> {
  const now = currentSession();
  const door = `${request.method} ${new URL(request.url).pathname}`;
  if (now.is === 'absent' || door === SIGN_IN) return answered(request);
  const again = request.clone();
  const response = await answered(signed(request, now.session.accessToken));
  // Who leaves need not come in again for it.
  if (response.status !== 401 || door === SIGN_OUT) return response;
  const token = await renewedToken(now.session);
  return token === undefined ? response : answered(signed(again, token));
}

function signed(request: Request, token: string): Request {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

async function answered(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unreachable();
  }
}

const UNREACHABLE = {
  'zh-CN': { title: '无法连接服务', detail: '服务没有应答。请检查网络,稍后重试。' },
  en: { title: 'The service cannot be reached', detail: 'It did not answer. Check the network and try again.' },
};

function unreachable(): Response {
  const said = UNREACHABLE[currentLanguage()];
  const problem: Problem = { type: 'urn:problem:unreachable', status: 503, instance: '', ...said };
  return new Response(JSON.stringify(problem), {
    status: 503,
    headers: { 'content-type': 'application/problem+json' },
  });
}
