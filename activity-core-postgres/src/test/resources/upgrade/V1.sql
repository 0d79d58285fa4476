-- What a database of the first release may hold.
INSERT INTO ledger (tenant, activity_id, occurrence, generation, first_run_id, body_hash, expires_at) VALUES
  ('default', 'orders', 'running', 1, 'first', 'body', now() + interval '100 days'),
  ('default', 'orders', 'ended', 1, 'first', 'body', now() + interval '100 days');
INSERT INTO run (tenant, activity_id, occurrence, generation, workflow_id, first_run_id, body_hash, plan) VALUES
  ('default', 'orders', 'running', 1, 'activity-orders:running', 'first', 'body', '{"plan": 1}'),
  ('default', 'orders', 'ended', 1, 'activity-orders:ended', 'first', 'body', '{"plan": 2}');
INSERT INTO ending (tenant, activity_id, occurrence, generation, outcome, audit) VALUES
  ('default', 'orders', 'ended', 1, 'COMPLETED', '{"tasks": []}');
INSERT INTO decision (tenant, event_id, activity_id, version, kind, reason, workflow_id, at) VALUES
  ('default', 'running', 'orders', 1, 'STARTED', 'version 1', 'activity-orders:running', now()),
  ('default', 'ended', 'orders', 1, 'STARTED', 'version 1', 'activity-orders:ended', now());
INSERT INTO outbox (event_id, event, attempts, due_at, published_at, last_error) VALUES
  ('waiting', '{"event_id": "waiting", "type": "RunStarted", "source": "activity-core/default",
    "occurred_at": "2026-11-21T12:00:00Z", "payload": {}}', 3, now(), NULL, 'away'),
  ('published', '{"event_id": "published", "type": "RunStarted", "source": "activity-core/default",
    "occurred_at": "2026-11-21T12:00:00Z", "payload": {}}', 1, now(), now(), NULL);
INSERT INTO wait (tenant, id, activity_id, occurrence, kind, workflow_id, key, opened_at) VALUES
  ('default', 'person', 'orders', 'running', 'HUMAN', 'activity-orders:running', 'approve', now());
INSERT INTO wait (tenant, id, activity_id, occurrence, kind, workflow_id, key, opened_at, event_type, correlate) VALUES
  ('default', 'paid', 'orders', 'running', 'EVENT', 'activity-orders:running', 'paid', now(), 'shop.paid', 'true');
INSERT INTO human_task (tenant, id, activity_id, workflow_id, node, assignees, groups, priority, created_at,
    status, revision) VALUES
  ('default', 'person', 'orders', 'activity-orders:running', 'approve', '{ann}', '{risk}', 1, now(), 'OPEN', 1);
INSERT INTO payload (tenant, reference, content) VALUES
  ('default', 'sha256-44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', '{}');
