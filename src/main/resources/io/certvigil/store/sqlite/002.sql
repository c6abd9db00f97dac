-- Who asked: the name of the user who ran the command.
ALTER TABLE request ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';
