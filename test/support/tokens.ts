import type { TestApp } from './app.js';

/** Signs a demo officer in. @returns the value of an `Authorization` header */
export async function asOfficer({ request }: TestApp, username: string): Promise<string> {
  const answer = await request()
    .post('/v1/sessions')
    .send({ username, password: `demo-${username}` })
    .expect(201);
  return `Bearer ${String(answer.body.accessToken)}`;
}

/** Gets a demo client its token. @returns the value of an `Authorization` header */
export async function asClient({ request }: TestApp, id: string): Promise<string> {
  const answer = await request()
    .post('/oauth/token')
    .send({ grant_type: 'client_credentials', client_id: id, client_secret: `demo-secret-${id}` })
    .expect(200);
  return `Bearer ${String(answer.body.access_token)}`;
}
