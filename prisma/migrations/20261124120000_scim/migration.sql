-- DropIndex
DROP INDEX "groups_directory_id_display_name_key_key";

-- AlterTable
ALTER TABLE "directories" ADD COLUMN     "allows_repeated_group_names" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "custom_schemas" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "removals_counted" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "removals_paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "removals_per_hour" INTEGER,
ADD COLUMN     "removals_since" TIMESTAMPTZ(3),
ADD COLUMN     "requests_per_second" INTEGER,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "groups" ADD COLUMN     "unique_name_key" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "display_name_key" TEXT,
ADD COLUMN     "email_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "directory_counts" (
    "directory_id" UUID NOT NULL,
    "user_count" INTEGER NOT NULL DEFAULT 0,
    "group_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "directory_counts_pkey" PRIMARY KEY ("directory_id")
);

-- CreateTable
CREATE TABLE "scim_requests" (
    "id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "provider" TEXT,
    "user_agent" TEXT,
    "status" INTEGER NOT NULL,
    "scim_type" TEXT,
    "detail" TEXT,
    "ignored" TEXT[],
    "tolerated" TEXT[],
    "duration_milliseconds" DOUBLE PRECISION NOT NULL,
    "revisions" BIGINT[],

    CONSTRAINT "scim_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "scim_requests_directory_id_id_idx" ON "scim_requests"("directory_id", "id");

-- CreateIndex
CREATE INDEX "groups_directory_id_display_name_key_idx" ON "groups"("directory_id", "display_name_key");

-- CreateIndex
CREATE UNIQUE INDEX "groups_directory_id_unique_name_key_key" ON "groups"("directory_id", "unique_name_key");

-- CreateIndex
CREATE INDEX "users_directory_id_display_name_key_idx" ON "users"("directory_id", "display_name_key");

-- CreateIndex
CREATE INDEX "users_email_keys_idx" ON "users" USING GIN ("email_keys");

-- AddForeignKey
ALTER TABLE "directory_counts" ADD CONSTRAINT "directory_counts_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scim_requests" ADD CONSTRAINT "scim_requests_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


-- What Prisma's schema language cannot say.

ALTER TABLE "directories" ADD CONSTRAINT "directories_requests_per_second_check" CHECK ("requests_per_second" > 0);
ALTER TABLE "directories" ADD CONSTRAINT "directories_removals_per_hour_check" CHECK ("removals_per_hour" > 0);
ALTER TABLE "directory_counts" ADD CONSTRAINT "directory_counts_check" CHECK ("user_count" >= 0 AND "group_count" >= 0);
-- Names are sorted by code point: then the index that finds them also walks them in order.
ALTER TABLE "users" ALTER COLUMN "user_name_key" TYPE TEXT COLLATE "C";
ALTER TABLE "groups" ALTER COLUMN "display_name_key" TYPE TEXT COLLATE "C";
-- One row for each directory, updated with each user and group that comes or goes.
ALTER TABLE "directory_counts" SET (fillfactor = 10);

-- What is stored already.

INSERT INTO "directory_counts" ("directory_id", "user_count", "group_count")
SELECT "id", (SELECT count(*) FROM "users" WHERE "directory_id" = "directories"."id"), (SELECT count(*) FROM "groups" WHERE "directory_id" = "directories"."id")
FROM "directories";
UPDATE "groups" SET "unique_name_key" = "display_name_key";
-- Folded as the application folds: without regard to case in any script, whatever the database's locale.
DO $$
DECLARE
  folded text := CASE WHEN EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu' AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding())))
    THEN 'lower(normalize(%s, NFC) COLLATE "und-x-icu")' ELSE 'lower(normalize(%s, NFC))' END;
BEGIN
  EXECUTE format('UPDATE "users" SET "display_name_key" = left(' || folded || ', 256), "email_keys" = ARRAY(
    SELECT left(' || folded || ', 256) FROM jsonb_array_elements(CASE jsonb_typeof("attributes"->''emails'') WHEN ''array'' THEN "attributes"->''emails'' ELSE ''[]'' END) AS element (value)
    WHERE jsonb_typeof(element.value->''value'') = ''string'')', '"display_name"', '(element.value->>''value'')');
END $$;
