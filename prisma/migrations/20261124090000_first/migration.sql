-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "local_sso" BOOLEAN NOT NULL DEFAULT false,
    "is_demonstration" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_heads" (
    "team_id" UUID NOT NULL,
    "revision" BIGINT NOT NULL,
    "change_id" UUID NOT NULL,

    CONSTRAINT "team_heads_pkey" PRIMARY KEY ("team_id")
);

-- CreateTable
CREATE TABLE "changes" (
    "team_id" UUID NOT NULL,
    "revision" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "user_id" UUID,
    "group_id" UUID,
    "data" JSONB NOT NULL,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("team_id","revision")
);

-- CreateTable
CREATE TABLE "directories" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "is_strict" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_request_at" TIMESTAMPTZ(3),

    CONSTRAINT "directories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_tokens" (
    "id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_codes" (
    "hash" BYTEA NOT NULL,
    "team_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_codes_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "user_name_key" TEXT NOT NULL,
    "external_id" TEXT,
    "display_name" TEXT,
    "email" TEXT,
    "active" BOOLEAN NOT NULL,
    "attributes" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "display_name_key" TEXT NOT NULL,
    "external_id" TEXT,
    "attributes" JSONB NOT NULL,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_modified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "spend_limits" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "target_team_id" UUID,
    "group_id" UUID,
    "user_id" UUID,
    "is_set" BOOLEAN NOT NULL,
    "amount_minor" BIGINT,
    "version" INTEGER NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,

    CONSTRAINT "spend_limits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "directories_team_id_idx" ON "directories"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "directory_tokens_hash_key" ON "directory_tokens"("hash");

-- CreateIndex
CREATE INDEX "directory_tokens_directory_id_idx" ON "directory_tokens"("directory_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_team_id_idx" ON "api_keys"("team_id");

-- CreateIndex
CREATE INDEX "users_directory_id_external_id_idx" ON "users"("directory_id", "external_id");

-- CreateIndex
CREATE INDEX "users_directory_id_id_idx" ON "users"("directory_id", "id");

-- CreateIndex
CREATE INDEX "users_team_id_user_name_id_idx" ON "users"("team_id", "user_name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_directory_id_user_name_key_key" ON "users"("directory_id", "user_name_key");

-- CreateIndex
CREATE INDEX "groups_directory_id_external_id_idx" ON "groups"("directory_id", "external_id");

-- CreateIndex
CREATE INDEX "groups_directory_id_id_idx" ON "groups"("directory_id", "id");

-- CreateIndex
CREATE INDEX "groups_team_id_display_name_id_idx" ON "groups"("team_id", "display_name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "groups_directory_id_display_name_key_key" ON "groups"("directory_id", "display_name_key");

-- CreateIndex
CREATE INDEX "memberships_user_id_group_id_idx" ON "memberships"("user_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_limits_target_team_id_key" ON "spend_limits"("target_team_id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_limits_group_id_key" ON "spend_limits"("group_id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_limits_user_id_key" ON "spend_limits"("user_id");

-- CreateIndex
CREATE INDEX "spend_limits_team_id_id_idx" ON "spend_limits"("team_id", "id");

-- AddForeignKey
ALTER TABLE "team_heads" ADD CONSTRAINT "team_heads_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "changes" ADD CONSTRAINT "changes_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directories" ADD CONSTRAINT "directories_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "directory_tokens" ADD CONSTRAINT "directory_tokens_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "sign_in_codes" ADD CONSTRAINT "sign_in_codes_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "groups" ADD CONSTRAINT "groups_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "groups" ADD CONSTRAINT "groups_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_target_team_id_fkey" FOREIGN KEY ("target_team_id") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;



-- What Prisma's schema language cannot say.

ALTER TABLE "teams" ADD CONSTRAINT "teams_plan_check" CHECK ("plan" IN ('FREE', 'PRO', 'ENTERPRISE'));
ALTER TABLE "directories" ADD CONSTRAINT "directories_provider_check"
  CHECK ("provider" IN ('OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'ONELOGIN', 'JUMPCLOUD', 'PING_IDENTITY', 'OTHER'));
ALTER TABLE "changes" ADD CONSTRAINT "changes_actor_kind_check" CHECK ("actor_kind" IN ('DIRECTORY', 'ADMINISTRATOR', 'API_KEY', 'PLATFORM', 'SYSTEM'));
ALTER TABLE "changes" ADD CONSTRAINT "changes_revision_check" CHECK ("revision" > 0);
ALTER TABLE "groups" ADD CONSTRAINT "groups_member_count_check" CHECK ("member_count" >= 0);
-- A limit has exactly one target, and a team's default is of that team.
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_target_check" CHECK (num_nonnulls("target_team_id", "group_id", "user_id") = 1);
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_target_team_check" CHECK ("target_team_id" IS NULL OR "target_team_id" = "team_id");
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);

-- The log is never edited: not by a defect of ours either. (Pruning deletes; nothing updates.)
CREATE FUNCTION "refuse_update_of_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a change is never edited' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "changes_are_never_edited" BEFORE UPDATE ON "changes" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_update_of_change"();

-- Every writer of a team updates its head: room on the page keeps those updates off the index.
ALTER TABLE "team_heads" SET (fillfactor = 10);
ALTER TABLE "groups" SET (fillfactor = 80);
