-- What runs by itself: when, what came of it, and which processes share it; loads that wait for a process to take them.

-- jobs -----------------------------------------------------------------------------------------------------------------
CREATE TABLE job_process (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
COMMENT ON TABLE job_process IS 'jobs: living processes that run jobs; a process that was silent for longer than its lease loses its row, and then writes nothing any more';
COMMENT ON COLUMN job_process.seen_at IS 'its last sign of life, on the clock of this database';

CREATE TABLE schedule (
  name            text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  job             text NOT NULL,
  exchange        text NOT NULL COLLATE "C",
  rule            text NOT NULL,
  catch_up        text NOT NULL CHECK (catch_up IN ('each', 'latest')),
  paused          boolean NOT NULL DEFAULT false,
  source          text NOT NULL CHECK (source IN ('program', 'settings', 'operator')),
  handled_session date NOT NULL,
  handled_until   timestamptz NOT NULL,
  next_session    date,
  next_due        timestamptz,
  told_session    date,
  changed_at      timestamptz NOT NULL,
  changed_by      text NOT NULL,
  CHECK ((next_session IS NULL) = (next_due IS NULL))
);
COMMENT ON TABLE schedule IS 'jobs: which job is due when, by a rule over the calendar of an exchange';
COMMENT ON COLUMN schedule.catch_up IS 'after a time without any process: each missed session, or only the latest one';
COMMENT ON COLUMN schedule.source IS 'who gave the rule';
COMMENT ON COLUMN schedule.handled_session IS 'rules over sessions fire for later ones only';
COMMENT ON COLUMN schedule.handled_until IS 'rules over the clock fire after that only';
COMMENT ON COLUMN schedule.next_due IS 'the firing that was last worked out; a move of it is told';
COMMENT ON COLUMN schedule.told_session IS 'the last session whose early close was told the day before';

CREATE TABLE job_run (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  schedule    text NOT NULL,
  job         text NOT NULL,
  exchange    text NOT NULL COLLATE "C",
  session     date NOT NULL,
  due         timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('running', 'done', 'part', 'failed', 'skipped', 'missed', 'interrupted')),
  attempt     integer NOT NULL DEFAULT 1,
  failures    integer NOT NULL DEFAULT 0,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  again_at    timestamptz,
  message     text NOT NULL DEFAULT '',
  facts       jsonb NOT NULL DEFAULT '{}',
  process_id  bigint,
  process     text NOT NULL,
  UNIQUE (job, exchange, session, due),
  CHECK ((state = 'running') = (finished_at IS NULL))
);
CREATE INDEX job_run_open ON job_run (schedule) WHERE state = 'running' OR again_at IS NOT NULL;
CREATE INDEX job_run_schedule ON job_run (schedule, started_at);
COMMENT ON TABLE job_run IS 'jobs: what became of each firing; one row a firing, however often it was tried';
COMMENT ON COLUMN job_run.state IS 'skipped: no work on that day; missed: older than what is caught up; interrupted: its process was stopped';
COMMENT ON COLUMN job_run.attempt IS 'fencing number: what an earlier attempt says does not count';
COMMENT ON COLUMN job_run.failures IS 'attempts that failed';
COMMENT ON COLUMN job_run.again_at IS 'when it is tried again';
COMMENT ON COLUMN job_run.process_id IS 'the job_process that runs it, or did; no reference, that row goes with its process';

CREATE TABLE job_execution (
  task_name            text NOT NULL,
  task_instance        text NOT NULL,
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_execution_time ON job_execution (execution_time);
CREATE INDEX job_execution_heartbeat ON job_execution (last_heartbeat);
COMMENT ON TABLE job_execution IS 'jobs: table of the library db-scheduler: which schedule is looked at when, and by which process just now';

-- load -----------------------------------------------------------------------------------------------------------------
ALTER TABLE load_run DROP CONSTRAINT load_run_state_check;
ALTER TABLE load_run ADD CONSTRAINT load_run_state_check
  CHECK (state IN ('pending', 'running', 'paused', 'cancelled', 'complete', 'partial', 'failed'));
ALTER TABLE load_run ADD COLUMN queued boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN load_run.queued IS 'processes of serve share it; pending until the first takes it';
DROP INDEX load_run_open;
CREATE INDEX load_run_open ON load_run (fingerprint) WHERE state IN ('pending', 'running', 'paused');
