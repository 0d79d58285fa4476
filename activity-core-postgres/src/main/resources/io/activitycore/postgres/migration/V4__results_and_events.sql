-- Whether a run has written while under way: its end then waits for who is writing, and looks again.
ALTER TABLE ledger ADD COLUMN journaled boolean NOT NULL DEFAULT false;

-- Results of tasks that wrote their own data in the same transaction. Committed once, with the result, never changed.
CREATE TABLE task_result (
  tenant      text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  occurrence  text COLLATE "C" NOT NULL,
  result      json,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, id)
);
CREATE INDEX task_result_run ON task_result (tenant, activity_id, occurrence);
CREATE INDEX task_result_age ON task_result USING brin (recorded_at);

-- Events as they came, a sample of them, for whoever asks what another version would have done. Never changed.
CREATE TABLE event (
  id       bigint GENERATED ALWAYS AS IDENTITY,
  tenant   text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  type     text COLLATE "C" NOT NULL,
  event    json NOT NULL,
  came_at  timestamptz NOT NULL DEFAULT now(),
  until    timestamptz NOT NULL,
  PRIMARY KEY (tenant, event_id)
);
CREATE INDEX event_type ON event (tenant, type, came_at, id);
CREATE INDEX event_until ON event (until);
