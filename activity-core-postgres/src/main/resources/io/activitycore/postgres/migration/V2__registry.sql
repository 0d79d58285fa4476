-- activity-core: the registry of definitions.
-- Names are unqualified: whoever applies this by hand sets search_path to the schema first.

-- What was written; never changed.
CREATE TABLE definition_version (
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  hash        text COLLATE "C" NOT NULL,
  content     json NOT NULL,
  owner       text,
  author      text NOT NULL,
  comment     text,
  written_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, version)
);

-- Where a version is in its life.
CREATE TABLE definition_state (
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  version     integer NOT NULL,
  state       text COLLATE "C" NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
  since       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, version),
  FOREIGN KEY (tenant, activity_id, version) REFERENCES definition_version
);
CREATE INDEX definition_published ON definition_state (tenant, activity_id, version) WHERE state = 'PUBLISHED';

-- What holds for an activity whatever its version.
CREATE TABLE definition (
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  enabled     boolean NOT NULL DEFAULT true,
  labels      text[] COLLATE "C" NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant, activity_id)
);

-- Who did what. Never changed.
CREATE TABLE definition_change (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  tenant      text COLLATE "C" NOT NULL,
  activity_id text COLLATE "C" NOT NULL,
  version     integer,
  action      text COLLATE "C" NOT NULL,
  author      text NOT NULL,
  comment     text,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, activity_id, id)
);

-- How many changes a tenant's definitions have had. Whoever changes them holds this row, so that a reader that
-- knows the number knows whether it has seen all.
CREATE TABLE registry (
  tenant   text COLLATE "C" PRIMARY KEY,
  revision bigint NOT NULL DEFAULT 0
);
