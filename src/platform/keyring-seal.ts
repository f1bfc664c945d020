import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { KeyringError } from './keyring.js';
import { Pii } from './pii.js';

const SEALED_TEXT = 'duanka keyring';

/**
 * Ties a database to its keys. With other keys no identifier would be found again, so everybody would look clean:
 * such a service must not start.
 */
@Injectable()
export class KeyringSeal implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pii: Pii,
    private readonly config: Config,
  ) {}

  /** @throws {KeyringError} where the database was written with other keys */
  async onModuleInit(): Promise<void> {
    const proof = this.pii.digest(SEALED_TEXT);
    if (this.config.role === 'full') await this.seal(proof);
    const rows: { proof: Buffer }[] = await this.dataSource.query(`SELECT proof FROM keyring_seal`);
    if (rows[0]?.proof.equals(proof) !== true) {
      throw new KeyringError(
        'These keys are not the ones this database was written with. Put back the keyring that belongs to it',
      );
    }
  }

  /** The first full node on a new database ties it to its keys. */
  private async seal(proof: Buffer): Promise<void> {
    await this.dataSource.query(`INSERT INTO keyring_seal (id, proof) VALUES (1, $1) ON CONFLICT DO NOTHING`, [proof]);
  }
}
