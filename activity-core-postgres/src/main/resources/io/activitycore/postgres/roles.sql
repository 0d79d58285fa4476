-- Roles with no more rights than they need, for a schema that exists. Run it as the schema's owner (a role that may
-- create roles, or create the roles first), with search_path set to the schema, again after each migration.
--   activity_core_app        what a host needs: cannot change or delete runs, endings, journals and decisions
--   activity_core_retention  what PostgresRetention needs: deletes, does not write
--   activity_core_reader     looks
--   activity_core_publisher  publishes definitions: cannot change what was written
-- The owner, who migrates, is none of them: give hosts migratedByHost() and the role activity_core_app.

DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['activity_core_app', 'activity_core_retention', 'activity_core_reader',
      'activity_core_publisher'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), role);
  END LOOP;
  FOR part IN 0..15 LOOP
    EXECUTE format('GRANT DELETE ON ledger_%s TO activity_core_retention', lpad(part::text, 2, '0'));
  END LOOP;
END $$;

GRANT INSERT ON ledger, run, ending, journal, decision, outbox, wait, kept_event, human_task, payload,
  parked_event, parked_lease, tick_account, tick_range, task_result, event, awaited_type
  TO activity_core_app;
GRANT UPDATE (generation, first_run_id, journaled) ON ledger TO activity_core_app;
GRANT UPDATE (due_at, attempts, published_at, parked_at, last_error) ON outbox TO activity_core_app;
GRANT UPDATE (used_at) ON payload TO activity_core_app;
GRANT UPDATE (result) ON task_result TO activity_core_app;
GRANT UPDATE ON wait, human_task, parked_lease, tick_account TO activity_core_app;
GRANT DELETE ON parked_event, parked_lease, tick_account, tick_range TO activity_core_app;
GRANT DELETE ON run, ending, journal, decision, outbox, wait, kept_event, human_task, payload,
  task_result, event
  TO activity_core_retention;

-- Who publishes definitions; what was written is never changed.
GRANT INSERT ON definition, definition_version, definition_state, definition_change, registry
  TO activity_core_publisher;
GRANT UPDATE ON definition, definition_state, registry TO activity_core_publisher;
