-- What comparisons with a second source showed.

-- quality --------------------------------------------------------------------------------------------------------------
CREATE TABLE quality_comparison (
  id              integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source          text NOT NULL CONSTRAINT source_is_given CHECK (source <> ''),
  bar_interval    text NOT NULL CHECK (bar_interval IN ('day', 'minute')),
  first_date      date NOT NULL,
  last_date       date NOT NULL,
  seed            bigint NOT NULL,
  names           integer NOT NULL,
  sampled         bigint NOT NULL CHECK (sampled >= 0),
  agreed          bigint NOT NULL,
  disagreed       bigint NOT NULL,
  agreement_low   double precision,
  agreement_high  double precision,
  risky           bigint NOT NULL CHECK (risky >= 0),
  risky_agreed    bigint NOT NULL,
  risky_disagreed bigint NOT NULL,
  missing_here    bigint NOT NULL,
  missing_there   bigint NOT NULL,
  groups          jsonb NOT NULL DEFAULT '[]',
  new_findings    integer NOT NULL,
  resolved        integer NOT NULL,
  finished_at     timestamptz NOT NULL,
  CHECK (first_date <= last_date),
  CHECK (sampled = agreed + disagreed),
  CHECK (risky = risky_agreed + risky_disagreed)
);
CREATE INDEX quality_comparison_finished ON quality_comparison (finished_at);
COMMENT ON TABLE quality_comparison IS 'quality: comparisons of stored bars with another source';
COMMENT ON COLUMN quality_comparison.sampled IS 'bars of the sample that both sides have; risky: the same of bars in doubt';
COMMENT ON COLUMN quality_comparison.agreement_low IS 'lower end of the 95 % interval of agreed / sampled; null without a sample';
COMMENT ON COLUMN quality_comparison.missing_here IS 'rows of the source in the range for which no bar is stored; missing_there: sampled and risky bars that it lacks';
COMMENT ON COLUMN quality_comparison.groups IS 'the same counts by group (sampled, risky) and class';
