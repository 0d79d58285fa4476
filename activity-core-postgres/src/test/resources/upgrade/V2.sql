INSERT INTO definition_version (tenant, activity_id, version, hash, content, author) VALUES
  ('default', 'orders', 1, 'hash', '{"id": "orders", "trigger": {"event": {"type": "t"}},
    "rules": [{"tasks": [{"id": "one", "task": "x.one"}]}]}', 'kim');
INSERT INTO definition_state (tenant, activity_id, version, state) VALUES ('default', 'orders', 1, 'PUBLISHED');
INSERT INTO definition (tenant, activity_id) VALUES ('default', 'orders');
INSERT INTO definition_change (tenant, activity_id, version, action, author) VALUES
  ('default', 'orders', 1, 'publish', 'kim');
INSERT INTO registry (tenant, revision) VALUES ('default', 1);
