-- What sources say of funds, each value with its source and date, and what refreshing universes by rules did.

-- listing --------------------------------------------------------------------------------------------------------------
CREATE TABLE etf_fact (
  instrument_id integer NOT NULL REFERENCES instrument,
  fact          text NOT NULL COLLATE "C",
  source        text NOT NULL COLLATE "C" CONSTRAINT source_is_given CHECK (source <> ''),
  value         text NOT NULL CONSTRAINT value_is_given CHECK (value <> ''),
  number        numeric,
  unit          text NOT NULL CHECK (unit IN ('text', 'date', 'dollars', 'fraction', 'multiple', 'count')),
  as_of         date NOT NULL,
  recorded_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (instrument_id, fact, source),
  CHECK ((number IS NULL) = (unit IN ('text', 'date')))
);
COMMENT ON TABLE etf_fact IS 'listing: what a source says of a fund, its newest value; the columns of instrument have the newest of all sources';
COMMENT ON COLUMN etf_fact.value IS 'as text: words, a date as 2021-12-03, a number in digits';
COMMENT ON COLUMN etf_fact.number IS 'the value again, where it is a number';
COMMENT ON COLUMN etf_fact.unit IS 'fraction: 0.0009 is 0.09 %; multiple: -3 of a fund that goes against its index threefold';
COMMENT ON COLUMN etf_fact.as_of IS 'the day for which the source says it';

COMMENT ON COLUMN instrument.etf_type IS 'first theme that the rules put a fund into, without etf_: bonds, sectors, growth, …';
COMMENT ON COLUMN instrument.sector IS 'of a stock its sector; of a sector fund the sector whose stocks it holds';
COMMENT ON COLUMN instrument.etf_facts_source IS 'source of the newest of the fund''s facts; etf_fact has that of each';

CREATE INDEX instrument_etf_type ON instrument (etf_type, aum_millions DESC NULLS LAST, id) WHERE etf_type IS NOT NULL;
CREATE INDEX instrument_aum ON instrument (aum_millions DESC, id) WHERE aum_millions IS NOT NULL;
CREATE INDEX instrument_sector ON instrument (sector, id) WHERE sector IS NOT NULL;

-- universe -------------------------------------------------------------------------------------------------------------
CREATE TABLE universe_change (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  universe_id integer NOT NULL REFERENCES universe,
  changed_at  timestamptz NOT NULL DEFAULT now(),
  effective   date NOT NULL,
  state       text NOT NULL CHECK (state IN ('applied', 'held')),
  members     integer NOT NULL,
  joined      text[] NOT NULL,
  left_it     text[] NOT NULL,
  message     text NOT NULL DEFAULT ''
);
CREATE INDEX universe_change_universe ON universe_change (universe_id, id);
COMMENT ON TABLE universe_change IS 'universe: what each refresh by rules changed, or would have changed; never changed';
COMMENT ON COLUMN universe_change.members IS 'how many belonged before';
COMMENT ON COLUMN universe_change.state IS 'held: too much would have left, so nothing was changed';
