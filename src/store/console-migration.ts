/*
 * What the console needs to remember. `feed`: messages as they stand in Slack, sealed; `version` counts up over all of them in
 * the order of commits, so that whoever has seen one asks for what came after. `console_sessions`: sessions and one-time
 * links under the SHA-256 of their token. `console_dialogues`: what an action asked of a person in the console.
 */
export const consoleMigration = `
CREATE TABLE feed (
  id {rowid},
  channel TEXT NOT NULL,
  ts TEXT NOT NULL,
  thread_ts TEXT,
  version {int} NOT NULL,
  broadcast {int} NOT NULL,
  edited {int} NOT NULL,
  removed {int} NOT NULL,
  subject_id TEXT,
  posted_at {int} NOT NULL,
  changed_at {int} NOT NULL,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL
);
CREATE UNIQUE INDEX feed_place ON feed (channel, ts);
CREATE UNIQUE INDEX feed_version ON feed (version);
CREATE INDEX feed_roots ON feed (id) WHERE thread_ts IS NULL;
CREATE INDEX feed_channel_roots ON feed (channel, id) WHERE thread_ts IS NULL;
CREATE INDEX feed_threads ON feed (channel, thread_ts, id) WHERE thread_ts IS NOT NULL;
CREATE INDEX feed_changed ON feed (changed_at);
CREATE INDEX feed_key_id ON feed (key_id);

CREATE TABLE console_sessions (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  expires_at {int} NOT NULL,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL
);
CREATE INDEX console_sessions_expires ON console_sessions (expires_at);
CREATE INDEX console_sessions_key_id ON console_sessions (key_id);

CREATE TABLE console_dialogues (
  id TEXT PRIMARY KEY,
  changed_at {int} NOT NULL,
  key_id TEXT NOT NULL,
  body {bytes} NOT NULL
);
CREATE INDEX console_dialogues_changed ON console_dialogues (changed_at);
CREATE INDEX console_dialogues_key_id ON console_dialogues (key_id);
`;

/*
 * By what people search events: the customer and the amount that an event's alert names. The amount is a number, so that a
 * range of it is a range of the index; an amount beyond 2^53 minor units is not found by its size.
 */
export const searchMigration = `
ALTER TABLE events ADD COLUMN customer TEXT;
ALTER TABLE events ADD COLUMN amount_minor {int};
ALTER TABLE events ADD COLUMN amount_currency TEXT;
CREATE INDEX events_customer ON events (customer, seq) WHERE customer IS NOT NULL;
CREATE INDEX events_amount ON events (amount_currency, amount_minor) WHERE amount_minor IS NOT NULL;
CREATE INDEX subjects_rare ON subjects (kind, updated_at)
  WHERE kind IN ('checkout', 'dispute', 'payout', 'customer', 'review', 'other');
`;
