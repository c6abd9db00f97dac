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
ALTER TABLE delivery ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN refused_id TEXT;
ALTER TABLE delivery ADD COLUMN refused_body TEXT;
UPDATE delivery SET refused = 1 WHERE closed_at IS NULL AND reason IN ('rejected', 'recipient', 'unauthorized', 'forbidden', 'not_found', 'redirect', 'http_4xx', 'smtp_5xx');
CREATE INDEX delivery_lanes ON delivery (notification) WHERE lane <> '';
-- Who asked: the name of the user who ran the command.
ALTER TABLE request ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
