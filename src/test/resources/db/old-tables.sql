-- The tables of the TickStock system before this one, in schema public, with a few rows and grants. Made by hand from its documentation.
CREATE TABLE public.symbols (
  symbol varchar(20) PRIMARY KEY, name varchar(100), exchange varchar(20), last_updated timestamp DEFAULT CURRENT_TIMESTAMP,
  market varchar(20), locale varchar(10), currency_name varchar(10), currency_symbol varchar(5), type varchar(20),
  active boolean DEFAULT true, cik varchar(20), composite_figi varchar(50), share_class_figi varchar(50), last_updated_utc timestamptz,
  market_cap bigint, weighted_shares_outstanding bigint, sic_code varchar(10), sic_description text, sector varchar(50),
  industry varchar(100), country varchar(5) DEFAULT 'US', total_employees integer, list_date date, sic_updated_at timestamp,
  etf_type varchar(50), aum_millions decimal(12, 2), expense_ratio decimal(5, 4), underlying_index varchar(100),
  correlation_reference varchar(10), fmv_supported boolean DEFAULT false, creation_unit_size integer, dividend_frequency varchar(20),
  inception_date date, net_assets bigint, primary_exchange varchar(20), issuer varchar(100), average_spread decimal(8, 6),
  daily_volume_avg bigint, premium_discount_avg decimal(6, 4), tracking_error decimal(8, 6)
);
CREATE INDEX idx_symbols_etf ON public.symbols (etf_type, market, active) WHERE etf_type IS NOT NULL;
CREATE TABLE public.symbols_related_tickers (
  id serial PRIMARY KEY, symbol varchar(20) REFERENCES public.symbols ON DELETE CASCADE, related_symbol varchar(20),
  UNIQUE (symbol, related_symbol)
);
CREATE VIEW public.v_etf_summary AS SELECT symbol, name, etf_type, expense_ratio FROM public.symbols WHERE type = 'ETF';
CREATE TABLE public.ohlcv_daily (
  symbol varchar(20) NOT NULL REFERENCES public.symbols, date date NOT NULL, open numeric(10, 4), high numeric(10, 4),
  low numeric(10, 4), close numeric(10, 4), volume bigint, created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (symbol, date)
);
CREATE INDEX idx_ohlcv_daily_symbol_date ON public.ohlcv_daily (symbol, date DESC);
CREATE TABLE public.ohlcv_1min (
  symbol varchar(20) NOT NULL, "timestamp" timestamptz NOT NULL, open numeric(10, 4), high numeric(10, 4), low numeric(10, 4),
  close numeric(10, 4), volume bigint, PRIMARY KEY (symbol, "timestamp")
);
CREATE INDEX idx_ohlcv_1min_symbol_timestamp ON public.ohlcv_1min (symbol, "timestamp" DESC);
CREATE TABLE public.cache_entries (
  id serial PRIMARY KEY, type varchar(50) NOT NULL, name varchar(100) NOT NULL, key varchar(100) NOT NULL, value jsonb NOT NULL,
  environment varchar(10) NOT NULL, created_at timestamp DEFAULT CURRENT_TIMESTAMP, updated_at timestamp,
  UNIQUE (type, name, key, environment)
);
CREATE TABLE public.equity_types (
  category varchar(50), code varchar(10) PRIMARY KEY, description varchar(100), why_include text, update_frequency varchar(20)
);

INSERT INTO public.symbols (symbol, name, exchange, market, locale, type, market_cap, etf_type) VALUES
  ('AAPL', 'Apple Inc.', 'XNAS', 'stocks', 'us', 'CS', 3000000000000, NULL),
  ('FB', 'Facebook, Inc.', 'XNAS', 'stocks', 'us', 'CS', 500000000000, NULL),
  ('TEST_CRASH', 'A test scenario', NULL, 'stocks', 'us', 'CS', NULL, NULL),
  ('SPY', 'SPDR S&P 500 ETF Trust', 'ARCX', 'stocks', 'us', 'ETF', NULL, 'broad');
INSERT INTO public.symbols_related_tickers (symbol, related_symbol) VALUES ('AAPL', 'MSFT');
INSERT INTO public.ohlcv_daily (symbol, date, open, high, low, close, volume, created_at)
SELECT s.symbol, d::date, 100.25, 101.5, 99.125, 100.75, 1000 + extract(doy FROM d)::int, timestamptz '2025-01-02 12:00Z'
FROM public.symbols s, generate_series(date '2024-01-02', date '2024-01-31', interval '1 day') AS d WHERE extract(isodow FROM d) < 6;
INSERT INTO public.ohlcv_1min (symbol, "timestamp", open, high, low, close, volume)
SELECT s.symbol, t, 100.25, 101.5, 99.125, 100.75, 500
FROM (VALUES ('AAPL'), ('SPY')) AS s (symbol),
     generate_series(timestamptz '2024-01-31 14:30Z', timestamptz '2024-01-31 20:59Z', interval '1 minute') AS t;
INSERT INTO public.cache_entries (type, name, key, value, environment) VALUES
  ('app_settings', 'app_settings', 'SECRET_KEY', '"not told"', 'DEFAULT'),
  ('app_settings', 'app_settings', 'MAX_LOGIN_ATTEMPTS', '{"value": 5}', 'DEFAULT'),
  ('stock_universe', 'Dev Top 10 Stocks', 'dev_top_10', '{"stocks": [{"ticker": "AAPL"}]}', 'DEFAULT');
INSERT INTO public.equity_types (category, code, description, update_frequency) VALUES ('Stocks', 'CS', 'Common Stock', 'Per-Minute');

GRANT SELECT ON public.symbols, public.ohlcv_daily, public.ohlcv_1min, public.cache_entries TO app_readonly;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.symbols, public.ohlcv_daily, public.ohlcv_1min, public.cache_entries TO app_readwrite;
