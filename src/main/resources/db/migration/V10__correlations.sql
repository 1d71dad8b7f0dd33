-- How funds move with the market: correlation and beta to a few benchmarks, and what readers see of it.

-- universe -------------------------------------------------------------------------------------------------------------
CREATE TABLE etf_correlation (
  instrument_id   integer NOT NULL REFERENCES instrument,
  benchmark_id    integer NOT NULL REFERENCES instrument,
  window_sessions smallint NOT NULL CHECK (window_sessions > 0),
  as_of           date NOT NULL,
  correlation     double precision CHECK (correlation BETWEEN -1 AND 1),
  beta            double precision,
  overlap         integer NOT NULL CHECK (overlap BETWEEN 0 AND window_sessions),
  missing_reason  text CHECK (missing_reason IN ('too_few_sessions', 'does_not_move')),
  PRIMARY KEY (instrument_id, benchmark_id, window_sessions, as_of),
  CHECK (instrument_id <> benchmark_id),
  CHECK ((correlation IS NULL) = (beta IS NULL) AND (correlation IS NULL) = (missing_reason IS NOT NULL))
);
COMMENT ON TABLE etf_correlation IS 'universe: correlation and beta of funds to a benchmark over the log returns of a window of sessions, adjusted for splits and dividends';
COMMENT ON COLUMN etf_correlation.as_of IS 'the last session of the window';
COMMENT ON COLUMN etf_correlation.beta IS 'covariance over the variance of the benchmark';
COMMENT ON COLUMN etf_correlation.overlap IS 'returns that both have in the window';
COMMENT ON COLUMN etf_correlation.missing_reason IS 'why there is no number: overlap below 90 % of the window, or one of the two prices never changed';
CREATE INDEX etf_correlation_as_of ON etf_correlation (as_of, benchmark_id, window_sessions);

CREATE VIEW etf_correlation_latest AS
SELECT h.symbol, b.symbol AS benchmark, c.window_sessions, c.as_of, c.correlation, c.beta, c.overlap, c.missing_reason
FROM etf_correlation c
JOIN ticker_holder h ON h.instrument_id = c.instrument_id
JOIN ticker_holder b ON b.instrument_id = c.benchmark_id
WHERE c.as_of = (SELECT max(as_of) FROM etf_correlation);
COMMENT ON VIEW etf_correlation_latest IS 'universe: for readers, the correlations of the newest session for which they were computed';
