-- Daily bars that are not final yet, to be found without reading all the others: coverage of a whole market reads keys only.
-- Writes of daily bars wait while the table is read once.

-- bars -----------------------------------------------------------------------------------------------------------------
CREATE INDEX bar_daily_provisional ON bar_daily (instrument_id, session) WHERE provisional;
