/** What the benches ask of a running service of the demo profile. */

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
