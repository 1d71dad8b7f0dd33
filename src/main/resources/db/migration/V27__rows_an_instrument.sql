-- How many rows an instrument has, about. A database that began with five instruments would else be planned for as if each held a fifth of all
-- rows, and be read from end to end for each of thousands that came since; ANALYZE comes too late for a load of a few seconds.

-- bars -----------------------------------------------------------------------------------------------------------------
ALTER TABLE bar_daily ALTER COLUMN instrument_id SET (n_distinct = -0.005);
ALTER TABLE bar_daily_adjusted ALTER COLUMN instrument_id SET (n_distinct = -0.005);
ALTER TABLE minute_session ALTER COLUMN instrument_id SET (n_distinct = -0.005);
