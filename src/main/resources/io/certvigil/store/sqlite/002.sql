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

-- The alerts that a channel was sent together as one incident and that have not ended.
CREATE TABLE incident_alert (
  channel TEXT NOT NULL,
  alert_key TEXT NOT NULL,
  incident TEXT NOT NULL,
  PRIMARY KEY (channel, alert_key)
) WITHOUT ROWID;
CREATE INDEX incident_alert_of ON incident_alert (channel, incident);

-- Until when an attempt that was claimed may still run: after a crash the delivery is due then.
ALTER TABLE delivery ADD COLUMN lease_until INTEGER;
