import { SetMetadata } from '@nestjs/common';

/** Metadata key of {@link Public}; the guard reads it. */
export const PUBLIC = 'duanka:access:public';

/** Anyone may use the route, without a token. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC, true);
}

const UNLIMITED = 'duanka:rate-limit:none';

/** The routes of the controller count against no rate limit: what watches over the service must not be locked out. */
export function Unlimited(): ClassDecorator {
  return SetMetadata(UNLIMITED, true);
}

/** Whether the controller is {@link Unlimited}. */
export function isUnlimited(controller: object): boolean {
  return Reflect.getMetadata(UNLIMITED, controller) === true;
}
