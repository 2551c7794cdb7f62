-- Spend limits that expire, the spend that they limit, and what a calendar month is to a team.

-- AlterTable
ALTER TABLE "spend_limits" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "spend_settings_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "threshold_percents" INTEGER[] DEFAULT ARRAY[50, 80, 100]::INTEGER[],
ADD COLUMN     "time_zone" TEXT NOT NULL DEFAULT 'UTC';

-- CreateTable
CREATE TABLE "spend_totals" (
    "user_id" UUID NOT NULL,
    "period" DATE NOT NULL,
    "team_id" UUID NOT NULL,
    "spent_minor" BIGINT NOT NULL DEFAULT 0,
    "thresholds_reached" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "spend_totals_pkey" PRIMARY KEY ("user_id","period")
);

-- CreateTable
CREATE TABLE "spend_entries" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "period" DATE NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "reason" TEXT,
    "corrects_id" UUID,
    "reservation_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,

    CONSTRAINT "spend_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spend_reservations" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "period" DATE NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,

    CONSTRAINT "spend_reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "team_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("team_id","key")
);

-- CreateIndex
CREATE INDEX "spend_totals_team_id_period_idx" ON "spend_totals"("team_id", "period");

-- CreateIndex
CREATE INDEX "spend_entries_team_id_id_idx" ON "spend_entries"("team_id", "id");

-- CreateIndex
CREATE INDEX "spend_entries_user_id_period_id_idx" ON "spend_entries"("user_id", "period", "id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_entries_team_id_idempotency_key_key" ON "spend_entries"("team_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "spend_reservations_user_id_id_idx" ON "spend_reservations"("user_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "spend_reservations_team_id_idempotency_key_key" ON "spend_reservations"("team_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- What Prisma does not know.
ALTER TABLE "teams" ADD CONSTRAINT "teams_threshold_percents_check" CHECK (0 < ALL ("threshold_percents") AND cardinality("threshold_percents") <= 10);
ALTER TABLE "spend_limits" ADD CONSTRAINT "spend_limits_expiry_check" CHECK ("expires_at" IS NULL OR "user_id" IS NOT NULL);
ALTER TABLE "spend_totals" ADD CONSTRAINT "spend_totals_spent_check" CHECK ("spent_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "spend_entries" ADD CONSTRAINT "spend_entries_kind_check" CHECK ("kind" IN ('SPEND', 'CORRECTION'));
ALTER TABLE "spend_entries" ADD CONSTRAINT "spend_entries_amount_check"
  CHECK ("amount_minor" BETWEEN CASE "kind" WHEN 'SPEND' THEN 0 ELSE -9007199254740991 END AND 9007199254740991);
ALTER TABLE "spend_entries" ADD CONSTRAINT "spend_entries_correction_check" CHECK (("kind" = 'CORRECTION') = ("corrects_id" IS NOT NULL));
ALTER TABLE "spend_entries" ADD CONSTRAINT "spend_entries_actor_kind_check"
  CHECK ("actor_kind" IN ('ADMINISTRATOR', 'API_KEY', 'PLATFORM', 'SYSTEM'));
ALTER TABLE "spend_reservations" ADD CONSTRAINT "spend_reservations_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "spend_reservations" ADD CONSTRAINT "spend_reservations_state_check" CHECK ("state" IN ('OPEN', 'SETTLED', 'RELEASED'));
ALTER TABLE "spend_reservations" ADD CONSTRAINT "spend_reservations_closed_check" CHECK (("state" = 'OPEN') = ("closed_at" IS NULL));

-- Overrides that are going to expire, for whoever tells the log that they have.
CREATE INDEX "spend_limits_by_expiry" ON "spend_limits" ("expires_at") WHERE "is_set" AND "expires_at" IS NOT NULL;
-- What is held back from a user's limit in a month, without a look at what nobody closed and has expired; and from those of a whole team.
CREATE INDEX "spend_reservations_open" ON "spend_reservations" ("user_id", "period", "expires_at") WHERE "state" = 'OPEN';
CREATE INDEX "spend_reservations_open_of_team" ON "spend_reservations" ("team_id", "period", "expires_at") WHERE "state" = 'OPEN';
-- The corrections of an entry.
CREATE INDEX "spend_entries_by_corrected" ON "spend_entries" ("corrects_id") WHERE "corrects_id" IS NOT NULL;
-- What limits were at a revision.
CREATE INDEX "changes_of_limits" ON "changes" ("team_id", "revision") WHERE "kind" IN ('SpendLimitSet', 'SpendLimitCleared', 'SpendLimitExpired');

-- Recorded spend is corrected by entries of its own and never edited.
CREATE FUNCTION "refuse_update_of_spend_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'recorded spend is never edited';
END $$;
CREATE TRIGGER "spend_entries_are_never_edited" BEFORE UPDATE ON "spend_entries" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_update_of_spend_entry"();
