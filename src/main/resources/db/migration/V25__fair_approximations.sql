-- The vendor's fair market values of instruments that no bar of the session stands for.

-- bars -----------------------------------------------------------------------------------------------------------------
CREATE TABLE fair_approximation (
  instrument_id integer NOT NULL REFERENCES instrument (id),
  session       date NOT NULL,
  fmv           double precision NOT NULL CHECK (fmv > 0 AND fmv < 'Infinity'),
  fmv_at        timestamptz NOT NULL,
  PRIMARY KEY (instrument_id, session)
);
COMMENT ON TABLE fair_approximation IS 'bars: fair market values of instruments without a bar of the session: estimates in US dollars as of the session, never closes';
COMMENT ON COLUMN fair_approximation.fmv_at IS 'when the vendor computed it';

CREATE VIEW ohlcv_daily_approximations AS
SELECT h.symbol::ticker AS symbol, f.session AS date, f.fmv::numeric AS fmv, f.fmv_at
FROM ticker_holder h
JOIN fair_approximation f ON f.instrument_id = h.instrument_id AND f.instrument_id = ticker_id(h.symbol)
WHERE NOT EXISTS (SELECT FROM bar_daily b WHERE b.instrument_id = f.instrument_id AND b.session = f.session);
COMMENT ON VIEW ohlcv_daily_approximations IS 'bars: for readers, estimates for sessions without an official print; no close, and in no other view';
