-- Moments are milliseconds since 1970 in UTC, durations milliseconds, flags 0 and 1.
-- A statement ends with a semicolon at the end of its line.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE watch (
  name TEXT PRIMARY KEY,
  position INTEGER,
  credential TEXT,
  discovery_due INTEGER NOT NULL DEFAULT 0,
  discovered INTEGER NOT NULL DEFAULT 0,
  last_due_at INTEGER
) WITHOUT ROWID;

-- What is read: lists of Cloudflare, and (source is null) the discovery of each credential.
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  source TEXT,
  account_id TEXT,
  account_name TEXT,
  zone_id TEXT,
  zone_name TEXT,
  credential TEXT NOT NULL,
  watch TEXT NOT NULL,
  interval INTEGER NOT NULL,
  labels TEXT,
  watched INTEGER NOT NULL,
  watched_since INTEGER NOT NULL,
  attempted_at INTEGER,
  complete_at INTEGER,
  fault TEXT,
  detail TEXT,
  failing_since INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  missed_at INTEGER,
  gone_since INTEGER,
  told_under TEXT,
  baselined INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  expected INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  due_at INTEGER,
  reading INTEGER
);
CREATE INDEX scope_due ON scope (watch) WHERE due_at IS NOT NULL;
CREATE INDEX scope_next ON scope (next_at) WHERE watched = 1 AND next_at IS NOT NULL;

-- A run of equal readings of one scope.
CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  fault TEXT,
  items INTEGER NOT NULL,
  expected INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  count INTEGER NOT NULL
);
CREATE INDEX reading_last ON reading (last_at);

-- Each certificate once, as it is now or was last. Earlier versions are in table version.
-- began: how this version began, as appeared or baseline; null where it follows the one before.
-- ended: why nothing follows it, as disappeared or unwatched; null while it lasts.
-- last_seen_at is moved only where the row changes anyway: while a certificate is present, the
-- last complete reading of its scope is when it was last seen.
CREATE TABLE certificate (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL,
  certificate_id TEXT NOT NULL,
  key TEXT NOT NULL,
  presence TEXT NOT NULL,
  since INTEGER,
  first_seen_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER,
  began TEXT,
  ended TEXT,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  in_use INTEGER,
  managed INTEGER NOT NULL,
  expiry TEXT NOT NULL,
  not_after INTEGER,
  expiry_text TEXT,
  not_before INTEGER,
  issuer TEXT,
  serial TEXT,
  fingerprint TEXT,
  hosts TEXT,
  attributes TEXT,
  UNIQUE (scope, certificate_id)
);
CREATE INDEX certificate_key ON certificate (key);
CREATE INDEX certificate_end ON certificate (not_after) WHERE valid_to IS NULL;
CREATE INDEX certificate_name ON certificate (name COLLATE NOCASE) WHERE valid_to IS NULL;
CREATE INDEX certificate_from ON certificate (valid_from, id, began, scope);
CREATE INDEX certificate_ended ON certificate (valid_to) WHERE ended IS NOT NULL;
CREATE INDEX certificate_absent ON certificate (since) WHERE presence = 'absent';

CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  certificate INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  began TEXT,
  ended TEXT,
  certificate_id TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  in_use INTEGER,
  managed INTEGER NOT NULL,
  expiry TEXT NOT NULL,
  not_after INTEGER,
  expiry_text TEXT,
  not_before INTEGER,
  issuer TEXT,
  serial TEXT,
  fingerprint TEXT,
  hosts TEXT,
  attributes TEXT
);
CREATE INDEX version_of ON version (certificate, valid_from);
CREATE INDEX version_from ON version (valid_from, id, began, certificate);
CREATE INDEX version_end ON version (valid_to);
CREATE INDEX version_ended ON version (valid_to) WHERE ended IS NOT NULL;

CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  episode INTEGER NOT NULL,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  certificate TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  severity TEXT NOT NULL,
  rung INTEGER,
  ladder TEXT NOT NULL,
  first_fired_at INTEGER NOT NULL,
  rung_at INTEGER NOT NULL,
  reminders INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  acked_at INTEGER,
  acked_by TEXT,
  updated_at INTEGER NOT NULL,
  UNIQUE (key, incarnation)
);
CREATE INDEX alert_scope ON alert (scope);
CREATE INDEX alert_unreadable ON alert (key) WHERE kind = 'source.unreadable';
CREATE INDEX alert_state ON alert (state, updated_at);

CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  severity TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  summary TEXT NOT NULL,
  json TEXT NOT NULL,
  closed TEXT
);
CREATE INDEX event_alert ON event (alert_key, incarnation, position);
CREATE INDEX event_time ON event (occurred_at);

-- mark: the last event that was composed for this channel, told or not.
CREATE TABLE channel (
  name TEXT PRIMARY KEY,
  mark INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  removed_at INTEGER,
  last_success_at INTEGER,
  last_failure TEXT,
  failing_since INTEGER
) WITHOUT ROWID;

-- What a new channel begins with: the last event of each alert that fired when it was added.
CREATE TABLE catch_up (
  channel TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (channel, position)
) WITHOUT ROWID;

-- Once told, what it covered and still fires has been told, and it covers nothing more.
CREATE TABLE silence (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  zone TEXT NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  labels TEXT,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  author TEXT NOT NULL,
  comment TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX silence_end ON silence (ends_at) WHERE told = 0;

-- blocked: for how many of its alerts something else of its lane goes before it.
-- alerts: the keys of all of them. opened_at: when it was made, or given out anew by an operator.
-- reason: why it failed last or was closed; of one that is suppressed the silence's id.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  message_id TEXT NOT NULL,
  notification TEXT NOT NULL,
  body TEXT NOT NULL,
  alerts TEXT,
  state TEXT NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  blocked INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  claimed_at INTEGER,
  closed_at INTEGER,
  closed_by TEXT,
  reason TEXT
);
CREATE UNIQUE INDEX delivery_message ON delivery (channel, message_id) WHERE closed_at IS NULL;
CREATE INDEX delivery_id ON delivery (message_id);
CREATE INDEX delivery_due ON delivery (channel, due_at, id) WHERE state = 'READY' AND blocked = 0;
CREATE INDEX delivery_open ON delivery (channel, opened_at) WHERE closed_at IS NULL;
CREATE INDEX delivery_sending ON delivery (id) WHERE state = 'SENDING';
CREATE INDEX delivery_closed ON delivery (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX delivery_composed ON delivery (channel, id) WHERE state <> 'SUPPRESSED';
CREATE INDEX delivery_suppressed ON delivery (reason) WHERE state = 'SUPPRESSED';

-- Open deliveries by lane and alert. One goes before all others, the head: what is being sent, else
-- the oldest.
CREATE TABLE queue (
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  delivery INTEGER NOT NULL,
  head INTEGER NOT NULL,
  PRIMARY KEY (channel, lane, alert_key, delivery)
) WITHOUT ROWID;
CREATE UNIQUE INDEX queue_head ON queue (channel, lane, alert_key) WHERE head = 1;
CREATE INDEX queue_delivery ON queue (delivery);

CREATE TABLE delivery_event (
  delivery INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (position, delivery)
) WITHOUT ROWID;
CREATE INDEX delivery_event_of ON delivery_event (delivery);

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL,
  number INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  answer TEXT,
  UNIQUE (delivery, number)
);
CREATE INDEX attempt_end ON attempt (ended_at);

CREATE TABLE request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  taken_at INTEGER,
  finished_at INTEGER,
  summary TEXT
);
CREATE INDEX request_open ON request (id) WHERE taken_at IS NULL;

CREATE TRIGGER certificate_gone AFTER DELETE ON certificate BEGIN DELETE FROM version WHERE certificate = old.id; END;
CREATE TRIGGER delivery_gone AFTER DELETE ON delivery BEGIN DELETE FROM delivery_event WHERE delivery = old.id; DELETE FROM attempt WHERE delivery = old.id; END;
