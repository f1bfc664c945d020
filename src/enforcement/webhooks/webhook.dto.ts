import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IfPresent } from '../../platform/if-present.validator.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from './delivery/webhook-news.js';

export class NewWebhookRequest {
  /** https, on a public address or one that the operator has allowed; without user name and password. @example "https://hooks.example.com/duanka" */
  @IsString()
  @MaxLength(2000)
  url: string;

  /** Absent: all. @example ["directives.issued", "directives.overdue"] */
  @IfPresent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  events?: WebhookEvent[];
}

export class WebhookChangeRequest {
  /** `true` also tries at once what was waiting. @example true */
  @IsBoolean()
  enabled: boolean;
}

export class RotateWebhookSecretRequest {
  /** For so long deliveries are signed with the earlier secret as well. @example 24 */
  @IsInt()
  @Min(0)
  @Max(168)
  overlapHours: number = 24;
}

export class WebhookView {
  /** @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "https://hooks.example.com/duanka" */
  url: string;
  /** @example ["directives.issued", "directives.overdue"] */
  events: WebhookEvent[];
  /** @example true */
  enabled: boolean;
  /** `gone`: it answered 410; `failing`: nothing has succeeded for five days; `institution`: it was switched off. */
  disabledReason: 'institution' | 'gone' | 'failing' | null;
  /** Since when no delivery has succeeded. */
  failingSince: string | null;
  /** @example "2025-01-05T10:00:00.000+08:00" */
  createdAt: string;
}

export class WebhookSecretResponse extends WebhookView {
  /** Shown this once. Base64 after `whsec_` is the key of the signature. @example "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" */
  secret: string;
}

export class WebhooksResponse {
  items: WebhookView[];
}

export class WebhookAttemptView {
  /** @example 1 */
  number: number;
  startedAt: string;
  /** @example 37 */
  durationMs: number;
  /** Of the answer; 2xx has delivered. @example 204 */
  status: number | null;
  /** Why no answer came, such as `ECONNREFUSED`, `timeout`, `address_refused`. */
  error: string | null;
}

export class WebhookDeliveryView {
  /** The `webhook-id`, the same for every attempt. @example "0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d" */
  id: string;
  /** @example "directives.issued" */
  event: string;
  state: 'pending' | 'delivered' | 'failed' | 'cancelled';
  createdAt: string;
  nextAttemptAt: string | null;
  /** As it is sent. */
  payload: string;
  /** Oldest first. */
  attempts: WebhookAttemptView[];
}

export class WebhookDeliveryPage {
  /** Newest first. */
  items: WebhookDeliveryView[];
  /** Null on the last page. */
  nextCursor: string | null;
}
