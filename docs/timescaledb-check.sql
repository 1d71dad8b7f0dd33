-- Run by timescaledb-check.sh, in a database that has the migrations and nothing else. Each check prints PASS or FAIL and what it saw.
SET TimeZone = 'UTC';

SELECT CASE WHEN count(*) = 1 THEN 'PASS' ELSE 'FAIL' END || ' bar_minute is a hypertable' FROM timescaledb_information.hypertables
WHERE hypertable_schema = 'tickstock' AND hypertable_name = 'bar_minute';
SELECT CASE WHEN time_interval = interval '7 days' THEN 'PASS' ELSE 'FAIL' END || ' chunks span ' || time_interval
FROM timescaledb_information.dimensions WHERE hypertable_schema = 'tickstock' AND hypertable_name = 'bar_minute';
SELECT CASE WHEN count(*) = 1 THEN 'PASS' ELSE 'FAIL' END || ' compression is by instrument' FROM timescaledb_information.compression_settings
WHERE hypertable_schema = 'tickstock' AND hypertable_name = 'bar_minute' AND attname = 'instrument_id' AND segmentby_column_index = 1;
SELECT CASE WHEN count(*) = 1 THEN 'PASS' ELSE 'FAIL' END || ' a policy compresses old chunks' FROM timescaledb_information.jobs
WHERE hypertable_schema = 'tickstock' AND hypertable_name = 'bar_minute' AND proc_name IN ('policy_compression', 'policy_columnstore');
SELECT CASE WHEN ensure_bar_minute('2024-01-01', '2024-12-31') = 0 THEN 'PASS' ELSE 'FAIL' END || ' no partitions are made on a hypertable';

-- 20 instruments × 25 weekdays × 400 minutes, from 14:30 to 21:09 UTC.
INSERT INTO instrument (active, source) SELECT true, 'check' FROM generate_series(1, 21);
INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, 'T' || id, 'listed', 'check' FROM instrument;
INSERT INTO bar_minute (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)
SELECT id, 1, day + minute * interval '1 minute', 10, 11, 9, 10, 100, now(), 7, false
FROM generate_series(1, 20) AS id, generate_series(0, 399) AS minute,
     generate_series(timestamptz '2024-01-02 14:30Z', timestamptz '2024-02-05 14:30Z', interval '1 day') AS day
WHERE extract(isodow FROM day) < 6
ORDER BY 1, 3;
SELECT CASE WHEN count(*) = 200000 THEN 'PASS' ELSE 'FAIL' END || ' loaded ' || count(*) FROM bar_minute;
SELECT count(compress_chunk(chunk)) AS compressed FROM show_chunks('tickstock.bar_minute') AS chunk \gset
SELECT CASE WHEN count(*) >= 5 AND bool_and(is_compressed) THEN 'PASS' ELSE 'FAIL' END || ' compressed ' || count(*) || ' chunks'
FROM timescaledb_information.chunks WHERE hypertable_schema = 'tickstock' AND hypertable_name = 'bar_minute';
SELECT CASE WHEN count(*) = 200000 AND sum(close) = 2000000 THEN 'PASS' ELSE 'FAIL' END || ' compressed rows are all there: ' || count(*) FROM bar_minute;

-- Late bars: a changed value for each bar of one week, and ten minutes that were missing, as the program writes them.
BEGIN;
SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0;
CREATE TEMP TABLE staged ON COMMIT DROP AS
SELECT id AS instrument_id, day + minute * interval '1 minute' AS start, 10.5::double precision AS close
FROM generate_series(1, 20) AS id, generate_series(0, 409) AS minute,
     generate_series(timestamptz '2024-01-08 14:30Z', timestamptz '2024-01-12 14:30Z', interval '1 day') AS day;
INSERT INTO bar_minute AS b (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)
SELECT instrument_id, 2, start, 10, 11, 9, close, 100, now(), 7, false FROM staged ORDER BY instrument_id, start
ON CONFLICT (instrument_id, start) DO UPDATE SET run_id = excluded.run_id, close = excluded.close
WHERE b.close IS DISTINCT FROM excluded.close;
COMMIT;
SELECT CASE WHEN count(*) = 41000 THEN 'PASS' ELSE 'FAIL' END || ' upserted ' || count(*) || ' late bars into a compressed chunk'
FROM bar_minute WHERE run_id = 2 AND close = 10.5;

-- Locking cells without changing them, then updating them: the staged way of storing.
BEGIN;
SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0;
CREATE TEMP TABLE due ON COMMIT DROP AS
SELECT instrument_id, start FROM bar_minute WHERE start >= '2024-01-16' AND start < '2024-01-17' ORDER BY instrument_id, start;
INSERT INTO bar_minute AS b (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)
SELECT instrument_id, 3, start, 10, 11, 9, 10, 100, now(), 7, false FROM due ORDER BY instrument_id, start
ON CONFLICT (instrument_id, start) DO UPDATE SET run_id = excluded.run_id WHERE false;
UPDATE bar_minute b SET close = 10.75, run_id = 3 FROM due WHERE b.instrument_id = due.instrument_id AND b.start = due.start;
COMMIT;
SELECT CASE WHEN count(*) = 8000 THEN 'PASS' ELSE 'FAIL' END || ' locked and updated ' || count(*) || ' bars of a compressed chunk'
FROM bar_minute WHERE run_id = 3 AND close = 10.75;

-- Bulk copies into a compressed chunk, of an instrument that has nothing there: text, then binary.
CREATE TEMP TABLE repair AS
SELECT 21 AS instrument_id, 4 AS run_id, day + minute * interval '1 minute' AS start, 10::double precision AS open,
       11::double precision AS high, 9::double precision AS low, 10::double precision AS close, 100::double precision AS volume,
       now() AS known_from, 7::smallint AS source, false AS provisional
FROM generate_series(0, 399) AS minute, generate_series(timestamptz '2024-01-22 14:30Z', timestamptz '2024-01-26 14:30Z', interval '1 day') AS day;
\set text_file :work '/repair.txt'
\set binary_file :work '/repair.bin'
\set columns '(instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)'
SELECT format('\copy (SELECT * FROM repair WHERE start < %L ORDER BY start) TO %L', '2024-01-24', :'text_file') AS out_text,
       format('\copy (SELECT * FROM repair WHERE start >= %L ORDER BY start) TO %L (FORMAT binary)', '2024-01-24', :'binary_file') AS out_binary,
       format('\copy bar_minute %s FROM %L', :'columns', :'text_file') AS in_text,
       format('\copy bar_minute %s FROM %L (FORMAT binary)', :'columns', :'binary_file') AS in_binary \gset
\set script :work '/copy.sql'
\o :script
\qecho :out_text
\qecho :out_binary
\qecho BEGIN;
\qecho SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0;
\qecho :in_text
\qecho :in_binary
\qecho COMMIT;
\o
\i :script
SELECT CASE WHEN count(*) = 2000 THEN 'PASS' ELSE 'FAIL' END || ' copied ' || count(*) || ' bars into a compressed chunk, as text and binary'
FROM bar_minute WHERE run_id = 4;

-- Readers, and a live minute into an old chunk.
INSERT INTO ohlcv_1min (symbol, timestamp, open, high, low, close, volume) VALUES ('T1', '2024-01-30 22:00Z', 10, 11, 9, 10.25, 5);
SELECT CASE WHEN count(*) = 1 THEN 'PASS' ELSE 'FAIL' END || ' a live minute goes into a compressed chunk' FROM bar_minute WHERE source = 6;
SELECT CASE WHEN count(*) = 100 AND max(timestamp) = '2024-02-05 21:09Z' THEN 'PASS' ELSE 'FAIL' END || ' the view gives the newest 100 minutes'
FROM (SELECT timestamp FROM ohlcv_1min WHERE symbol = 'T1' ORDER BY timestamp DESC LIMIT 100) AS newest;
SELECT CASE WHEN count(*) = 100 THEN 'PASS' ELSE 'FAIL' END || ' ohlcv_latest gives 100 minutes' FROM ohlcv_latest('T1', 'minute', 100);

SELECT CASE WHEN count(*) = 202000 + 1000 + 1 THEN 'PASS' ELSE 'FAIL' END || ' in the end there are ' || count(*) || ' bars' FROM bar_minute;
SELECT count(compress_chunk(chunk, if_not_compressed => true)) AS again FROM show_chunks('tickstock.bar_minute') AS chunk \gset
SELECT CASE WHEN count(*) = 203001 AND count(DISTINCT (instrument_id, start)) = 203001 THEN 'PASS' ELSE 'FAIL' END || ' compressed again, each bar is there once'
FROM bar_minute;
