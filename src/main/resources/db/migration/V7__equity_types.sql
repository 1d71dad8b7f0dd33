-- What drives how instruments are processed: the rows of types complete, a class for one instrument, what was met and not stored,
-- and what came of checking live minutes.

-- listing --------------------------------------------------------------------------------------------------------------
ALTER TABLE equity_types
  ADD COLUMN processing_class       text COLLATE "C",
  ADD COLUMN additional_data_fields jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN batch_size             integer NOT NULL DEFAULT 100,
  ADD COLUMN rate_limit_ms          integer NOT NULL DEFAULT 0,
  ADD COLUMN met_at                 timestamptz,
  ADD COLUMN classified             boolean NOT NULL DEFAULT true;
-- What is refused from now on may stand in rows that somebody wrote: it becomes the nearest value that is not.
UPDATE equity_types SET
  category = CASE WHEN lower(category) IN ('stocks', 'etfs', 'other') THEN category ELSE 'Other' END,
  priority_level = greatest(0, least(1000, priority_level)),
  processing_rules = CASE WHEN jsonb_typeof(processing_rules) = 'object' THEN processing_rules
    ELSE jsonb_build_object('rules', processing_rules) END
WHERE lower(category) NOT IN ('stocks', 'etfs', 'other') OR priority_level NOT BETWEEN 0 AND 1000
  OR jsonb_typeof(processing_rules) <> 'object';
ALTER TABLE equity_types RENAME CONSTRAINT equity_types_update_frequency_check TO update_frequency_is_realtime_daily_or_manual;
ALTER TABLE equity_types
  ADD CONSTRAINT category_is_stocks_etfs_or_other CHECK (lower(category) IN ('stocks', 'etfs', 'other')),
  ADD CONSTRAINT priority_level_is_0_to_1000 CHECK (priority_level BETWEEN 0 AND 1000),
  ADD CONSTRAINT processing_rules_is_a_json_object CHECK (jsonb_typeof(processing_rules) = 'object'),
  ADD CONSTRAINT additional_data_fields_is_a_json_object CHECK (jsonb_typeof(additional_data_fields) = 'object'),
  ADD CONSTRAINT batch_size_is_1_to_10000 CHECK (batch_size BETWEEN 1 AND 10000),
  ADD CONSTRAINT rate_limit_ms_is_0_to_600000 CHECK (rate_limit_ms BETWEEN 0 AND 600000);
UPDATE equity_types SET classified = false
WHERE category = 'Other' AND update_frequency = 'manual' AND priority_level = 0 AND NOT loaded;

COMMENT ON TABLE equity_types IS 'listing: what drives how instruments are processed: a row for each type code of the vendor, and one for each processing class; operators may change rows (tickstock types set)';
COMMENT ON COLUMN equity_types.processing_class IS 'what class its instruments are of; a row of this name has the values that an instrument gets when it is put into the class by hand; null until the program fills it';
COMMENT ON COLUMN equity_types.update_frequency IS 'realtime: watched within the session, daily bars after it; daily: daily bars only; manual: only when asked for by name';
COMMENT ON COLUMN equity_types.priority_level IS 'the higher, the earlier its tasks are claimed';
COMMENT ON COLUMN equity_types.requires_eod_validation IS 'whether live minutes count only after the vendor''s final ones have replaced them';
COMMENT ON COLUMN equity_types.additional_data_fields IS 'what else is wanted; facts: columns of instrument that its instruments should have';
COMMENT ON COLUMN equity_types.batch_size IS 'most tasks of it in one transaction of a load';
COMMENT ON COLUMN equity_types.rate_limit_ms IS 'time between two tasks of it in a load, beside the vendor''s limit; 0 = none';
COMMENT ON COLUMN equity_types.met_at IS 'when a list of the vendor first had the code; null for codes that came with the program';
COMMENT ON COLUMN equity_types.classified IS 'somebody said what the code is';

CREATE TABLE instrument_class (
  instrument_id    integer PRIMARY KEY REFERENCES instrument,
  processing_class text NOT NULL COLLATE "C" REFERENCES equity_types (code),
  reason           text NOT NULL CONSTRAINT reason_is_given CHECK (reason <> ''),
  source           text NOT NULL,
  set_at           timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE instrument_class IS 'listing: instruments that are processed by the row of a class and not by that of their type';

-- audit ----------------------------------------------------------------------------------------------------------------
COMMENT ON TABLE audit IS 'audit: who decided what by hand, with the reason; never changed';

-- load -----------------------------------------------------------------------------------------------------------------
CREATE TABLE load_untracked (
  task_id bigint NOT NULL REFERENCES load_task,
  code    text NOT NULL COLLATE "C",
  bars    integer NOT NULL CHECK (bars > 0),
  PRIMARY KEY (task_id, code)
);
COMMENT ON TABLE load_untracked IS 'load: bars that a load of everything met and did not store, by the row of equity_types that says so';

ALTER TABLE load_task
  ADD COLUMN live_confirmed integer NOT NULL DEFAULT 0,
  ADD COLUMN live_corrected integer NOT NULL DEFAULT 0,
  ADD COLUMN live_added     integer NOT NULL DEFAULT 0,
  ADD COLUMN live_withdrawn integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN load_task.live_confirmed IS 'live minutes that final ones confirmed; corrected: that differed; added: that had been missed; withdrawn: that do not exist';
