-- What loads wait for, whose turn it is, and what a run cost.

ALTER TABLE rate_limit ADD COLUMN background timestamptz[] NOT NULL DEFAULT '{}';
ALTER TABLE rate_limit ADD COLUMN day date;
ALTER TABLE rate_limit ADD COLUMN day_calls integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN rate_limit.background IS 'starts of the latest calls of work in the background: in trading hours they may not be all that the limit allows';
COMMENT ON COLUMN rate_limit.day IS 'date in New York of the latest call';
COMMENT ON COLUMN rate_limit.day_calls IS 'calls on that date';

ALTER TABLE load_run ADD COLUMN turn bigint NOT NULL DEFAULT 0;
ALTER TABLE load_run ADD COLUMN stride integer NOT NULL GENERATED ALWAYS AS (
  CASE priority WHEN 'critical' THEN 4 WHEN 'high' THEN 8 WHEN 'normal' THEN 16 ELSE 32 END
    / CASE WHEN queued THEN 1 ELSE 4 END) STORED;
ALTER TABLE load_run ADD COLUMN waiting_for text NOT NULL DEFAULT '';
ALTER TABLE load_run ADD COLUMN waiting_since timestamptz;
COMMENT ON COLUMN load_run.turn IS 'grows by stride with each task that is claimed while other runs of the source go on; a run that is ahead of a more urgent one waits';
COMMENT ON COLUMN load_run.stride IS 'the shorter the more urgent; of runs that processes of serve share four times as long';
COMMENT ON COLUMN load_run.waiting_for IS 'what a process that works on it waits for just now; empty: it goes on';
CREATE INDEX load_run_running ON load_run (source) WHERE state = 'running';

ALTER TABLE load_task ADD COLUMN failed_calls integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN load_task.failed_calls IS 'calls that brought no answer and were made again or given up; attempts are asks of the task, each with several calls';

CREATE TABLE load_run_wait (
  run_id  integer NOT NULL REFERENCES load_run,
  kind    text NOT NULL CHECK (kind IN ('limit', 'vendor', 'throttle', 'database', 'checks')),
  seconds double precision NOT NULL CHECK (seconds >= 0),
  PRIMARY KEY (run_id, kind)
);
COMMENT ON TABLE load_run_wait IS 'load: where the time of a run went; tasks that wait at once count each by itself';
