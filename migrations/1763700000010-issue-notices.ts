import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Written notices: the receipt number of each, and every time one was served. */
export class IssueNotices1763700000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NOTICES);
    await runner.query(SERVICES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE notice_service, notice;
      DROP FUNCTION guard_notice_service;
    `);
  }
}

const NOTICES = `
  CREATE TABLE notice (
    sanction_id uuid CONSTRAINT notice_pk PRIMARY KEY CONSTRAINT notice_sanction REFERENCES sanction,
    receipt_no text NOT NULL CONSTRAINT notice_receipt_no_unique UNIQUE
      CONSTRAINT notice_receipt_no_form CHECK (receipt_no ~ '^DK[0-9]{15}$'),
    issued_at timestamptz NOT NULL,
    issued_by uuid NOT NULL CONSTRAINT notice_issued_by REFERENCES officer
  );
  CREATE TRIGGER notice_append_only BEFORE UPDATE OR DELETE ON notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER notice_no_truncate BEFORE TRUNCATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const SERVICES = `
  CREATE TABLE notice_service (
    sanction_id uuid NOT NULL CONSTRAINT notice_service_sanction REFERENCES sanction,
    number integer NOT NULL CONSTRAINT notice_service_number CHECK (number > 0),
    notice text NOT NULL CONSTRAINT notice_service_notice CHECK (notice IN ('sanction', 'lifting')),
    served_on date NOT NULL,
    method text NOT NULL
      CONSTRAINT notice_service_method CHECK (method IN ('in_person', 'post', 'public_notice', 'electronic')),
    remark_enc bytea,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL CONSTRAINT notice_service_recorded_by REFERENCES officer,
    CONSTRAINT notice_service_pk PRIMARY KEY (sanction_id, number),
    CONSTRAINT notice_service_once UNIQUE (sanction_id, notice, served_on, method)
  );

  -- Key rotation rewrites the ciphertext, nothing else.
  CREATE FUNCTION guard_notice_service() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'remark_enc' = to_jsonb(OLD) - 'remark_enc' THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'notice_service is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER notice_service_append_only BEFORE UPDATE OR DELETE ON notice_service
    FOR EACH ROW EXECUTE FUNCTION guard_notice_service();
  CREATE TRIGGER notice_service_no_truncate BEFORE TRUNCATE ON notice_service
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;
