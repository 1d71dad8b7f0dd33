-- Universes by rules: what a rule needs to know of an instrument, the rule of a universe, and why each member joined or left.

-- listing --------------------------------------------------------------------------------------------------------------
ALTER TABLE instrument
  ADD COLUMN class_shares       bigint,
  ADD COLUMN shares_as_of       date,
  ADD COLUMN market_cap_as_of   date,
  ADD COLUMN market_cap_missing text,
  ADD COLUMN market_cap_before  double precision,
  ADD COLUMN market_cap_band    text COLLATE "C";
-- What was known before was asked for with the details.
UPDATE instrument SET shares_as_of = (coalesce(details_at, updated_at) AT TIME ZONE 'America/New_York')::date
WHERE weighted_shares IS NOT NULL;
COMMENT ON COLUMN instrument.weighted_shares IS 'shares of all classes of the company converted to this one, on shares_as_of';
COMMENT ON COLUMN instrument.class_shares IS 'shares of this class alone, on shares_as_of; counted where weighted_shares is not known';
COMMENT ON COLUMN instrument.shares_as_of IS 'New York date since which the source has said this number of shares; later splits are applied when the market cap is computed';
COMMENT ON COLUMN instrument.market_cap IS 'US dollars: of a company shares times raw close, of a fund shares times NAV of one day; what the vendor said until it was computed first';
COMMENT ON COLUMN instrument.market_cap_as_of IS 'session of the close or day of the NAV; null: not computed yet';
COMMENT ON COLUMN instrument.market_cap_missing IS 'why the last computation gave none; an older value of a company stays with its date';
COMMENT ON COLUMN instrument.market_cap_before IS 'the market cap of the day before the present one that was computed';
COMMENT ON COLUMN instrument.market_cap_band IS 'mega, large, mid, small or micro by market-cap-bands.csv; kept until the market cap is 5 % beyond a boundary';

-- universe -------------------------------------------------------------------------------------------------------------
ALTER TABLE universe DROP CONSTRAINT universe_key_key;
ALTER TABLE universe ADD CONSTRAINT universe_kind_key UNIQUE (kind, key);
ALTER TABLE universe
  ADD COLUMN cache_name        text,
  ADD COLUMN rule              text,
  ADD COLUMN liquidity_filter  jsonb,
  ADD COLUMN threshold_percent numeric(4, 1) NOT NULL DEFAULT 5 CONSTRAINT threshold_percent_is_0_to_50 CHECK (threshold_percent BETWEEN 0 AND 50),
  ADD COLUMN rank_percent      numeric(4, 1) NOT NULL DEFAULT 10 CONSTRAINT rank_percent_is_0_to_100 CHECK (rank_percent BETWEEN 0 AND 100),
  ADD COLUMN refreshed_for     date;
UPDATE universe SET cache_name = name;
ALTER TABLE universe ALTER COLUMN cache_name SET NOT NULL;
UPDATE universe SET rule = 'theme ' || key
WHERE kind = 'etf_universe' AND key IN
  ('etf_inverse', 'etf_leveraged', 'etf_dividend', 'etf_bonds', 'etf_commodities', 'etf_technology', 'etf_sectors', 'etf_growth', 'etf_value',
   'etf_international', 'etf_broad_market');
COMMENT ON COLUMN universe.key IS 'as commands name it; unique among those of its kind';
COMMENT ON COLUMN universe.cache_name IS 'name of its entry for consumers, e.g. market_cap; several universes can share one';
COMMENT ON COLUMN universe.rule IS 'who belongs, e.g. stocks; sector = Technology; top 10 by market_cap; null: a list';
COMMENT ON COLUMN universe.liquidity_filter IS 'the rule''s conditions of size, trading and cost, e.g. {"min_aum": 1e9}, written from the rule; null: it has none';
COMMENT ON COLUMN universe.threshold_percent IS 'a member stays until a number is so many percent beyond the rule''s threshold';
COMMENT ON COLUMN universe.rank_percent IS 'a member of the top N stays until its rank is so many percent worse than N';
COMMENT ON COLUMN universe.refreshed_for IS 'latest day as of which the rule was applied';

ALTER TABLE universe_member ADD COLUMN rank integer;
COMMENT ON COLUMN universe_member.rank IS 'of a member by a rule top N its rank at the last refresh; others have none';

ALTER TABLE universe_change
  ADD COLUMN joined_why text[] NOT NULL DEFAULT '{}',
  ADD COLUMN left_why   text[] NOT NULL DEFAULT '{}';
COMMENT ON TABLE universe_change IS 'universe: what each refresh by rules and each decision by hand changed, or would have changed; never changed';
COMMENT ON COLUMN universe_change.joined_why IS 'why, in the order of joined; empty for changes before there were reasons';
COMMENT ON COLUMN universe_change.left_why IS 'why, in the order of left_it';
