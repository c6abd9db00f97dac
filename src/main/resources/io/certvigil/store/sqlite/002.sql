-- Since a channel last accepted something: its failed attempts, those that refused, and what an
-- answer named in the config. replayed_at: when an operator last replayed one of its deliveries.
ALTER TABLE channel ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN refused_since INTEGER;
ALTER TABLE channel ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN config_key TEXT;
ALTER TABLE channel ADD COLUMN replayed_at INTEGER;
UPDATE channel SET failures = 2 WHERE failing_since IS NOT NULL;
UPDATE channel SET refusals = 2, refused_since = failing_since WHERE failing_since IS NOT NULL AND last_failure IN ('unauthorized', 'forbidden', 'not_found', 'redirect', 'tls', 'dns', 'http_4xx', 'smtp_5xx');

-- refused: the receiver's last answer refused it. refused_id, refused_body: the message that the
-- receiver rejected before a simpler one replaced it.
-- replayed_by: the operator who has replayed it last.
ALTER TABLE delivery ADD COLUMN replayed_by TEXT;
ALTER TABLE delivery ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN refused_id TEXT;
ALTER TABLE delivery ADD COLUMN refused_body TEXT;
UPDATE delivery SET refused = 1 WHERE closed_at IS NULL AND reason IN ('rejected', 'recipient', 'unauthorized', 'forbidden', 'not_found', 'redirect', 'http_4xx', 'smtp_5xx');
CREATE INDEX delivery_lanes ON delivery (notification) WHERE lane <> '';
-- Who asked: the name of the user who ran the command. What operators change at once is recorded
-- as a request that is finished; its summary is the key or id of what was changed.
ALTER TABLE request ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';

-- Deliveries are claimed by urgency (0: a critical event is among its events, 1: a warning, 2: none
-- of these), then by ends_at, the earliest expiry (UTC seconds) of these events.
ALTER TABLE delivery ADD COLUMN urgency INTEGER NOT NULL DEFAULT 2;
ALTER TABLE delivery ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 9223372036854775807;
UPDATE delivery SET urgency = coalesce((SELECT min(CASE e.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END) FROM delivery_event x JOIN event e ON e.position = x.position WHERE x.delivery = delivery.id), 2) WHERE closed_at IS NULL;
CREATE INDEX delivery_urgent ON delivery (channel, urgency, ends_at, due_at, id) WHERE state = 'READY' AND blocked = 0;

-- target: a keyed hash of what identifies the receiver. selection: what the channel is sent, as text;
-- null until a start has noted it. absent: null, or why a channel that the config does not name has a
-- row with contents, see io.certvigil.store.receiver. former: the name that a leaving one had.
ALTER TABLE channel ADD COLUMN target TEXT;
ALTER TABLE channel ADD COLUMN selection TEXT;
ALTER TABLE channel ADD COLUMN absent TEXT;
ALTER TABLE channel ADD COLUMN former TEXT;
ALTER TABLE channel ADD COLUMN caught_up_at INTEGER;
UPDATE channel SET target = 'channel ' || name;
CREATE INDEX channel_target ON channel (target);

-- What each receiver was told of each alert that has not ended there. position: of the last event
-- about its state. open: that event is not its end. arrived: the receiver may have it. thread: what
-- the receiver knows it by, such as a dedup_key; grouped: together with others.
CREATE TABLE told (
  id INTEGER PRIMARY KEY,
  target TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  channel TEXT NOT NULL,
  position INTEGER NOT NULL,
  open INTEGER NOT NULL,
  arrived INTEGER NOT NULL DEFAULT 0,
  thread TEXT,
  grouped INTEGER NOT NULL DEFAULT 0,
  UNIQUE (target, alert_key)
);
CREATE INDEX told_thread ON told (target, thread) WHERE grouped = 1;
CREATE INDEX told_channel ON told (channel);
INSERT INTO told (target, alert_key, channel, position, open, arrived, thread) SELECT 'channel ' || d.channel, e.alert_key, d.channel, max(e.position), json_extract(CASE WHEN json_valid(e.json) THEN e.json ELSE '{}' END, '$.alert.state') IS NOT 'resolved', sum(d.state = 'DELIVERED' OR d.ambiguous) > 0, CASE WHEN json_valid(d.body) THEN json_extract(d.body, '$.dedup_key') END FROM delivery d JOIN delivery_event x ON x.delivery = d.id JOIN event e ON e.position = x.position WHERE d.state <> 'SUPPRESSED' AND e.type NOT IN ('certificate.status_changed', 'certificate.disappeared', 'certificate.renewed', 'certificate.appeared', 'delivery.expired', 'test') AND d.channel IN (SELECT name FROM channel WHERE removed_at IS NULL) GROUP BY d.channel, e.alert_key HAVING json_extract(CASE WHEN json_valid(e.json) THEN e.json ELSE '{}' END, '$.alert.state') IS NOT 'resolved' OR d.closed_at IS NULL;

-- Until when an attempt that was claimed may still run: after a crash the delivery is due then.
ALTER TABLE delivery ADD COLUMN lease_until INTEGER;

-- Conditions, each version of each: what prevents a renewal, or will end with a deletion.
-- scope: the key of its list, or zone/ID. valid_to, ended: null while it lasts; ended is null where
-- another version follows. told: what the last event about it says.
CREATE TABLE condition (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  scope TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER,
  ended TEXT,
  since INTEGER NOT NULL,
  report_from INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  deadline INTEGER,
  missing_since INTEGER,
  healthy_since INTEGER,
  told TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject_name TEXT NOT NULL,
  stage TEXT NOT NULL,
  cause TEXT NOT NULL,
  cause_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  records TEXT NOT NULL,
  serving_until INTEGER,
  ends_after INTEGER NOT NULL
);
CREATE UNIQUE INDEX condition_current ON condition (key) WHERE valid_to IS NULL;
CREATE INDEX condition_scope ON condition (scope) WHERE valid_to IS NULL;
CREATE INDEX condition_key ON condition (key, id);
CREATE INDEX condition_end ON condition (valid_to) WHERE valid_to IS NOT NULL;

-- Finds the lists of an earlier zone of the same name.
CREATE INDEX scope_zone_name ON scope (zone_name, source) WHERE zone_name IS NOT NULL;

-- Zones whose DNS Cloudflare serves, so that it places the records of a validation itself.
CREATE TABLE full_zone (
  zone_id TEXT PRIMARY KEY
) WITHOUT ROWID;
