// The vendor's own JavaScript client against the simulator: every family of calls that TickStock
// needs, pages followed by the client itself.
//
//   npm install
//   node check.mjs http://127.0.0.1:9911
//
// Keys: `large` on the plan business, `small` on basic. A simulator that takes any key passes too,
// but for the checks of plans, which are skipped then. Exit code 1 when a check fails.
import assert from 'node:assert/strict';
import { restClient } from '@massive.com/client-js';

const base = (process.argv[2] ?? 'http://127.0.0.1:9911').replace(/\/+$/, '');
const rest = restClient('large', base);
const paged = restClient('large', base, { pagination: true });
const small = restClient('small', base);

const DAY = { stocksTicker: 'AAPL', multiplier: 1, timespan: 'day' };
const MARCH = { from: '2026-03-01', to: '2026-03-31', adjusted: false, sort: 'asc' };
const MINUTE = { stocksTicker: 'SPY', multiplier: 1, timespan: 'minute' };
const WEEK = { from: '2026-03-02', to: '2026-03-06', adjusted: false, sort: 'asc' };
const newYork = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'medium' });
const local = (millis) => newYork.format(new Date(millis));

let passed = 0;
const failed = [];
const skipped = [];

class Skipped extends Error {}

async function check(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok    ${name}`);
  } catch (e) {
    if (e instanceof Skipped) {
      skipped.push(name);
      console.log(`skip  ${name}: ${e.message}`);
    } else {
      failed.push(name);
      console.log(`FAIL  ${name}: ${e.message.split('\n').slice(0, 6).join(' | ')}`);
    }
  }
}

/** The answer of a call that must be refused. */
async function refused(status, call) {
  try {
    await call();
  } catch (e) {
    assert.equal(e.response?.status, status, e.message);
    return e.response;
  }
  assert.fail(`expected ${status}, but it was answered`);
}

/** The envelope of a list. */
function rows(answer, fields = []) {
  assert.equal(answer.status, 'OK');
  assert.equal(typeof answer.request_id, 'string');
  assert.ok(Array.isArray(answer.results), 'no results');
  if ('count' in answer) assert.equal(answer.count, answer.results.length, 'count');
  for (const row of answer.results) {
    for (const [field, type] of Object.entries(fields)) {
      assert.equal(typeof row[field], type, `${field} of ${JSON.stringify(row)}`);
    }
  }
  return answer.results;
}

/** The envelope of an answer with bars. */
function bars(answer, ticker) {
  assert.ok(['OK', 'DELAYED'].includes(answer.status));
  assert.equal(typeof answer.request_id, 'string');
  if (ticker) assert.equal(answer.ticker, ticker);
  assert.equal(typeof answer.adjusted, 'boolean');
  assert.equal(answer.resultsCount, answer.results.length);
  assert.equal(answer.count, answer.results.length);
  for (const bar of answer.results) {
    for (const field of 'ohlcvt') assert.equal(typeof bar[field], 'number', `${field} of ${JSON.stringify(bar)}`);
    assert.ok(bar.l <= Math.min(bar.o, bar.c) && bar.h >= Math.max(bar.o, bar.c) && bar.l > 0);
    assert.ok(Number.isInteger(bar.t));
    if ('n' in bar) assert.ok(Number.isInteger(bar.n));
  }
  return answer.results;
}

const times = (list) => list.map((b) => b.t);
const ascending = (list) => list.every((v, i) => i === 0 || list[i - 1] <= v);
const descending = (list) => list.every((v, i) => i === 0 || list[i - 1] >= v);

console.log('-- custom bars');
await check('days: midnight in New York, before and after the change of the clocks', async () => {
  const found = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH }), 'AAPL');
  assert.equal(found.length, 22);
  assert.ok(found.every((b) => local(b.t).endsWith('00:00:00')));
  assert.equal(new Date(found[4].t).toISOString(), '2026-03-06T05:00:00.000Z');
  assert.equal(new Date(found[5].t).toISOString(), '2026-03-09T04:00:00.000Z');
});
await check('days: newest first', async () => {
  const up = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH }));
  const down = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, sort: 'desc' }));
  assert.deepEqual(down.toReversed(), up);
});
await check('days: adjusted unless asked otherwise, and not as traded before a split', async () => {
  const range = { from: '2020-08-24', to: '2020-08-28' };
  const adjusted = await rest.getStocksAggregates({ ...DAY, ...range });
  const raw = await rest.getStocksAggregates({ ...DAY, ...range, adjusted: false });
  assert.equal(adjusted.adjusted, true);
  assert.equal(raw.adjusted, false);
  const ratio = bars(raw)[0].c / bars(adjusted)[0].c;
  assert.ok(Math.abs(ratio - 4) < 0.01, `ratio ${ratio}`);
  assert.ok(Math.abs(adjusted.results[0].v / raw.results[0].v - 4) < 0.01);
});
await check('days: a limit cuts, the page says so', async () => {
  const page = await rest.getStocksAggregates({ ...DAY, ...MARCH, limit: 5 });
  assert.equal(bars(page).length, 5);
  assert.equal(page.queryCount, 5);
  const next = new URL(page.next_url);
  assert.equal(next.origin, new URL(base).origin);
  assert.ok(next.searchParams.has('cursor'));
  assert.ok(!page.next_url.includes('apiKey'));
  assert.match(next.pathname, /\/range\/1\/day\/\d{13}\/2026-03-31$/);
});
await check('days: the client follows the pages', async () => {
  const all = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH }));
  const walked = await paged.getStocksAggregates({ ...DAY, ...MARCH, limit: 5 });
  const found = walked.results.toSorted((a, b) => a.t - b.t); // the client puts later pages first
  assert.deepEqual(found, all);
  assert.equal(walked.count, all.length);
});
await check('days: the client follows the pages backwards', async () => {
  const all = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH }));
  const walked = await paged.getStocksAggregates({ ...DAY, ...MARCH, sort: 'desc', limit: 7 });
  assert.deepEqual(walked.results.toSorted((a, b) => a.t - b.t), all);
});
await check('days: milliseconds in place of dates', async () => {
  const found = bars(await rest.getStocksAggregates({
    ...DAY, ...MARCH, from: String(Date.parse('2026-03-04T05:00Z')), to: String(Date.parse('2026-03-05T05:00Z')) }));
  assert.deepEqual(found.map((b) => local(b.t).slice(0, 10)), ['2026-03-04', '2026-03-05']);
});
await check('minutes: extended hours, whole minutes, one day', async () => {
  const found = bars(await rest.getStocksAggregates({ ...MINUTE, ...WEEK, to: '2026-03-02', limit: 50000 }), 'SPY');
  assert.ok(found.length > 390 && found.length <= 960, `${found.length} bars`);
  assert.ok(found.every((b) => b.t % 60000 === 0));
  const hours = found.map((b) => local(b.t).slice(11));
  assert.ok(hours.every((h) => h >= '04:00:00' && h < '20:00:00'));
  assert.ok(hours.some((h) => h < '09:30:00') && hours.some((h) => h >= '16:00:00'));
});
await check('minutes: the client follows the pages', async () => {
  const all = bars(await rest.getStocksAggregates({ ...MINUTE, ...WEEK, limit: 50000 }));
  const walked = await paged.getStocksAggregates({ ...MINUTE, ...WEEK, limit: 700 });
  assert.ok(all.length > 1400);
  assert.deepEqual(walked.results.toSorted((a, b) => a.t - b.t), all);
});
await check('minutes: volumes with fractions and exact counts', async () => {
  const found = bars(await rest.getStocksAggregates({ ...MINUTE, ...WEEK, limit: 50000 }));
  assert.ok(found.some((b) => !Number.isInteger(b.v)), 'no fractional volume');
});
await check('hours: the limit counts minutes, a cut hour comes with the next page', async () => {
  const range = { ...MINUTE, timespan: 'hour', ...WEEK };
  const all = await rest.getStocksAggregates({ ...range, limit: 50000 });
  assert.ok(all.queryCount > all.resultsCount);
  assert.ok(bars(all).every((b) => b.t % 3600000 === 0));
  const walked = await paged.getStocksAggregates({ ...range, limit: 100 });
  assert.deepEqual(walked.results.toSorted((a, b) => a.t - b.t), all.results);
});
await check('five minutes at a time', async () => {
  const found = bars(await rest.getStocksAggregates({ ...MINUTE, multiplier: 5, ...WEEK, to: '2026-03-02', limit: 50000 }));
  assert.ok(found.every((b) => b.t % 300000 === 0));
});
await check('weeks start on Sunday and the ends move to whole weeks', async () => {
  const found = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, timespan: 'week', from: '2026-03-04', to: '2026-03-10' }));
  assert.deepEqual(found.map((b) => local(b.t)), ['2026-03-01 00:00:00', '2026-03-08 00:00:00']);
});
await check('months start on the first', async () => {
  const found = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, timespan: 'month', from: '2026-01-15', to: '2026-03-10' }));
  assert.deepEqual(found.map((b) => local(b.t).slice(0, 10)), ['2026-01-01', '2026-02-01', '2026-03-01']);
});
await check('quarters and years', async () => {
  const quarters = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, timespan: 'quarter', from: '2025-02-01', to: '2025-09-01' }));
  assert.deepEqual(quarters.map((b) => local(b.t).slice(0, 10)), ['2025-01-01', '2025-04-01', '2025-07-01']);
  const years = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, timespan: 'year', from: '2023-02-01', to: '2024-09-01' }));
  assert.deepEqual(years.map((b) => local(b.t).slice(0, 10)), ['2023-01-01', '2024-01-01']);
});
await check('a weekend has no results', async () => {
  const answer = await rest.getStocksAggregates({ ...DAY, ...MARCH, from: '2026-03-07', to: '2026-03-08' });
  assert.equal(answer.status, 'OK');
  assert.equal(answer.resultsCount, 0);
  assert.equal(answer.queryCount, 0);
  assert.ok(!('results' in answer) && !('next_url' in answer));
});
await check('an unknown ticker has no results and is no error', async () => {
  for (const client of [rest, paged]) {
    const answer = await client.getStocksAggregates({ ...DAY, ...MARCH, stocksTicker: 'NOPE1' });
    assert.equal(answer.ticker, 'NOPE1');
    assert.equal(answer.resultsCount, 0);
    assert.ok(!('results' in answer));
  }
});
await check('tickers by case', async () => {
  const answer = await rest.getStocksAggregates({ ...DAY, ...MARCH, stocksTicker: 'aapl' });
  assert.equal(answer.resultsCount, 0);
  assert.ok(bars(await rest.getStocksAggregates({ ...DAY, ...MARCH, stocksTicker: 'BRK.B' })).length > 20);
});
await check('bad dates, limits, timespans and orders are refused with 400', async () => {
  for (const bad of [{ from: '2026-13-01' }, { limit: 50001 }, { limit: 0 }, { timespan: 'decade' },
    { sort: 'up' }, { multiplier: 0 }, { from: '2026-04-01' }, { adjusted: 'maybe' }]) {
    const { data } = await refused(400, () => rest.getStocksAggregates({ ...DAY, ...MARCH, ...bad }));
    assert.equal(data.status, 'ERROR');
    assert.equal(typeof data.error, 'string');
    assert.equal(typeof data.request_id, 'string');
  }
});

console.log('-- one day of all, one day of one');
await check('grouped: the whole market, 16:00 in New York, without a top-level ticker', async () => {
  const answer = await rest.getGroupedStocksAggregates({ date: '2026-03-06', adjusted: false });
  const found = bars(answer);
  assert.ok(found.length > 9000);
  assert.ok(!('ticker' in answer) && !('next_url' in answer));
  assert.ok(found.every((b) => typeof b.T === 'string' && local(b.t) === '2026-03-06 16:00:00'));
});
await check('grouped: over-the-counter only when asked', async () => {
  const without = await rest.getGroupedStocksAggregates({ date: '2026-03-06' });
  const all = await rest.getGroupedStocksAggregates({ date: '2026-03-06', includeOtc: true });
  assert.equal(without.adjusted, true);
  assert.ok(all.resultsCount > without.resultsCount);
  assert.ok(all.results.some((b) => b.otc === true) && !without.results.some((b) => 'otc' in b));
});
await check('grouped: a holiday has no results', async () => {
  const answer = await rest.getGroupedStocksAggregates({ date: '2025-12-25' });
  assert.equal(answer.resultsCount, 0);
  assert.ok(!('results' in answer));
});
await check('grouped agrees with the custom bar', async () => {
  const all = await rest.getGroupedStocksAggregates({ date: '2026-03-06', adjusted: false });
  const { T, t, ...grouped } = all.results.find((b) => b.T === 'AAPL');
  const one = await rest.getStocksAggregates({ ...DAY, ...MARCH, from: '2026-03-06', to: '2026-03-06' });
  const { t: start, ...custom } = one.results[0];
  assert.deepEqual(grouped, custom);
  assert.equal(t - start, 16 * 3600000);
});
await check('previous day: one bar with T, 16:00 in New York', async () => {
  const [bar, ...others] = bars(await rest.getPreviousStocksAggregates({ stocksTicker: 'AAPL' }), 'AAPL');
  assert.equal(others.length, 0);
  assert.equal(bar.T, 'AAPL');
  assert.ok(local(bar.t).endsWith('16:00:00'));
  assert.ok(bar.t < Date.now());
});
await check('previous day of an unknown ticker has no results', async () => {
  const answer = await rest.getPreviousStocksAggregates({ stocksTicker: 'NOPE1' });
  assert.equal(answer.resultsCount, 0);
});
await check('open and close: the body is the object', async () => {
  const day = await rest.getStocksOpenClose({ stocksTicker: 'AAPL', date: '2026-03-06', adjusted: false });
  assert.equal(day.status, 'OK');
  assert.equal(day.symbol, 'AAPL');
  assert.equal(day.from, '2026-03-06');
  for (const field of ['open', 'high', 'low', 'close', 'volume', 'preMarket', 'afterHours']) {
    assert.equal(typeof day[field], 'number', field);
  }
});
await check('open and close agree with the minutes, also before the open and after the close', async () => {
  const day = await rest.getStocksOpenClose({ stocksTicker: 'AAPL', date: '2026-03-06', adjusted: false });
  const minutes = bars(await rest.getStocksAggregates({ ...MINUTE, ...WEEK, stocksTicker: 'AAPL', from: '2026-03-06', limit: 50000 }));
  const at = (bar) => local(bar.t).slice(11);
  const regular = minutes.filter((b) => at(b) >= '09:30:00' && at(b) < '16:00:00');
  assert.equal(day.preMarket, minutes[0].o);
  assert.equal(day.afterHours, minutes.at(-1).c);
  assert.equal(day.open, regular[0].o);
  assert.equal(day.close, regular.at(-1).c);
  assert.equal(day.high, Math.max(...regular.map((b) => b.h)));
  assert.equal(day.low, Math.min(...regular.map((b) => b.l)));
});
await check('open and close without a session: 404', async () => {
  for (const [ticker, date] of [['AAPL', '2026-03-07'], ['AAPL', '2025-12-25'], ['NOPE1', '2026-03-06']]) {
    const { data } = await refused(404, () => rest.getStocksOpenClose({ stocksTicker: ticker, date }));
    assert.equal(data.status, 'NOT_FOUND');
    assert.equal(typeof data.message, 'string');
  }
  await refused(400, () => rest.getStocksOpenClose({ stocksTicker: 'AAPL', date: 'yesterday' }));
});

console.log('-- tickers');
await check('tickers: a hundred to a page, in byte order', async () => {
  const answer = await rest.listTickers({ market: 'stocks' });
  const found = rows(answer, { ticker: 'string', name: 'string', market: 'string', locale: 'string',
    active: 'boolean', currency_name: 'string', last_updated_utc: 'string', primary_exchange: 'string' });
  assert.equal(found.length, 100);
  assert.ok(ascending(found.map((r) => r.ticker)));
  assert.equal(new URL(answer.next_url).origin, new URL(base).origin);
  assert.ok(!('list_date' in found[0]) && !('market_cap' in found[0]));
});
await check('tickers: the client walks the whole list', async () => {
  const walked = await paged.listTickers({ limit: 1000, sort: 'ticker', order: 'asc' });
  assert.equal(walked.count, walked.results.length);
  assert.ok(walked.results.length > 11000, `${walked.results.length} rows`);
  const names = new Set(walked.results.map((r) => r.ticker));
  for (const name of ['AAPL', 'SPY', 'BRK.B']) assert.ok(names.has(name), name);
  assert.ok([...names].some((n) => /[a-z]/.test(n)), 'no ticker with small letters');
});
await check('tickers: the other way round', async () => {
  const down = await paged.listTickers({ limit: 1000, order: 'desc', market: 'otc' });
  const up = await paged.listTickers({ limit: 1000, order: 'asc', market: 'otc' });
  assert.ok(down.results.length > 0);
  assert.deepEqual(down.results.map((r) => r.ticker).toSorted(), up.results.map((r) => r.ticker).toSorted());
});
await check('tickers: by ticker, type, market, exchange', async () => {
  assert.deepEqual(rows(await rest.listTickers({ ticker: 'SPY' })).map((r) => r.type), ['ETF']);
  const funds = rows(await rest.listTickers({ type: 'ETF', market: 'stocks', exchange: 'ARCX', limit: 1000 }));
  assert.ok(funds.length > 100);
  assert.ok(funds.every((r) => r.type === 'ETF' && r.market === 'stocks' && r.primary_exchange === 'ARCX'));
  const otc = rows(await rest.listTickers({ market: 'otc', limit: 5 }));
  assert.ok(otc.every((r) => r.market === 'otc' && r.currency_name === 'USD'));
});
await check('tickers: from, to, search', async () => {
  const range = rows(await rest.listTickers({ tickerGte: 'AAPL', tickerLt: 'AB', limit: 1000 }));
  assert.ok(range.length > 0 && range.every((r) => r.ticker >= 'AAPL' && r.ticker < 'AB'));
  const others = rows(await rest.listTickers({ tickerGt: 'AAPL', tickerLte: 'AB', limit: 1000 }));
  assert.ok(others.every((r) => r.ticker > 'AAPL' && r.ticker <= 'AB'));
  const found = rows(await rest.listTickers({ search: 'apple', limit: 1000 }));
  assert.ok(found.some((r) => r.ticker === 'AAPL'));
  assert.ok(found.every((r) => `${r.ticker} ${r.name}`.toLowerCase().includes('apple')));
});
await check('tickers: by CIK', async () => {
  const [apple] = rows(await rest.listTickers({ ticker: 'AAPL' }));
  assert.match(apple.cik, /^\d{10}$/);
  assert.ok(rows(await rest.listTickers({ cik: apple.cik })).some((r) => r.ticker === 'AAPL'));
});
await check('tickers: as of a date, renamed and delisted', async () => {
  assert.equal(rows(await rest.listTickers({ ticker: 'FB', date: '2021-06-01' })).length, 1);
  assert.equal(rows(await rest.listTickers({ ticker: 'FB', active: false })).length, 0);
  const gone = rows(await rest.listTickers({ ticker: 'TWTR', active: false }));
  assert.equal(gone.length, 1);
  assert.equal(gone[0].active, false);
  assert.match(gone[0].delisted_utc, /^2022-.*Z$/);
});
await check('tickers: every documented order', async () => {
  for (const sort of ['ticker', 'name', 'market', 'locale', 'primary_exchange', 'type', 'currency_symbol',
    'currency_name', 'base_currency_symbol', 'base_currency_name', 'cik', 'composite_figi', 'share_class_figi',
    'last_updated_utc', 'delisted_utc']) {
    const found = rows(await rest.listTickers({ sort, order: 'desc', limit: 50 }));
    assert.ok(descending(found.map((r) => r[sort] ?? '')), sort);
  }
});
await check('tickers: no rows are an empty array', async () => {
  const answer = await rest.listTickers({ ticker: 'NOPE1' });
  assert.deepEqual(answer.results, []);
  assert.ok(!('next_url' in answer));
});
await check('tickers: bad parameters', async () => {
  for (const bad of [{ date: '01/02/2026' }, { limit: 1001 }, { limit: 0 }, { sort: 'beauty' }, { order: 'up' }, { active: 'yes' }]) {
    assert.equal((await refused(400, () => rest.listTickers(bad))).data.status, 'ERROR');
  }
});
await check('details of a company', async () => {
  const answer = await rest.getTicker({ ticker: 'AAPL' });
  assert.equal(answer.status, 'OK');
  const apple = answer.results;
  for (const [field, type] of Object.entries({ ticker: 'string', name: 'string', market: 'string', active: 'boolean',
    cik: 'string', composite_figi: 'string', market_cap: 'number', sic_code: 'string', list_date: 'string',
    share_class_shares_outstanding: 'number', weighted_shares_outstanding: 'number', round_lot: 'number',
    total_employees: 'number', ticker_root: 'string' })) {
    assert.equal(typeof apple[field], type, field);
  }
});
await check('details of the classes of one company: one CIK, own FIGIs, shares weighted together', async () => {
  const [a, c] = [(await rest.getTicker({ ticker: 'GOOGL' })).results, (await rest.getTicker({ ticker: 'GOOG' })).results];
  assert.equal(a.cik, c.cik);
  assert.notEqual(a.composite_figi, c.composite_figi);
  assert.notEqual(a.share_class_figi, c.share_class_figi);
  assert.equal(a.weighted_shares_outstanding, c.weighted_shares_outstanding);
  assert.equal(a.weighted_shares_outstanding, a.share_class_shares_outstanding + c.share_class_shares_outstanding);
  const classes = rows(await rest.listTickers({ cik: a.cik })).map((r) => r.ticker);
  assert.deepEqual(classes, ['GOOG', 'GOOGL']);
});
await check('details of a fund lack what only companies have', async () => {
  const { results } = await rest.getTicker({ ticker: 'SPY' });
  assert.equal(results.type, 'ETF');
  assert.ok(!('sic_code' in results));
});
await check('details as of a date, and of a name given up', async () => {
  const { results } = await rest.getTicker({ ticker: 'FB', date: '2021-06-01' });
  assert.equal(results.ticker, 'FB');
  for (const ticker of ['FB', 'NOPE1', 'aapl']) {
    const { data } = await refused(404, () => rest.getTicker({ ticker }));
    assert.deepEqual([data.status, data.message], ['NOT_FOUND', 'Ticker not found.']);
  }
});
await check('details of a class with a dot', async () => {
  const { results } = await rest.getTicker({ ticker: 'BRK.B' });
  assert.deepEqual([results.ticker_root, results.ticker_suffix], ['BRK', 'B']);
});
await check('types', async () => {
  const found = rows(await rest.listTickerTypes({ assetClass: 'stocks', locale: 'us' }),
    { code: 'string', description: 'string', asset_class: 'string', locale: 'string' });
  assert.equal(found.length, 24);
  assert.ok(found.some((r) => r.code === 'ETF') && !found.some((r) => r.code === 'ET'));
  assert.deepEqual(rows(await rest.listTickerTypes({ assetClass: 'crypto' })), []);
});
await check('exchanges', async () => {
  const found = rows(await rest.listExchanges({ assetClass: 'stocks', locale: 'us' }),
    { id: 'number', type: 'string', asset_class: 'string', locale: 'string', name: 'string' });
  assert.equal(found.length, 27);
  assert.equal(found.find((r) => r.mic === 'XNYS').id, 10);
  assert.equal(found.filter((r) => !('mic' in r)).length, 2);
  assert.deepEqual(rows(await rest.listExchanges({ assetClass: 'crypto' })), []);
});
await check('conditions: what trades change', async () => {
  const answer = await rest.listConditions({ assetClass: 'stocks' });
  const found = rows(answer, { id: 'number', name: 'string', type: 'string', asset_class: 'string', sip_mapping: 'object' });
  assert.equal(found.length, 10);
  assert.ok(found.every((c) => c.data_types.includes('trade')));
  const all = rows(await rest.listConditions({ limit: 1000, sort: 'id', order: 'asc' }));
  assert.ok(ascending(all.map((c) => c.id)) && all.length > 30);
  const walked = await paged.listConditions({ limit: 7 });
  assert.deepEqual(walked.results.map((c) => c.id).toSorted(), all.map((c) => c.id).toSorted());
  const late = all.find((c) => c.id === 12);
  assert.deepEqual(late.update_rules.consolidated, { updates_high_low: false, updates_open_close: false, updates_volume: true });
  assert.ok(rows(await rest.listConditions({ sip: 'UTP', limit: 1000 })).every((c) => 'UTP' in c.sip_mapping));
  assert.equal(rows(await rest.listConditions({ id: 2 }))[0].sip_mapping.CTA, 'B');
  assert.deepEqual(rows(await rest.listConditions({ assetClass: 'crypto' })), []);
  await refused(400, () => rest.listConditions({ sort: 'beauty' }));
});
await check('events: renames, newest first, by ticker and by FIGI', async () => {
  const answer = await rest.getEvents({ id: 'META', types: 'ticker_change' });
  assert.equal(answer.status, 'OK');
  const { events, name, composite_figi: figi } = answer.results;
  assert.equal(typeof name, 'string');
  assert.deepEqual(events.map((e) => e.ticker_change.ticker), ['META', 'FB']);
  assert.ok(events.every((e) => e.type === 'ticker_change' && !('event_type' in e)));
  assert.ok(descending(events.map((e) => e.date)));
  assert.deepEqual((await rest.getEvents({ id: figi })).results.events, events);
  assert.equal((await refused(404, () => rest.getEvents({ id: 'NOPE1' }))).data.status, 'NOT_FOUND');
});
await check('related companies', async () => {
  const answer = await rest.getRelatedCompanies({ ticker: 'AAPL' });
  assert.equal(answer.ticker, 'AAPL');
  assert.ok(rows(answer, { ticker: 'string' }).length > 0);
  assert.ok(!answer.results.some((r) => r.ticker === 'AAPL'));
});

console.log('-- offerings, splits, dividends');
await check('offerings: ten to a page, the latest first', async () => {
  const answer = await rest.listIPOs({});
  const found = rows(answer, { ticker: 'string', issuer_name: 'string', security_type: 'string', ipo_status: 'string', last_updated: 'string' });
  assert.equal(found.length, 10);
  assert.ok(answer.next_url.includes('/vX/reference/ipos?cursor='));
});
await check('offerings: the client follows the pages', async () => {
  const range = { listingDateGte: '2024-01-01', listingDateLt: '2025-01-01' };
  const all = rows(await rest.listIPOs({ ...range, limit: 1000 }));
  const walked = await paged.listIPOs({ ...range, limit: 10 });
  assert.ok(all.length > 20);
  assert.deepEqual(walked.results.map((r) => r.ticker).toSorted(), all.map((r) => r.ticker).toSorted());
  assert.ok(all.every((r) => r.listing_date >= '2024-01-01' && r.listing_date < '2025-01-01'));
});
await check('offerings: by status, ticker, ISIN, in every documented order', async () => {
  const found = rows(await rest.listIPOs({ ipoStatus: 'history', limit: 20 }));
  assert.ok(found.every((r) => r.ipo_status === 'history'));
  const [one] = found;
  assert.ok(rows(await rest.listIPOs({ isin: one.isin })).some((r) => r.ticker === one.ticker));
  assert.ok(rows(await rest.listIPOs({ usCode: one.us_code })).some((r) => r.ticker === one.ticker));
  for (const sort of ['listing_date', 'ticker', 'last_updated', 'security_type', 'issuer_name', 'currency_code',
    'isin', 'us_code', 'final_issue_price', 'min_shares_offered', 'max_shares_offered', 'lowest_offer_price',
    'highest_offer_price', 'total_offer_size', 'shares_outstanding', 'primary_exchange', 'lot_size',
    'security_description', 'ipo_status', 'announced_date']) {
    const sorted = rows(await rest.listIPOs({ sort, order: 'asc', ipoStatus: 'history', limit: 50 }));
    assert.ok(ascending(sorted.map((r) => r[sort]).filter((v) => v !== undefined)), sort);
  }
  await refused(400, () => rest.listIPOs({ sort: 'beauty' }));
});
await check('the newer address of offerings is not served', async () => {
  const { data, headers } = await refused(404, () => rest.getV1ReferenceIpos({}));
  assert.equal(data, '404 page not found');
  assert.match(headers['content-type'], /^text\/plain/);
  await refused(404, () => rest.getStocksV1Exchanges({}));
});
await check('splits: newest first with cumulative factors', async () => {
  const found = rows(await rest.getStocksV1Splits({ ticker: 'AAPL' }), { id: 'string', ticker: 'string',
    execution_date: 'string', split_from: 'number', split_to: 'number', adjustment_type: 'string',
    historical_adjustment_factor: 'number' });
  assert.ok(descending(found.map((r) => r.execution_date)));
  let factor = 1;
  for (const split of found) {
    factor *= split.split_from / split.split_to;
    assert.ok(Math.abs(split.historical_adjustment_factor - factor) < 1e-6);
  }
});
await check('splits: filters, orders and the pages of the client', async () => {
  const range = { executionDateGte: '2024-01-01', executionDateLte: '2025-12-31' };
  const all = rows(await rest.getStocksV1Splits({ ...range, limit: 5000, sort: 'ticker.asc,execution_date.desc' }));
  assert.ok(all.length > 20);
  assert.ok(ascending(all.map((r) => r.ticker)));
  const walked = await paged.getStocksV1Splits({ ...range, limit: 10 });
  assert.deepEqual(walked.results.map((r) => r.id).toSorted(), all.map((r) => r.id).toSorted());
  const reverse = rows(await rest.getStocksV1Splits({ ...range, adjustmentType: 'reverse_split', limit: 5000 }));
  assert.ok(reverse.every((r) => r.split_from > r.split_to));
  assert.ok(rows(await rest.getStocksV1Splits({ tickerAnyOf: 'AAPL,NVDA' })).every((r) => ['AAPL', 'NVDA'].includes(r.ticker)));
  await refused(400, () => rest.getStocksV1Splits({ limit: 6000 }));
});
await check('splits of the older address: the same facts', async () => {
  const found = rows(await rest.listStockSplits({}));
  assert.equal(found.length, 10);
  assert.ok(descending(found.map((r) => r.execution_date)));
  const one = { ticker: 'AAPL' };
  const older = rows(await rest.listStockSplits({ ...one, limit: 1000 }));
  const newer = rows(await rest.getStocksV1Splits(one));
  assert.deepEqual(older, newer.map(({ id, ticker, execution_date, split_from, split_to }) =>
    ({ id, ticker, execution_date, split_from, split_to })));
  const reverse = rows(await rest.listStockSplits({ reverseSplit: true, limit: 100, sort: 'ticker', order: 'asc' }));
  assert.ok(reverse.every((r) => r.split_from > r.split_to) && ascending(reverse.map((r) => r.ticker)));
  const walked = await paged.listStockSplits({ executionDateGte: '2025-01-01', limit: 10 });
  assert.equal(walked.count, walked.results.length);
  await refused(400, () => rest.listStockSplits({ limit: 1001 }));
});
await check('dividends: by ticker, with factors and amounts in shares of today', async () => {
  const found = rows(await rest.getStocksV1Dividends({ ticker: 'AAPL', sort: 'ex_dividend_date.desc', limit: 5000 }), {
    id: 'string', ticker: 'string', ex_dividend_date: 'string', cash_amount: 'number', currency: 'string',
    frequency: 'number', distribution_type: 'string', split_adjusted_cash_amount: 'number',
    historical_adjustment_factor: 'number' });
  assert.ok(found.length > 20);
  assert.ok(descending(found.map((r) => r.ex_dividend_date)));
  assert.ok(descending(found.map((r) => r.historical_adjustment_factor)));
  assert.ok(found.every((r) => r.historical_adjustment_factor > 0 && r.historical_adjustment_factor <= 1));
});
await check('dividends: filters and the pages of the client', async () => {
  const range = { exDividendDateGte: '2026-03-01', exDividendDateLt: '2026-03-15' };
  const all = rows(await rest.getStocksV1Dividends({ ...range, limit: 5000 }));
  assert.ok(all.length > 200 && ascending(all.map((r) => r.ticker)));
  const walked = await paged.getStocksV1Dividends({ ...range, limit: 200 });
  assert.deepEqual(walked.results.map((r) => r.id).toSorted(), all.map((r) => r.id).toSorted());
  const often = rows(await rest.getStocksV1Dividends({ ...range, frequencyGte: 4, limit: 5000 }));
  assert.ok(often.every((r) => r.frequency >= 4) && often.some((r) => r.frequency === 12));
  const special = rows(await rest.getStocksV1Dividends({ distributionType: 'special', limit: 100 }));
  assert.ok(special.length > 0 && special.every((r) => r.distribution_type === 'special'));
});
await check('dividends of the older address: the same facts', async () => {
  const older = rows(await rest.listDividends({ ticker: 'AAPL', limit: 1000 }), { dividend_type: 'string', cash_amount: 'number' });
  const newer = rows(await rest.getStocksV1Dividends({ ticker: 'AAPL', sort: 'ex_dividend_date.desc', limit: 5000 }));
  assert.deepEqual(older.map((r) => [r.id, r.cash_amount]), newer.map((r) => [r.id, r.cash_amount]));
  assert.ok(older.every((r) => ['CD', 'SC', 'LT', 'ST'].includes(r.dividend_type)));
  assert.equal(rows(await rest.listDividends({})).length, 10);
  const walked = await paged.listDividends({ ticker: 'AAPL', limit: 10 });
  assert.deepEqual(walked.results.map((r) => r.id).toSorted(), older.map((r) => r.id).toSorted());
});
await check('dividends of the older address: every documented filter and order', async () => {
  const range = { exDividendDateGte: '2026-03-01', exDividendDateLt: '2026-03-15', limit: 100 };
  const large = rows(await rest.listDividends({ ...range, cashAmountGte: 0.5 }));
  assert.ok(large.length > 0 && large.every((r) => r.cash_amount >= 0.5));
  const small = rows(await rest.listDividends({ ...range, cashAmountLt: 0.5, frequency: 4 }));
  assert.ok(small.length > 0 && small.every((r) => r.cash_amount < 0.5 && r.frequency === 4));
  for (const sort of ['ex_dividend_date', 'pay_date', 'declaration_date', 'record_date', 'cash_amount', 'ticker']) {
    assert.ok(ascending(rows(await rest.listDividends({ ...range, sort, order: 'asc' })).map((r) => r[sort])), sort);
  }
  assert.ok(rows(await rest.listDividends({ payDateGte: '2026-03-01', limit: 5 })).every((r) => r.pay_date >= '2026-03-01'));
});

console.log('-- market status');
await check('the market now, with the offset of New York', async () => {
  const now = await rest.getMarketStatus();
  assert.ok(['open', 'closed', 'extended-hours'].includes(now.market));
  assert.equal(typeof now.earlyHours, 'boolean');
  assert.equal(typeof now.afterHours, 'boolean');
  assert.match(now.serverTime, /T\d\d:\d\d:\d\d-0[45]:00$/);
  for (const name of ['nyse', 'nasdaq', 'otc']) assert.equal(typeof now.exchanges[name], 'string');
  for (const name of ['fx', 'crypto']) assert.equal(typeof now.currencies[name], 'string');
  for (const name of ['s_and_p', 'societe_generale', 'msci', 'ftse_russell', 'mstar', 'mstarc', 'cccy', 'cgi',
    'nasdaq', 'dow_jones']) assert.equal(typeof now.indicesGroups[name], 'string', name);
});
await check('coming holidays: a bare array, of the future', async () => {
  const days = await rest.getMarketHolidays();
  assert.ok(Array.isArray(days) && days.length > 10);
  for (const day of days) {
    assert.ok(['NYSE', 'NASDAQ', 'OTC'].includes(day.exchange));
    assert.match(day.date, /^\d{4}-\d\d-\d\d$/);
    assert.ok(day.date >= new Date(Date.now() - 86400000).toISOString().slice(0, 10));
    assert.ok(['closed', 'early-close'].includes(day.status));
    assert.equal('open' in day, day.status === 'early-close');
    if ('close' in day) assert.match(day.close, /T\d\d:00:00\.000Z$/);
  }
});

console.log('-- snapshots');
await check('snapshots: the whole market in one answer', async () => {
  const answer = await rest.getStocksSnapshotTickers({});
  assert.ok(['OK', 'DELAYED'].includes(answer.status));
  assert.equal(answer.count, answer.tickers.length);
  assert.ok(answer.count > 9000);
  for (const s of answer.tickers.slice(0, 500)) {
    for (const part of ['day', 'min', 'prevDay']) assert.equal(typeof s[part].c, 'number');
    for (const field of ['todaysChange', 'todaysChangePerc', 'updated']) assert.equal(typeof s[field], 'number');
  }
});
await check('snapshots: some tickers, joined by commas; repeated parameters give the first', async () => {
  const joined = await rest.getStocksSnapshotTickers({ tickers: ['AAPL,SPY,NOPE1'] });
  assert.deepEqual(joined.tickers.map((s) => s.ticker).toSorted(), ['AAPL', 'SPY']);
  const repeated = await rest.getStocksSnapshotTickers({ tickers: ['AAPL', 'SPY'] });
  assert.equal(repeated.tickers.length, 1);
});
await check('snapshots: one ticker', async () => {
  const answer = await rest.getStocksSnapshotTicker({ stocksTicker: 'AAPL' });
  assert.equal(answer.ticker.ticker, 'AAPL');
  assert.equal(typeof answer.request_id, 'string');
  if ('dv' in answer.ticker.day) assert.equal(typeof answer.ticker.day.dv, 'string');
  assert.equal((await refused(404, () => rest.getStocksSnapshotTicker({ stocksTicker: 'NOPE1' }))).data.status, 'NOT_FOUND');
});
await check('snapshots: gainers and losers', async () => {
  const gainers = await rest.getStocksSnapshotDirection({ direction: 'gainers' });
  const losers = await rest.getStocksSnapshotDirection({ direction: 'losers' });
  assert.equal(gainers.tickers.length, 20);
  assert.ok(descending(gainers.tickers.map((s) => s.todaysChangePerc)));
  assert.ok(ascending(losers.tickers.map((s) => s.todaysChangePerc)));
});
await check('universal snapshot: ten to a page, unknown tickers are items', async () => {
  const answer = await rest.getSnapshots({ tickerAnyOf: 'AAPL,NOPE1,SPY', limit: 250 });
  const found = rows(answer, { ticker: 'string' });
  assert.deepEqual(found.map((r) => r.ticker), ['AAPL', 'NOPE1', 'SPY']);
  assert.equal(found[1].error, 'NOT_FOUND');
  assert.equal(found[0].type, 'stocks');
  assert.ok(['REAL-TIME', 'DELAYED'].includes(found[0].timeframe));
  for (const field of ['change', 'change_percent', 'close', 'high', 'low', 'open', 'previous_close', 'volume']) {
    assert.equal(typeof found[0].session[field], 'number', field);
  }
  assert.equal(rows(await rest.getSnapshots({ type: 'stocks' })).length, 10);
});
await check('universal snapshot: the client follows the pages', async () => {
  const range = { tickerGte: 'A', tickerLt: 'AB', type: 'stocks' };
  const all = rows(await rest.getSnapshots({ ...range, limit: 250 }));
  const walked = await paged.getSnapshots({ ...range, limit: 10 });
  assert.ok(all.length > 10);
  assert.deepEqual(walked.results.map((r) => r.ticker).toSorted(), all.map((r) => r.ticker));
  await refused(400, () => rest.getSnapshots({ limit: 251 }));
});

await check('summaries: a price each, unknown tickers are items', async () => {
  const answer = await rest.getSnapshotSummary({ tickerAnyOf: 'AAPL,NOPE1' });
  const [apple, unknown] = rows(answer, { ticker: 'string' });
  assert.equal(apple.type, 'stocks');
  assert.equal(typeof apple.session.previous_close, 'number');
  assert.equal(typeof apple.market_status, 'string');
  assert.equal(unknown.error, 'NOT_FOUND');
});

console.log('-- indicators');
const JUNE = { stockTicker: 'AAPL', adjusted: false, timestampLte: '2026-06-30' };
await check('indicators: the mean of the closes of the aggregates', async () => {
  const answer = await rest.getStocksSMA({ ...JUNE, window: 20, expandUnderlying: true });
  assert.equal(answer.status, 'OK');
  assert.equal(answer.results.values.length, 10);
  assert.ok(descending(answer.results.values.map((v) => v.timestamp)));
  const closes = bars(await rest.getStocksAggregates({ ...DAY, from: '2026-05-01', to: '2026-06-30', adjusted: false, sort: 'desc' })).slice(0, 20);
  const [newest] = answer.results.values;
  assert.equal(newest.timestamp, closes[0].t);
  assert.ok(Math.abs(newest.value - closes.reduce((sum, b) => sum + b.c, 0) / 20) < 1e-9);
  assert.deepEqual(answer.results.underlying.aggregates.slice(0, 20).map((b) => b.c), closes.map((b) => b.c));
  assert.match(answer.results.underlying.url, /\/v2\/aggs\/ticker\/AAPL\/range\/1\/day\//);
});
await check('indicators: pages continue the series', async () => {
  const all = (await rest.getStocksEMA({ ...JUNE, window: 10, limit: 30 })).results.values;
  const page = await rest.getStocksEMA({ ...JUNE, window: 10, limit: 15 });
  const next = await (await fetch(`${page.next_url}&apiKey=large`)).json();
  assert.deepEqual([...page.results.values, ...next.results.values], all);
});
await check('indicators: strength and convergence', async () => {
  const { values } = (await rest.getStocksRSI({ ...JUNE, limit: 200 })).results;
  assert.ok(values.every((v) => v.value > 0 && v.value < 100));
  const macd = (await rest.getStocksMACD({ ...JUNE, limit: 50 })).results.values;
  assert.ok(macd.every((v) => Math.abs(v.value - v.signal - v.histogram) < 1e-9));
});
await check('indicators: an unknown ticker has none, bad parameters are refused', async () => {
  assert.ok(!('values' in (await rest.getStocksSMA({ stockTicker: 'NOPE1' })).results));
  await refused(400, () => rest.getStocksSMA({ ...JUNE, timespan: 'decade' }));
  await refused(400, () => rest.getStocksSMA({ ...JUNE, limit: 5001 }));
});

console.log('-- data of other plans');
await check('trades, quotes, news, short interest and the like: 403', async () => {
  for (const call of [
    () => rest.getLastStocksTrade({ stocksTicker: 'AAPL' }), () => rest.getLastStocksQuote({ stocksTicker: 'AAPL' }),
    () => rest.getStocksTrades({ stockTicker: 'AAPL' }), () => rest.getStocksQuotes({ stockTicker: 'AAPL' }),
    () => rest.listNews({}), () => rest.getStocksV1ShortInterest({}), () => rest.getStocksV1ShortVolume({}),
    () => rest.getStocksVXFloat({}), () => rest.getStocksFinancialsV1Ratios({}), () => rest.getBenzingaV1Ratings({}),
    () => rest.getFedV1Inflation({})]) {
    const { data } = await refused(403, call);
    assert.equal(data.status, 'NOT_AUTHORIZED');
    assert.match(data.message, /not entitled to this data/i);
  }
});

console.log('-- funds of the partner');
const FUND = { compositeTicker: 'SPY', sort: 'processed_date.desc', limit: 1 };
await check('profiles: the newest', async () => {
  const [spy] = rows(await rest.getEtfGlobalV1Profiles(FUND), { composite_ticker: 'string', processed_date: 'string',
    effective_date: 'string', aum: 'number', net_expenses: 'number', num_holdings: 'number' });
  assert.ok(Array.isArray(spy.sector_exposure));
});
await check('profiles: of one date for all funds, followed by the client', async () => {
  const [{ processed_date: processedDate }] = rows(await rest.getEtfGlobalV1Profiles(FUND));
  const walked = await paged.getEtfGlobalV1Profiles({ processedDate, limit: 1000 });
  assert.ok(walked.results.length > 1000);
  assert.ok(walked.results.every((r) => r.processed_date === processedDate));
  const sorted = rows(await rest.getEtfGlobalV1Profiles({ compositeTickerAnyOf: 'SPY,QQQ', sort: 'processed_date.desc,composite_ticker.asc', limit: 4 }));
  assert.deepEqual(sorted.map((r) => r.composite_ticker), ['QQQ', 'SPY', 'QQQ', 'SPY']);
});
await check('constituents: by rank, weights are fractions', async () => {
  const [{ processed_date: processedDate }] = rows(await rest.getEtfGlobalV1Profiles(FUND));
  const found = rows(await rest.getEtfGlobalV1Constituents({ compositeTicker: 'SPY', processedDate, limit: 5000 }),
    { composite_ticker: 'string', constituent_rank: 'number', constituent_name: 'string', weight: 'number',
      market_value: 'number', effective_date: 'string', processed_date: 'string' });
  assert.ok(found.length > 5);
  assert.ok(found.some((r) => typeof r.shares_held === 'number'));
  const weight = found.reduce((sum, r) => sum + r.weight, 0);
  assert.ok(weight > 0.5 && weight < 1.001, `weights add up to ${weight}`);
  assert.deepEqual(found.map((r) => r.constituent_rank).toSorted((a, b) => a - b), found.map((_, i) => i + 1));
  const first = found.find((r) => r.constituent_ticker);
  const again = rows(await rest.getEtfGlobalV1Constituents({ compositeTicker: 'SPY', processedDate, constituentTicker: first.constituent_ticker }));
  assert.equal(again.length, 1);
  const walked = await paged.getEtfGlobalV1Constituents({ compositeTicker: 'SPY', processedDate, limit: 5 });
  assert.equal(walked.results.length, found.length);
});
await check('taxonomies', async () => {
  const [spy] = rows(await rest.getEtfGlobalV1Taxonomies(FUND), { composite_ticker: 'string', effective_date: 'string',
    processed_date: 'string', leverage_style: 'string', management_classification: 'string', product_type: 'string',
    asset_class: 'string', isin: 'string', us_code: 'string' });
  assert.equal(spy.composite_ticker, 'SPY');
});
await check('fund flows', async () => {
  const [spy] = rows(await rest.getEtfGlobalV1FundFlows(FUND), { composite_ticker: 'string', effective_date: 'string',
    processed_date: 'string', fund_flow: 'number', nav: 'number', shares_outstanding: 'number' });
  assert.equal(spy.composite_ticker, 'SPY');
});
await check('analytics: filters on scores', async () => {
  const [spy] = rows(await rest.getEtfGlobalV1Analytics(FUND), { composite_ticker: 'string', reward_score: 'number',
    risk_total_score: 'number', quant_total_score: 'number', quant_grade: 'string', quant_composite_technical: 'number' });
  assert.match(spy.quant_grade, /^[A-F]$/);
  const good = rows(await rest.getEtfGlobalV1Analytics({ processedDate: spy.processed_date, quantGrade: 'A', limit: 100 }));
  assert.ok(good.length > 0 && good.every((r) => r.quant_total_score >= 71));
  const risky = rows(await rest.getEtfGlobalV1Analytics({ processedDate: spy.processed_date, riskTotalScoreGt: 8, limit: 100 }));
  assert.ok(risky.length > 0 && risky.every((r) => r.risk_total_score > 8));
});

console.log('-- keys, plans, transport');
const get = (path, headers = {}) => fetch(base + path, { headers });
await check('the key in the query or in the header', async () => {
  const path = '/v3/reference/tickers?ticker=SPY';
  assert.equal((await get(`${path}&apiKey=large`)).status, 200);
  assert.equal((await get(path, { Authorization: 'Bearer large' })).status, 200);
});
await check('no key: 401', async () => {
  const answer = await get('/v3/reference/tickers?ticker=SPY');
  assert.equal(answer.status, 401);
  const body = await answer.json();
  assert.deepEqual([body.status, body.error], ['ERROR', 'Unknown API Key']);
  assert.equal(body.request_id, answer.headers.get('x-request-id'));
});
await check('compressed when asked for', async () => {
  const answer = await get('/v3/reference/tickers?limit=1000&apiKey=large', { 'Accept-Encoding': 'gzip' });
  assert.equal(answer.headers.get('content-encoding'), 'gzip');
  assert.equal((await answer.json()).results.length, 1000);
  const plain = await get('/v3/reference/tickers?limit=1000&apiKey=large', { 'Accept-Encoding': 'identity' });
  assert.equal(plain.headers.get('content-encoding'), null);
});
await check('a path that does not exist: plain text', async () => {
  const answer = await get('/v9/nothing?apiKey=large');
  assert.deepEqual([answer.status, await answer.text()], [404, '404 page not found']);
});
await check('a cursor that is none: 400', async () => {
  const answer = await get('/v3/reference/tickers?cursor=!&apiKey=large');
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).status, 'ERROR');
});
await check('retired ticks: 404 that names the successor', async () => {
  const { data } = await refused(404, () => rest.deprecatedGetHistoricStocksTrades({ ticker: 'AAPL', date: '2020-10-14' }));
  assert.match(JSON.stringify(data), /v3\/trades/);
});

console.log('-- faults');
const admin = (method, body) => fetch(`${base}/_sim/faults`, { method, body: body && JSON.stringify(body) });
async function withFaults(faults, body) {
  assert.equal((await admin('POST', { seed: 7, faults })).status, 200);
  try {
    await body();
  } finally {
    await admin('DELETE');
  }
}
await check('the client meets the last row of a page again on the next one', async () => {
  const all = bars(await rest.getStocksAggregates({ ...DAY, ...MARCH }));
  await withFaults([{ kind: 'duplicate-rows', endpoint: '/v2/aggs/ticker/*' }], async () => {
    const walked = times((await paged.getStocksAggregates({ ...DAY, ...MARCH, limit: 5 })).results);
    assert.ok(walked.length > all.length);
    assert.deepEqual([...new Set(walked)].toSorted((a, b) => a - b), times(all));
  });
});
await check('the client refuses what is down, then gets its answer', async () => {
  await withFaults([{ kind: 'status', status: 503, endpoint: '/v3/reference/exchanges', fromCall: 1, toCall: 2 }], async () => {
    await refused(503, () => rest.listExchanges({}));
    await refused(503, () => rest.listExchanges({}));
    assert.equal(rows(await rest.listExchanges({})).length, 27);
  });
});
await check('the client takes a success with the body of an error for an answer', async () => {
  await withFaults([{ kind: 'error-with-200', endpoint: '/v3/reference/exchanges' }], async () => {
    assert.equal((await rest.listExchanges({})).status, 'ERROR');
  });
});

const takesAny = (await get('/v1/marketstatus/now?apiKey=none')).status === 200;
async function planCheck(name, body) {
  await check(name, async () => {
    if (takesAny) throw new Skipped('this simulator takes any key');
    await body();
  });
}
await planCheck('an unknown key: 401', async () => {
  const { data } = await refused(401, () => restClient('none', base).getTicker({ ticker: 'SPY' }));
  assert.deepEqual([data.status, data.error], ['ERROR', 'Unknown API Key']);
});
await planCheck('basic: no snapshots, no funds of the partner', async () => {
  for (const call of [() => small.getStocksSnapshotTicker({ stocksTicker: 'SPY' }), () => small.getEtfGlobalV1Profiles(FUND)]) {
    const { data } = await refused(403, call);
    assert.equal(data.status, 'NOT_AUTHORIZED');
    assert.match(data.message, /not entitled to this data/i);
  }
});
await planCheck('basic: history of two years', async () => {
  const { data } = await refused(403, () => small.getStocksAggregates({ ...DAY, from: '2010-01-04', to: '2010-01-08' }));
  assert.match(data.message, /plan doesn't include this data timeframe/i);
});
await planCheck('basic: five calls a minute', async () => {
  await small.listTickerTypes({});
  await small.listTickerTypes({});
  const { data } = await refused(429, () => small.listTickerTypes({}));
  assert.equal(data.status, 'ERROR');
  assert.match(data.error, /maximum requests per minute/);
});

console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length > 0 ? 1 : 0;
