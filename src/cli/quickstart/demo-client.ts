import { demoSecret } from '../../institutions/demo-accounts.js';
import type { Example } from './examples.js';

/** Talks to the running service over HTTP, as an institution's machine does. */
export class DemoClient {
  private readonly tokens = new Map<string, string>();

  /** @param address such as `http://127.0.0.1:3000` @param revision what was loaded; no worker may answer from before */
  constructor(
    private readonly address: string,
    private readonly revision: number,
  ) {}

  async ask({ client, question }: Example): Promise<object> {
    const body = JSON.stringify(question);
    const headers = { ...(await this.headers(client)), 'Duanka-Min-Revision': String(this.revision) };
    return this.json('/v1/decisions', { method: 'POST', headers, body });
  }

  /** A decision that was made before, as the contract shows an answer. @returns undefined where there is none */
  async recall({ client }: Example, decisionId: string): Promise<object | undefined> {
    const response = await fetch(`${this.address}/v1/decisions/${encodeURIComponent(decisionId)}`, {
      headers: await this.headers(client),
    });
    if (response.status === 404) return undefined;
    const { decidedAt: _1, asker: _2, question: _3, trace: _4, ...answer } = await objectOf(response);
    return answer;
  }

  private async headers(client: string): Promise<Record<string, string>> {
    return { Authorization: `Bearer ${await this.token(client)}`, 'Content-Type': 'application/json' };
  }

  private async token(client: string): Promise<string> {
    const known = this.tokens.get(client);
    if (known !== undefined) return known;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: demoSecret(client),
    });
    const { access_token: token } = await this.json('/oauth/token', { method: 'POST', body: form });
    if (typeof token !== 'string') throw new Error('the service gave no token');
    this.tokens.set(client, token);
    return token;
  }

  private async json(path: string, request: RequestInit): Promise<Record<string, unknown>> {
    return objectOf(await fetch(`${this.address}${path}`, request));
  }
}

async function objectOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  if (!response.ok || typeof body !== 'object' || body === null) {
    throw new Error(`the service answered ${response.status} to a question of its own demo`);
  }
  return Object.fromEntries(Object.entries(body));
}
