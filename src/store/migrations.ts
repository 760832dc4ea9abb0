import { actionsMigration } from './actions-migration.ts';
import { consoleMigration, searchMigration } from './console-migration.ts';
import { disputesMigration } from './disputes-migration.ts';
import { fieldsMigration } from './fields-migration.ts';
import { ledgerMigration } from './ledger-migration.ts';
import { routingMigration } from './routing-migration.ts';
import { slackMigration } from './slack-migration.ts';

/** One step of the schema. Forward only; never changed once released. `{…}` words are filled in by the engine. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** Column types that the engines name differently. */
export interface MigrationWords {
  /** A row id that is given out by the database and never twice. */
  readonly rowid: string;
  /** Holds any safe JavaScript integer. */
  readonly int: string;
  readonly bytes: string;
}

export function inWordsOf(migration: Migration, words: MigrationWords): string {
  return migration.sql
    .replaceAll('{rowid}', words.rowid)
    .replaceAll('{int}', words.int)
    .replaceAll('{bytes}', words.bytes);
}

/*
 * Plain columns never hold personal data: what Stripe sent is in `payloads` (one sealed blob for a batch of events), what
 * is known of a subject in its sealed `state`.
 *
 * The partial indexes hold open rows only, so that claiming, leasing and choosing cost the same with none or millions of
 * rows done. `due_at` is when a row may be taken: for an event the end of its lease or of its wait, for a delivery its
 * `not_before`, or `fold_at` where it is told only in a scheduled digest.
 */
const foundation = `
CREATE TABLE payloads (
  id {int} PRIMARY KEY,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL,
  digests_key_id TEXT NOT NULL,
  digests {bytes} NOT NULL
);
CREATE INDEX payloads_key ON payloads (key_id);
CREATE INDEX payloads_digests_key ON payloads (digests_key_id);

CREATE TABLE events (
  seq {rowid},
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  variant TEXT NOT NULL,
  type TEXT NOT NULL,
  created {int} NOT NULL,
  livemode {int} NOT NULL,
  api_version TEXT,
  connect_account TEXT,
  kind TEXT NOT NULL,
  object_id TEXT,
  received_at {int} NOT NULL,
  origin TEXT NOT NULL,
  digest {bytes} NOT NULL,
  payload_id {int} NOT NULL,
  payload_offset {int} NOT NULL,
  payload_length {int} NOT NULL,
  state TEXT NOT NULL,
  reason_code TEXT,
  reason_text TEXT,
  late {int} NOT NULL DEFAULT 0,
  subject_id TEXT,
  decision TEXT,
  claim_owner TEXT,
  due_at {int} NOT NULL DEFAULT 0,
  tries {int} NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX events_identity ON events (id, account, variant);
CREATE INDEX events_open ON events (seq, due_at) WHERE state = 'received';
CREATE INDEX events_aside ON events (state, seq) WHERE state IN ('quarantined', 'failed');
CREATE INDEX events_received ON events (received_at);
CREATE INDEX events_type ON events (type, seq);
CREATE INDEX events_payload ON events (payload_id);
CREATE INDEX events_subject ON events (subject_id, seq) WHERE subject_id IS NOT NULL;

CREATE TABLE subjects (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  kind TEXT NOT NULL,
  version {int} NOT NULL,
  created_at {int} NOT NULL,
  updated_at {int} NOT NULL,
  customer TEXT,
  amount_minor TEXT,
  amount_currency TEXT,
  code TEXT,
  merged_into TEXT,
  key_id TEXT,
  state {bytes}
);
CREATE INDEX subjects_updated ON subjects (updated_at);
CREATE INDEX subjects_key_id ON subjects (key_id) WHERE key_id IS NOT NULL;
CREATE INDEX subjects_merged ON subjects (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE subject_keys (
  account TEXT NOT NULL,
  livemode {int} NOT NULL,
  key TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  PRIMARY KEY (account, livemode, key)
);
CREATE INDEX subject_keys_subject ON subject_keys (subject_id);

CREATE TABLE cards (
  subject_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  route TEXT NOT NULL,
  state TEXT NOT NULL,
  ts TEXT,
  content_hash TEXT,
  posted_at {int} NOT NULL,
  PRIMARY KEY (subject_id, channel)
);

CREATE TABLE deliveries (
  id {rowid},
  op TEXT NOT NULL,
  state TEXT NOT NULL,
  lane TEXT NOT NULL,
  channel TEXT NOT NULL,
  route TEXT NOT NULL,
  subject_id TEXT,
  change_key TEXT,
  severity TEXT NOT NULL,
  priority {int} NOT NULL,
  mention TEXT,
  fold_class TEXT,
  fold_at {int},
  amount_minor TEXT,
  amount_currency TEXT,
  tone TEXT NOT NULL,
  created_at {int} NOT NULL,
  not_before {int} NOT NULL,
  due_at {int} NOT NULL,
  deadline_at {int} NOT NULL,
  attempts {int} NOT NULL DEFAULT 0,
  degraded {int} NOT NULL DEFAULT 0,
  note TEXT,
  delivery_key TEXT NOT NULL,
  digest_id {int},
  reason_code TEXT,
  reason_text TEXT,
  ts TEXT,
  sent_at {int},
  possible_duplicate {int} NOT NULL DEFAULT 0
);
CREATE INDEX deliveries_head ON deliveries (lane, priority, id, due_at) WHERE state = 'pending';
CREATE INDEX deliveries_fold ON deliveries (lane, fold_class, due_at, deadline_at)
  WHERE state = 'pending' AND fold_class IS NOT NULL;
CREATE INDEX deliveries_open ON deliveries (lane, due_at, created_at) WHERE state IN ('pending', 'sending', 'ambiguous');
CREATE INDEX deliveries_aside ON deliveries (state, lane, id) WHERE state IN ('sending', 'ambiguous', 'parked', 'dead');
CREATE INDEX deliveries_lane ON deliveries (lane, id);
CREATE INDEX deliveries_subject ON deliveries (subject_id, channel) WHERE subject_id IS NOT NULL;
CREATE INDEX deliveries_digest ON deliveries (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX deliveries_own ON deliveries (created_at) WHERE subject_id IS NULL;

CREATE TABLE event_deliveries (
  event_seq {int} NOT NULL,
  delivery_id {int} NOT NULL,
  PRIMARY KEY (event_seq, delivery_id)
);
CREATE INDEX event_deliveries_delivery ON event_deliveries (delivery_id);

CREATE TABLE attempts (
  id {rowid},
  delivery_id {int} NOT NULL,
  at {int} NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  took_ms {int} NOT NULL
);
CREATE INDEX attempts_delivery ON attempts (delivery_id);

CREATE TABLE workspaces (
  workspace TEXT PRIMARY KEY,
  paused_code TEXT NOT NULL,
  paused_text TEXT NOT NULL,
  paused_at {int} NOT NULL
);

CREATE TABLE lanes (
  lane TEXT PRIMARY KEY,
  workspace TEXT NOT NULL,
  next_send_at {int} NOT NULL DEFAULT 0,
  owner TEXT,
  lease_until {int} NOT NULL DEFAULT 0,
  fence {int} NOT NULL DEFAULT 0
);

CREATE TABLE cache (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  expires_at {int} NOT NULL,
  key_id TEXT NOT NULL,
  object {bytes} NOT NULL,
  PRIMARY KEY (account, id)
);
CREATE INDEX cache_key_id ON cache (key_id);
CREATE INDEX cache_expires ON cache (expires_at);

CREATE TABLE counters (name TEXT PRIMARY KEY, value {int} NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Webhooks of each full hour, by which a stream knows its own weekly pattern; and who may do what recurs. */
const reconcile = `
CREATE TABLE stream_hours (
  account TEXT NOT NULL,
  hour {int} NOT NULL,
  arrivals {int} NOT NULL,
  PRIMARY KEY (account, hour)
);
CREATE TABLE turns (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until {int} NOT NULL);
CREATE INDEX events_connect ON events (account, connect_account, received_at) WHERE connect_account IS NOT NULL;
`;

/* Unjoined invoices by customer: by them a payment finds the invoice that no event has named yet. */
const openInvoices = `
CREATE INDEX subjects_open_invoices ON subjects (customer, updated_at) WHERE kind = 'invoice' AND customer IS NOT NULL;
`;

export const migrations: readonly Migration[] = [
  { version: 1, name: 'foundation', sql: foundation },
  { version: 2, name: 'reconcile', sql: reconcile },
  { version: 3, name: 'actions', sql: actionsMigration },
  { version: 4, name: 'open_invoices', sql: openInvoices },
  { version: 5, name: 'routing', sql: routingMigration },
  { version: 6, name: 'ledger', sql: ledgerMigration },
  { version: 7, name: 'disputes', sql: disputesMigration },
  { version: 8, name: 'fields', sql: fieldsMigration },
  { version: 9, name: 'slack', sql: slackMigration },
  { version: 10, name: 'console', sql: consoleMigration },
  { version: 11, name: 'search', sql: searchMigration },
];
