import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** What every operation may answer besides its own responses. */
const PROBLEM_RESPONSE = {
  description: 'RFC 9457 problem; `type` is `urn:problem:<code>`, texts follow Accept-Language (zh-CN, en)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', example: 'urn:problem:validation-failed' },
    title: { type: 'string', example: '请求内容不合要求' },
    status: { type: 'integer', example: 400 },
    detail: { type: 'string', example: '请按 errors 逐项修改' },
    instance: { type: 'string', description: 'Path of the request', example: '/v1/decisions' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'detail'],
        properties: {
          path: { type: 'string', example: 'entries[3].subject.idNumber' },
          code: { type: 'string', example: 'isString' },
          detail: { type: 'string', example: '应为文本' },
        },
      },
    },
  },
};

/** The contract as OpenAPI 3.1, generated from the code; paths in alphabetical order, so that a diff shows changes only. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, frame(), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  const paths = Object.entries(document.paths).sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [, item] of paths) {
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      if (operation !== undefined) operation.responses = { ...operation.responses, default: PROBLEM_RESPONSE };
    }
  }
  const schemas = Object.entries({ ...document.components?.schemas, Problem: PROBLEM_SCHEMA }).sort(
    ([left], [right]) => (left < right ? -1 : 1),
  );
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas: Object.fromEntries(schemas) },
  };
}

function frame(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('断卡 Duanka')
    .setDescription(
      '两卡惩戒名单与联合惩戒:可否办理、依据何条。 Two-card sanction lists and joint sanctions: may this person or unit do this, and under which article not?',
    )
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'accessToken of POST /v1/sessions' },
      'officer',
    )
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'access_token of POST /oauth/token',
        flows: {
          clientCredentials: {
            tokenUrl: '/oauth/token',
            scopes: { decisions: '判定', cards: '卡登记', blacklist: '两卡黑名单', directives: '执行指令' },
          },
        },
      },
      'client',
    )
    .build();
}
