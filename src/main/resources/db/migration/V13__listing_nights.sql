-- Nights that count by date whatever list told them, new listings that are waited for without end, and types whose frequency decides.

ALTER TABLE listing_absence ADD COLUMN last_absent date;
UPDATE listing_absence SET last_absent = greatest(
  first_absent, (SELECT max(as_of) FROM listing_list WHERE verdict = 'taken'));
ALTER TABLE listing_absence ALTER COLUMN last_absent SET NOT NULL;
COMMENT ON COLUMN listing_absence.nights IS 'different dates of lists in a row without it, whatever source they are of';
COMMENT ON COLUMN listing_absence.last_absent IS 'date of the last one that was counted';

ALTER TABLE new_listing ADD COLUMN asked_at timestamptz;
UPDATE new_listing SET asked_at = coalesce(finished_at, now()) WHERE attempts > 0;
ALTER TABLE new_listing DROP CONSTRAINT new_listing_state_check;
ALTER TABLE new_listing ADD CONSTRAINT new_listing_state_check
  CHECK (state IN ('waiting', 'complete', 'partial', 'failed', 'stuck', 'not_loaded'));
DROP INDEX new_listing_open;
CREATE INDEX new_listing_open ON new_listing (listed_on) WHERE state NOT IN ('complete', 'not_loaded');
COMMENT ON COLUMN new_listing.state IS 'waiting: no bar of it yet; stuck: asked for many times and not complete, somebody should look; not_loaded: equity_types says that its type is not';
COMMENT ON COLUMN new_listing.asked_at IS 'when its bars were last asked for';

-- From now on a manual type is never loaded with all others: what was, stays.
UPDATE equity_types SET
  update_frequency = 'daily',
  processing_class = CASE WHEN processing_class = 'MANUAL' THEN 'STOCK_EOD' ELSE processing_class END
WHERE loaded AND update_frequency = 'manual';
COMMENT ON COLUMN equity_types.update_frequency IS 'realtime: watched within the session, daily bars after it; daily: daily bars only; manual: only when asked for by name, never with all others';
COMMENT ON COLUMN equity_types.processing_rules IS 'kept for applications of the older TickStock; this program reads nothing of it';
