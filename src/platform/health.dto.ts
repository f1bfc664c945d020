import { ApiProperty } from '@nestjs/swagger';

/** What a probe is told. */
export class HealthDto {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}
