-- What Prisma's schema language cannot say.

-- The log is shortened at its end alone: what stays is dense, whatever a statement of ours or by hand asks for. Constant effort for each team of a
-- statement, since the log was dense before: no more than two look-ups by key.
CREATE FUNCTION "refuse_hole_in_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  piece record;
BEGIN
  FOR piece IN SELECT "team_id", min("revision") AS "first", max("revision") AS "last", count(*) AS "rows" FROM "removed" GROUP BY "team_id" LOOP
    IF piece."rows" <> piece."last" - piece."first" + 1
      OR (EXISTS (SELECT FROM "changes" WHERE "team_id" = piece."team_id" AND "revision" = piece."first" - 1)
        AND EXISTS (SELECT FROM "changes" WHERE "team_id" = piece."team_id" AND "revision" = piece."last" + 1)) THEN
      RAISE EXCEPTION 'a change log has no holes: the changes of team % between revisions % and % do not go alone', piece."team_id", piece."first", piece."last"
        USING ERRCODE = 'restrict_violation', HINT = 'Remove all changes up to a revision.';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER "changes_leave_no_hole" AFTER DELETE ON "changes" REFERENCING OLD TABLE AS "removed"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_hole_in_changes"();

-- Rows leave at one end of the table. Their space is to be used again long before a fifth of a large log is dead rows, which is the default, and
-- the index entries that whoever looks for a team's oldest change passes by are to be few.
ALTER TABLE "changes" SET (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000,
  toast.autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_vacuum_threshold = 10000
);
