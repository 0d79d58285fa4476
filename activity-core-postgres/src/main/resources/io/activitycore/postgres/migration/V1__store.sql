-- activity-core: runs, their ledger and audit, decisions, events out, what runs wait for, the inbox of people.
-- Names are unqualified: whoever applies this by hand sets search_path to the schema first.
-- Ids sort by their bytes (collation "C"). Documents are of type json, which keeps them as they were written.

-- What makes runs single. Outlives runs and Temporal's retention; rows go when expires_at has passed.
-- Sixteen parts keep each index, and so each vacuum, small (docs/adr/0011-the-ledger.md).
CREATE TABLE ledger (
  tenant       text COLLATE "C" NOT NULL,
  activity_id  text COLLATE "C" NOT NULL,
  occurrence   text COLLATE "C" NOT NULL,
  generation   integer NOT NULL,
  first_run_id text COLLATE "C" NOT NULL,
  body_hash    text COLLATE "C" NOT NULL,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant, activity_id, occurrence)
) PARTITION BY HASH (occurrence);

DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('CREATE TABLE ledger_%s PARTITION OF ledger FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
      lpad(part::text, 2, '0'), part);
  END LOOP;
END $$;

CREATE INDEX ledger_expiry ON ledger (expires_at);

-- One row for each generation of a run; never changed.
CREATE TABLE run (
  tenant       text COLLATE "C" NOT NULL,
  activity_id  text COLLATE "C" NOT NULL,
  occurrence   text COLLATE "C" NOT NULL,
  generation   integer NOT NULL,
  workflow_id  text COLLATE "C" NOT NULL,
  first_run_id text COLLATE "C" NOT NULL,
  body_hash    text COLLATE "C" NOT NULL,
  plan         json NOT NULL,
  began_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, occurrence, generation)
);
CREATE INDEX run_age ON run USING brin (began_at);

-- How a generation of a run ended: the first row wins, because there is no second. Never changed.
CREATE TABLE ending (
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  occurrence  text COLLATE "C" NOT NULL,
  generation  integer NOT NULL,
  outcome     text COLLATE "C" NOT NULL,
  audit       json NOT NULL,
  ended_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, occurrence, generation)
);
CREATE INDEX ending_age ON ending USING brin (ended_at);

-- What a run wrote while under way, and what it was answered: a repeated request gets the same.
CREATE TABLE journal (
  tenant       text COLLATE "C" NOT NULL,
  activity_id  text COLLATE "C" NOT NULL,
  occurrence   text COLLATE "C" NOT NULL,
  first_run_id text COLLATE "C" NOT NULL,
  number       integer NOT NULL,
  answer       json NOT NULL,
  written_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, occurrence, first_run_id, number)
);

-- What happened to events, and why. Never changed.
CREATE TABLE decision (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  tenant      text COLLATE "C" NOT NULL,
  event_id    text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C",
  version     integer NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  reason      text NOT NULL,
  workflow_id text COLLATE "C",
  at          timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, event_id, id)
);
-- Said by who starts or signals a run, and by the run.
CREATE UNIQUE INDEX decision_beginning
  ON decision (tenant, event_id, coalesce(activity_id, ''), coalesce(workflow_id, ''), kind)
  WHERE kind IN ('STARTED', 'SIGNALLED');
CREATE INDEX decision_age ON decision USING brin (recorded_at);

-- Events on their way out. Claimed by what is due, never by a sequence: a row that commits late is not skipped.
CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id     text COLLATE "C" NOT NULL,
  event        json NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  due_at       timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,
  last_error   text,
  CONSTRAINT outbox_event UNIQUE (event_id)
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE published_at IS NULL;
CREATE INDEX outbox_age ON outbox USING brin (published_at);

-- What runs wait for from outside. Of an answer and a close, the first one counts.
CREATE TABLE wait (
  tenant      text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  occurrence  text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  opened_at   timestamptz NOT NULL,
  deadline    timestamptz,
  event_type  text COLLATE "C",
  correlate   text,
  variables   json,
  settlement  json,
  settled_by  text COLLATE "C",
  answered_at timestamptz,
  delivered   boolean NOT NULL DEFAULT false,
  closed      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX wait_run ON wait (tenant, activity_id, occurrence);
CREATE INDEX wait_listening ON wait (tenant, event_type, opened_at, id)
  WHERE kind = 'EVENT' AND settlement IS NULL AND NOT closed;
CREATE INDEX wait_undelivered ON wait (answered_at, id) WHERE settlement IS NOT NULL AND NOT delivered;

-- Events kept for a while for waits that open later.
CREATE TABLE kept_event (
  id       bigint GENERATED ALWAYS AS IDENTITY,
  tenant   text COLLATE "C" NOT NULL,
  type     text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  event    json NOT NULL,
  came_at  timestamptz NOT NULL DEFAULT now(),
  until    timestamptz NOT NULL,
  PRIMARY KEY (tenant, event_id)
);
CREATE INDEX kept_event_type ON kept_event (tenant, type, came_at, id);
CREATE INDEX kept_event_until ON kept_event (until);

-- The inbox of people.
CREATE TABLE human_task (
  tenant       text COLLATE "C" NOT NULL,
  id           text COLLATE "C" NOT NULL,
  activity_id  text COLLATE "C" NOT NULL,
  workflow_id  text COLLATE "C" NOT NULL,
  node         text COLLATE "C" NOT NULL,
  assignees    text[] COLLATE "C" NOT NULL,
  groups       text[] COLLATE "C" NOT NULL,
  form         json,
  priority     integer NOT NULL,
  created_at   timestamptz NOT NULL,
  due          timestamptz,
  status       text COLLATE "C" NOT NULL,
  claimed_by   text COLLATE "C",
  completed_by text COLLATE "C",
  outcome      json,
  revision     integer NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX human_task_urgency ON human_task (tenant, status, priority, due NULLS LAST, created_at, id);
CREATE INDEX human_task_activity ON human_task (tenant, activity_id, priority, due NULLS LAST, created_at, id);
CREATE INDEX human_task_assignees ON human_task USING gin (assignees);
CREATE INDEX human_task_groups ON human_task USING gin (groups);
CREATE INDEX human_task_claimed ON human_task (tenant, claimed_by) WHERE claimed_by IS NOT NULL;

-- Results that are too large for a history, under the SHA-256 of their content.
CREATE TABLE payload (
  tenant    text COLLATE "C" NOT NULL,
  reference text COLLATE "C" NOT NULL,
  content   bytea NOT NULL,
  used_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, reference)
);
ALTER TABLE payload ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX payload_age ON payload (used_at);

-- The tasks of ended runs, out of their audit.
CREATE VIEW task_instance AS
SELECT
  ending.tenant,
  ending.activity_id,
  ending.occurrence,
  ending.generation,
  task.value ->> 'task_instance_id' AS task_instance_id,
  task.value ->> 'node' AS node,
  task.value ->> 'task' AS task,
  task.value ->> 'outcome' AS outcome,
  task.value -> 'error' AS error
FROM ending, json_array_elements(ending.audit -> 'tasks') AS task (value);
