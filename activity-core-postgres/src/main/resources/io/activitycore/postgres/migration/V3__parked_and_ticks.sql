-- Events of disabled definitions, until these are enabled.
CREATE TABLE parked_event (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  event_id    text COLLATE "C" NOT NULL,
  event       json NOT NULL,
  parked_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, event_id)
);
CREATE INDEX parked_event_order ON parked_event (tenant, activity_id, id);

-- Who handles an activity's events has them to himself, so that they keep their order.
CREATE TABLE parked_lease (
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  until       timestamptz NOT NULL,
  PRIMARY KEY (tenant, activity_id)
);

-- The account of each schedule: what became of every tick that was due.
CREATE TABLE tick_account (
  tenant       text COLLATE "C" NOT NULL,
  activity_id  text COLLATE "C" NOT NULL,
  opened_after timestamptz NOT NULL,
  settled_to   timestamptz NOT NULL,
  covered_to   timestamptz NOT NULL,
  paused_since timestamptz,
  lapses       json NOT NULL DEFAULT '[]',
  counts       json NOT NULL DEFAULT '{}',
  seen_missed  bigint NOT NULL DEFAULT 0,
  seen_dropped bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, activity_id)
);

-- Ticks one after another with the same fate. Never changed.
CREATE TABLE tick_range (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,
  first_tick  timestamptz NOT NULL,
  last_tick   timestamptz NOT NULL,
  ticks       bigint NOT NULL,
  reason      text NOT NULL,
  PRIMARY KEY (tenant, activity_id, id)
);
CREATE INDEX tick_range_last ON tick_range (tenant, activity_id, last_tick);
