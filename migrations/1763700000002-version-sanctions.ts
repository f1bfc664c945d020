import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of a sanction becomes a series of versions: what holds on which days (valid) by what we knew at which
 * revisions (known). The days of all its measures, counted from its start, are a pattern that thousands of sanctions share.
 * `sanction_measure` stays readable as a view with the rows it had as a table.
 */
export class VersionSanctions1763700000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(CONVERSION);
    await runner.query(GUARDS);
    await runner.query(VIEW);
  }

  /** Liftings and annulments are lost with the versions that hold them; the terms of all measures come back as they were. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER VIEW sanction_measure RENAME TO sanction_measure_of_versions;
      CREATE TABLE sanction_measure (
        sanction_id uuid NOT NULL CONSTRAINT sanction_measure_sanction REFERENCES sanction,
        measure text NOT NULL,
        revision_from bigint NOT NULL CONSTRAINT sanction_measure_revision_from REFERENCES revision,
        revision_to bigint CONSTRAINT sanction_measure_revision_to REFERENCES revision,
        first_day date NOT NULL,
        last_day date NOT NULL,
        is_capped boolean NOT NULL,
        needs_review boolean NOT NULL,
        CONSTRAINT sanction_measure_pk PRIMARY KEY (sanction_id, measure, revision_from),
        CONSTRAINT sanction_measure_days CHECK (first_day <= last_day),
        CONSTRAINT sanction_measure_revisions CHECK (revision_from < revision_to)
      );
      INSERT INTO sanction_measure (sanction_id, measure, revision_from, revision_to, first_day, last_day, is_capped, needs_review)
        SELECT sanction_id, measure, revision_from, revision_to, first_day, last_day, is_capped, needs_review
        FROM sanction_measure_of_versions;
      DROP VIEW sanction_measure_of_versions;
      DROP TRIGGER sanction_has_version ON sanction;
      DROP TABLE sanction_version, term_pattern;
      ALTER TABLE sanction DROP COLUMN corrects;
      DROP FUNCTION guard_sanction_version, guard_sanction_books;
      DROP EXTENSION btree_gist;
    `);
  }
}

const TABLES = `
  CREATE EXTENSION IF NOT EXISTS btree_gist;

  -- A wrong sanction is annulled, and the right one says which it stands for.
  ALTER TABLE sanction ADD COLUMN corrects uuid
    CONSTRAINT sanction_corrects REFERENCES sanction CONSTRAINT sanction_corrects_once UNIQUE;

  -- [{"measures": ["…"], "from": 0, "to": 730, "isCapped": false, "needsReview": false}, …], days counted from
  -- sanction.starts_on; measures of the same days together, in alphabetical order. The digest is SHA-256 of its canonical JSON.
  CREATE TABLE term_pattern (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT term_pattern_pk PRIMARY KEY,
    digest bytea NOT NULL CONSTRAINT term_pattern_digest_unique UNIQUE,
    terms jsonb NOT NULL
  );

  CREATE TABLE sanction_version (
    sanction_id uuid NOT NULL CONSTRAINT sanction_version_sanction REFERENCES sanction,
    revision_from bigint NOT NULL CONSTRAINT sanction_version_revision_from REFERENCES revision,
    revision_to bigint CONSTRAINT sanction_version_revision_to REFERENCES revision,
    -- From the first to the last day of any measure, cut at a lifting; empty of an annulled one.
    valid daterange NOT NULL,
    standing text NOT NULL CONSTRAINT sanction_version_standing CHECK (standing IN ('standing', 'lifted', 'annulled')),
    lifted_at timestamptz,
    pattern_id integer NOT NULL CONSTRAINT sanction_version_pattern REFERENCES term_pattern,
    CONSTRAINT sanction_version_pk PRIMARY KEY (sanction_id, revision_from),
    CONSTRAINT sanction_version_revisions CHECK (revision_from < revision_to),
    CONSTRAINT sanction_version_lifted_at CHECK ((standing = 'lifted') = (lifted_at IS NOT NULL)),
    CONSTRAINT sanction_version_annulled_is_never_valid CHECK (standing <> 'annulled' OR isempty(valid)),
    -- By a digest: of ids that were made in the same second GiST finds none without reading dozens of pages, and the planner would
    -- take this index for every look-up of a sanction, where the primary key reads three.
    CONSTRAINT sanction_version_known_once EXCLUDE USING gist (
      (left(encode(sha256(uuid_send(sanction_id)), 'hex'), 32)::uuid) WITH =, int8range(revision_from, revision_to) WITH &&)
  );
`;

/**
 * Measures were superseded one by one; a version begins wherever any measure of its sanction began or ended. The canonical JSON is
 * written by hand here, as the digest needs the very bytes that the service will hash.
 */
const CONVERSION = `
  CREATE TEMP TABLE converted_version ON COMMIT DROP AS
  WITH boundary AS (
    SELECT id AS sanction_id, revision_from AS revision FROM sanction
    UNION SELECT sanction_id, revision_from FROM sanction_measure
    UNION SELECT sanction_id, revision_to FROM sanction_measure WHERE revision_to IS NOT NULL
  ), version AS (
    SELECT sanction_id, revision AS revision_from,
      lead(revision) OVER (PARTITION BY sanction_id ORDER BY revision) AS revision_to
    FROM boundary
  ), term AS (
    SELECT version.sanction_id, version.revision_from, first_day, last_day, is_capped, needs_review,
      string_agg(to_json(measure)::text, ',' ORDER BY measure COLLATE "C") AS measures,
      min(measure COLLATE "C") AS first_measure
    FROM version
    JOIN sanction_measure AS known ON known.sanction_id = version.sanction_id
      AND known.revision_from <= version.revision_from
      AND (known.revision_to IS NULL OR known.revision_to > version.revision_from)
    GROUP BY version.sanction_id, version.revision_from, first_day, last_day, is_capped, needs_review
  )
  SELECT version.sanction_id, version.revision_from, version.revision_to, min(first_day) AS first_day, max(last_day) AS last_day,
    '[' || coalesce(string_agg(
      '{"from":' || (first_day - sanction.starts_on) || ',"isCapped":' || to_json(is_capped) || ',"measures":[' || measures
        || '],"needsReview":' || to_json(needs_review) || ',"to":' || (last_day - sanction.starts_on) || '}',
      ',' ORDER BY first_measure COLLATE "C"), '') || ']' AS terms
  FROM version
  JOIN sanction ON sanction.id = version.sanction_id
  LEFT JOIN term ON term.sanction_id = version.sanction_id AND term.revision_from = version.revision_from
  GROUP BY version.sanction_id, version.revision_from, version.revision_to;

  INSERT INTO term_pattern (digest, terms)
    SELECT DISTINCT ON (terms) sha256(convert_to(terms, 'UTF8')), terms::jsonb FROM converted_version;

  INSERT INTO sanction_version (sanction_id, revision_from, revision_to, valid, standing, pattern_id)
    SELECT sanction_id, revision_from, revision_to,
      CASE WHEN first_day IS NULL THEN 'empty' ELSE daterange(first_day, last_day, '[]') END, 'standing', term_pattern.id
    FROM converted_version JOIN term_pattern ON digest = sha256(convert_to(converted_version.terms, 'UTF8'));

  -- The change log: every change of a sanction opens a version.
  CREATE INDEX sanction_version_revision_index ON sanction_version (revision_from);
  DROP TABLE sanction_measure;
`;

const GUARDS = `
  CREATE FUNCTION guard_sanction_version() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    ends bigint;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.revision_to IS NOT NULL THEN
        RAISE EXCEPTION 'a version is open when it begins' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_version_begins_open';
      END IF;
      -- Of one that is still open the exclusion constraint speaks.
      SELECT max(coalesce(revision_to, NEW.revision_from)) INTO ends FROM sanction_version WHERE sanction_id = NEW.sanction_id;
      IF NEW.revision_from <> coalesce(ends, (SELECT revision_from FROM sanction WHERE id = NEW.sanction_id)) THEN
        RAISE EXCEPTION 'a version begins where the one before it ended, the first one with its sanction'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_version_without_gap';
      END IF;
      RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.sanction_id, NEW.revision_from) = (OLD.sanction_id, OLD.revision_from) AND OLD.revision_to IS NULL THEN
      -- Closed once, and nothing else of it changes.
      IF NEW.revision_to IS NOT NULL AND (NEW.valid, NEW.standing, NEW.lifted_at, NEW.pattern_id)
          IS NOT DISTINCT FROM (OLD.valid, OLD.standing, OLD.lifted_at, OLD.pattern_id) THEN
        RETURN NEW;
      END IF;
      -- As long as its revision is not committed, nobody knows it yet.
      IF NEW.revision_to IS NULL
          AND EXISTS (SELECT FROM revision WHERE number = OLD.revision_from AND revision.xmin = pg_current_xact_id()::xid) THEN
        RETURN NEW;
      END IF;
    END IF;
    RAISE EXCEPTION 'sanction_version is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END $$;
  CREATE TRIGGER sanction_version_guard BEFORE INSERT OR UPDATE OR DELETE ON sanction_version
    FOR EACH ROW EXECUTE FUNCTION guard_sanction_version();
  CREATE TRIGGER sanction_version_no_truncate BEFORE TRUNCATE ON sanction_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER term_pattern_append_only BEFORE UPDATE OR DELETE ON term_pattern FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER term_pattern_no_truncate BEFORE TRUNCATE ON term_pattern FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- A sanction without a version would restrict nobody, and a correction beside what it corrects would restrict twice.
  CREATE FUNCTION guard_sanction_books() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM sanction_version WHERE sanction_id = NEW.id AND revision_from = NEW.revision_from) THEN
      RAISE EXCEPTION 'a sanction begins with a version' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_has_version';
    END IF;
    IF NEW.corrects IS NOT NULL AND NOT EXISTS (SELECT FROM sanction_version
        WHERE sanction_id = NEW.corrects AND revision_from = NEW.revision_from AND standing = 'annulled') THEN
      RAISE EXCEPTION 'what is corrected is annulled in the same revision' USING ERRCODE = 'check_violation', CONSTRAINT = 'sanction_correction_annuls';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER sanction_has_version AFTER INSERT ON sanction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard_sanction_books();
`;

/** One row per measure and unbroken time in which it was known with the same days, whatever else of its sanction changed. */
const VIEW = `
  CREATE VIEW sanction_measure AS
  SELECT sanction_id, measure, lower(unbroken.known) AS revision_from, upper(unbroken.known) AS revision_to, first_day, last_day, is_capped, needs_review
  FROM (
    SELECT version.sanction_id, measure.name AS measure,
      sanction.starts_on + (term.value ->> 'from')::integer AS first_day,
      sanction.starts_on + (term.value ->> 'to')::integer AS last_day,
      (term.value ->> 'isCapped')::boolean AS is_capped,
      (term.value ->> 'needsReview')::boolean AS needs_review,
      range_agg(int8range(version.revision_from, version.revision_to)) AS known
    FROM sanction_version AS version
    JOIN sanction ON sanction.id = version.sanction_id
    JOIN term_pattern ON term_pattern.id = version.pattern_id
    CROSS JOIN LATERAL jsonb_array_elements(term_pattern.terms) AS term
    CROSS JOIN LATERAL jsonb_array_elements_text(term.value -> 'measures') AS measure (name)
    WHERE version.standing <> 'annulled'
    GROUP BY 1, 2, 3, 4, 5, 6
  ) AS spell
  CROSS JOIN LATERAL unnest(spell.known) AS unbroken (known);
`;
