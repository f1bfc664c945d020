import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiClientsController } from './api-clients.controller.js';
import { ApiClients } from './api-clients.service.js';
import { AuditController } from './audit.controller.js';
import { AuthGuard } from './auth.guard.js';
import { Authentication } from './authentication.service.js';
import { ClientAuthentication } from './client-authentication.service.js';
import { DemoSeed } from './demo-seed.service.js';
import { InstitutionsController } from './institutions.controller.js';
import { Institutions } from './institutions.service.js';
import { OAuthController } from './oauth.controller.js';
import { OAuth } from './oauth.service.js';
import { OfficerNamesController } from './officer-names.controller.js';
import { OfficersController } from './officers.controller.js';
import { Officers } from './officers.service.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.service.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.service.js';
import { Tokens } from './tokens.service.js';
import { TotpSecrets } from './totp.service.js';

/** Institutions, their clients and officers, and who may do what. */
@Module({
  controllers: [
    AuditController,
    SessionsController,
    OAuthController,
    OfficersController,
    OfficerNamesController,
    ApiClientsController,
    InstitutionsController,
  ],
  providers: [
    Institutions,
    Officers,
    Sessions,
    TotpSecrets,
    ApiClients,
    Tokens,
    OAuth,
    ClientAuthentication,
    Authentication,
    DemoSeed,
    RateLimits,
    // The order is the order of asking: first who it is, then whether it is too often.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [Authentication, RateLimits, Institutions, ApiClients, DemoSeed],
})
export class InstitutionsModule {}
