/*
 * The revenue ledger. `movements` holds each movement once, with what its object said (`told`) and what Stripe's balance
 * transactions say (`transactions`, by id); amounts are what follows from both. `movement_sums` and `customer_sums` add
 * them up by UTC quarter-hour (`q`), day (`d`) and month (`m`): every offset of a time zone in use is a multiple of 15
 * minutes, so that a local day of any zone is an exact sum of buckets.
 *
 * An amount is two numbers: hi × 1,000,000 + lo, each of which stays a safe integer when billions of rows are added up by
 * the database; SQLite would make a sum beyond 2^63 an error, and a JavaScript number loses digits beyond 2^53.
 */
export const ledgerMigration = `
CREATE TABLE movements (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  connect TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at {int} NOT NULL,
  currency TEXT NOT NULL,
  hi {int} NOT NULL,
  lo {int} NOT NULL,
  settled TEXT NOT NULL,
  settled_hi {int} NOT NULL,
  settled_lo {int} NOT NULL,
  fee_hi {int} NOT NULL,
  fee_lo {int} NOT NULL,
  source TEXT,
  customer TEXT,
  tags TEXT NOT NULL,
  detail TEXT,
  told TEXT,
  txn TEXT,
  changed_at {int} NOT NULL,
  PRIMARY KEY (account, livemode, connect, id)
);
CREATE INDEX movements_time ON movements (account, livemode, kind, at);
CREATE INDEX movements_changed ON movements (changed_at);

CREATE TABLE movement_sums (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  connect TEXT NOT NULL,
  level TEXT NOT NULL,
  bucket {int} NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  settled TEXT NOT NULL,
  count {int} NOT NULL,
  hi {int} NOT NULL,
  lo {int} NOT NULL,
  settled_hi {int} NOT NULL,
  settled_lo {int} NOT NULL,
  fee_hi {int} NOT NULL,
  fee_lo {int} NOT NULL,
  PRIMARY KEY (account, livemode, level, bucket, kind, currency, settled, connect)
);

CREATE TABLE customer_sums (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  connect TEXT NOT NULL,
  level TEXT NOT NULL,
  bucket {int} NOT NULL,
  currency TEXT NOT NULL,
  customer TEXT NOT NULL,
  count {int} NOT NULL,
  hi {int} NOT NULL,
  lo {int} NOT NULL,
  PRIMARY KEY (account, livemode, level, bucket, currency, customer, connect)
);

CREATE TABLE subscription_points (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  connect TEXT NOT NULL,
  subscription TEXT NOT NULL,
  at {int} NOT NULL,
  rank TEXT NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (account, livemode, connect, subscription, at)
);

CREATE TABLE summaries (
  id TEXT PRIMARY KEY,
  series TEXT NOT NULL,
  period TEXT NOT NULL,
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  from_at {int} NOT NULL,
  to_at {int} NOT NULL,
  due_at {int} NOT NULL,
  created_at {int} NOT NULL,
  looked_at {int} NOT NULL,
  version {int} NOT NULL,
  body TEXT
);
CREATE INDEX summaries_series ON summaries (series, due_at);
CREATE INDEX summaries_window ON summaries (to_at) WHERE body IS NOT NULL;
`;
