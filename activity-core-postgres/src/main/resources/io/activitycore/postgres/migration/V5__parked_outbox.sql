-- Events out that no broker takes: due_at is infinity, so that the index of what is due has them last.
-- With published_at as well: they were discarded.
ALTER TABLE outbox ADD COLUMN parked_at timestamptz;
CREATE INDEX outbox_parked ON outbox (id) WHERE parked_at IS NOT NULL AND published_at IS NULL;
