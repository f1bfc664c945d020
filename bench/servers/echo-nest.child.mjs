/** Nest the ordinary way: a controller on Fastify, and the ValidationPipe that checks the DTO of the real service. */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DecisionRequest } from '../../dist/src/decisions/decision.dto.js';
import { answerMessages } from '../child.mjs';

let given = {};

class EchoController {
  decide() {
    return given;
  }
}

class EchoModule {}

// Decorators by hand: this file is run as it is.
const method = Object.getOwnPropertyDescriptor(EchoController.prototype, 'decide');
Reflect.defineMetadata('design:paramtypes', [DecisionRequest], EchoController.prototype, 'decide');
Body()(EchoController.prototype, 'decide', 0);
HttpCode(200)(EchoController.prototype, 'decide', method);
Post('v1/decisions')(EchoController.prototype, 'decide', method);
Controller()(EchoController);
Module({ controllers: [EchoController] })(EchoModule);

const app = await NestFactory.create(EchoModule, new FastifyAdapter(), { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
process.once('disconnect', () => void app.close());

answerMessages({
  listen: async () => {
    await app.listen(0, '127.0.0.1');
    return { address: `http://127.0.0.1:${app.getHttpServer().address().port}` };
  },
  answer: async (message) => {
    given = message.answer;
    return {};
  },
});
