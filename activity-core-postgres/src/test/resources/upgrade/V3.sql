INSERT INTO parked_event (tenant, activity_id, event_id, event) VALUES
  ('default', 'orders', 'parked', '{"event_id": "parked", "type": "t", "source": "s",
    "occurred_at": "2026-11-21T12:00:00Z", "payload": {}}');
INSERT INTO tick_account (tenant, activity_id, opened_after, settled_to, covered_to) VALUES
  ('default', 'nightly', '2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z');
