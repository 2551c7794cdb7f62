-- Sign-in codes live for 15 minutes; those of before name no administrator.
DELETE FROM "sign_in_codes";

-- AlterTable
ALTER TABLE "directories" ADD COLUMN     "has_passed_test" BOOLEAN,
ADD COLUMN     "tested_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "directory_tokens" ADD COLUMN     "client_id" UUID;

-- AlterTable
ALTER TABLE "sign_in_codes" ADD COLUMN     "administrator_id" UUID NOT NULL;

-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "administrator_group_id" UUID,
ADD COLUMN     "is_scratch" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sso_state" TEXT;

-- CreateTable
CREATE TABLE "directory_clients" (
    "id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sso_connections" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "is_replacement" BOOLEAN NOT NULL DEFAULT false,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" BYTEA,
    "user_matching" TEXT NOT NULL,
    "matching_claim" TEXT NOT NULL,
    "trusts_email" BOOLEAN NOT NULL DEFAULT false,
    "directory_id" UUID,
    "state_reason" TEXT NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "is_held" BOOLEAN NOT NULL DEFAULT false,
    "verified_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "failure_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sso_connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "issuer" TEXT,
    "subject" TEXT,
    "email" TEXT,
    "matching_value" TEXT,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_signed_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "administrators" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "person_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,

    CONSTRAINT "administrators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "previous_hash" BYTEA,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_in_at" TIMESTAMPTZ(3) NOT NULL,
    "connection_id" UUID,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "hash" BYTEA NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "team_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "nonce" TEXT NOT NULL,
    "code_verifier" TEXT NOT NULL,
    "return_to" TEXT NOT NULL,
    "session_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "directory_clients_hash_key" ON "directory_clients"("hash");

-- CreateIndex
CREATE INDEX "directory_clients_directory_id_idx" ON "directory_clients"("directory_id");

-- CreateIndex
CREATE UNIQUE INDEX "sso_connections_team_id_is_replacement_key" ON "sso_connections"("team_id", "is_replacement");

-- CreateIndex
CREATE INDEX "people_user_id_idx" ON "people"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "people_team_id_issuer_subject_key" ON "people"("team_id", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "administrators_person_id_key" ON "administrators"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "administrators_team_id_email_key_key" ON "administrators"("team_id", "email_key");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_hash_key" ON "sessions"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_previous_hash_key" ON "sessions"("previous_hash");

-- CreateIndex
CREATE INDEX "sessions_person_id_idx" ON "sessions"("person_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_attempts_expires_at_idx" ON "sign_in_attempts"("expires_at");

-- CreateIndex
CREATE INDEX "directory_tokens_client_id_idx" ON "directory_tokens"("client_id");

-- CreateIndex
CREATE INDEX "teams_administrator_group_id_idx" ON "teams"("administrator_group_id");

-- AddForeignKey
ALTER TABLE "teams" ADD CONSTRAINT "teams_administrator_group_id_fkey" FOREIGN KEY ("administrator_group_id") REFERENCES "groups"("id") ON DELETE SET NULL ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directory_tokens" ADD CONSTRAINT "directory_tokens_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "directory_clients"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directory_clients" ADD CONSTRAINT "directory_clients_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "people" ADD CONSTRAINT "people_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "people" ADD CONSTRAINT "people_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "administrators" ADD CONSTRAINT "administrators_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "administrators" ADD CONSTRAINT "administrators_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sign_in_attempts" ADD CONSTRAINT "sign_in_attempts_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sign_in_attempts" ADD CONSTRAINT "sign_in_attempts_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "sso_connections"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sign_in_codes" ADD CONSTRAINT "sign_in_codes_administrator_id_fkey" FOREIGN KEY ("administrator_id") REFERENCES "administrators"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- What Prisma's schema language cannot say.

ALTER TABLE "teams" ADD CONSTRAINT "teams_sso_state_check" CHECK ("sso_state" IN ('PENDING', 'ACTIVE', 'INACTIVE'));
ALTER TABLE "sso_connections" ADD CONSTRAINT "sso_connections_user_matching_check" CHECK ("user_matching" IN ('EXTERNAL_ID', 'USER_NAME', 'EMAIL'));
ALTER TABLE "people" ADD CONSTRAINT "people_identity_check" CHECK (("issuer" IS NULL) = ("subject" IS NULL));

-- Leaving is immediate: whoever is deactivated or deleted has no session from that commit on, whichever statement it was. Only a user whose `active`
-- turns, or who goes, costs the look-up. Who signed in before the directory knew them has no link to the user yet; what was proved of them tells.
CREATE FUNCTION "end_sessions_of"("leaver" "users") RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "sessions" USING "people" WHERE "people"."user_id" = "leaver"."id" AND "sessions"."person_id" = "people"."id";
  DELETE FROM "sessions" USING "people" WHERE "people"."team_id" = "leaver"."team_id" AND "people"."user_id" IS NULL AND "sessions"."person_id" = "people"."id"
    AND (lower("people"."email") = ANY ("leaver"."email_keys" || lower("leaver"."user_name")) OR "people"."matching_value" = "leaver"."external_id"
      OR lower("people"."matching_value") = ANY ("leaver"."email_keys" || lower("leaver"."user_name")));
END $$;
CREATE FUNCTION "end_sessions_after_deactivation"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "end_sessions_of"(OLD);
  RETURN NULL;
END $$;
CREATE TRIGGER "deactivation_ends_sessions" AFTER UPDATE OF "active" ON "users" FOR EACH ROW WHEN (OLD."active" AND NOT NEW."active")
  EXECUTE FUNCTION "end_sessions_after_deactivation"();
CREATE FUNCTION "end_sessions_before_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "end_sessions_of"(OLD);
  RETURN OLD;
END $$;
CREATE TRIGGER "deletion_ends_sessions" BEFORE DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION "end_sessions_before_deletion"();
CREATE INDEX "people_without_user" ON "people" ("team_id") WHERE "user_id" IS NULL;

-- What people and programs did, for the audit by actor; what identity providers push is not in it and costs nothing.
CREATE INDEX "changes_by_actor" ON "changes" ("team_id", "actor_id", "revision") WHERE "actor_kind" <> 'DIRECTORY';

-- Teams of tests of connections, which a sweep looks for: next to none.
CREATE INDEX "scratch_teams" ON "teams" ("created_at") WHERE "is_scratch";
