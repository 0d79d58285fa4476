-- Event types that runs wait for, or did once: events of other types are ignored without a question
-- (docs/adr/0014-awaited-types.md). Rows are never removed: a host trusts for a while what it has read.
CREATE TABLE awaited_type (
  tenant        text COLLATE "C" NOT NULL,
  type          text COLLATE "C" NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, type)
);

INSERT INTO awaited_type (tenant, type)
SELECT DISTINCT tenant, event_type FROM wait WHERE kind = 'EVENT' AND settlement IS NULL AND NOT closed;
