import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { currentLanguage } from '../language/language';
import { authorisedFetch } from '../session/authorised-fetch';
import type { components, paths } from './schema';

/** Why the service did not do it (RFC 9457), in the language of the request: what every hook of {@link api} gives as `error`. */
export type Problem = components['schemas']['Problem'];

/** The shapes of the contract by name: `Schema<'ListResponse'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

const sayLanguage: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    return request;
  },
};

/** The API, typed by its contract: `client.GET('/v1/sanction-lists/{id}', …)` answers `{ data }` or `{ error: Problem }`. */
export const client = createFetchClient<paths>({ baseUrl: window.location.origin, fetch: authorisedFetch });
client.use(sayLanguage);

/** The same for TanStack Query: `api.useQuery('get', '/v1/sanction-lists/{id}', …)`. */
export const api = createQueryClient(client);

/** @returns the code of a problem, such as `approver-is-author` */
export function codeOf(problem: Problem): string {
  return problem.type.replace('urn:problem:', '');
}
