package ai.tickstock.quality;

import ai.tickstock.database.BinaryCopyOut;
import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// One pass over daily bars: each instrument's whole series is read once, as one row in the order
/// of its sessions, and every rule looks at it, beside the sessions of the exchange that the
/// instrument follows. Parts of the instruments are read side by side.
final class DailyPass {
  /// Instruments of one COPY: enough that its beginning costs nothing.
  private static final int A_PART = 200;

  /// The database and the rules work at the same time, so more do not help.
  private static final int MOST_AT_A_TIME = 4;

  private final Database database;
  private final Exchanges exchanges;
  private final DateRange read;
  private final DateRange judged;
  private final List<DailyRule> rules;
  private final Thresholds thresholds;
  private final ConcurrentLinkedQueue<Candidate> candidates = new ConcurrentLinkedQueue<>();
  private final Twins twins = new Twins();
  private final AtomicLong bars = new AtomicLong();
  private final List<MarketDays> markets;

  /// @param read with the context before and after
  DailyPass(
      Database database,
      Exchanges exchanges,
      DateRange read,
      DateRange judged,
      List<DailyRule> rules,
      Thresholds thresholds) {
    this.database = database;
    this.exchanges = exchanges;
    this.read = read;
    this.judged = judged;
    this.rules = rules;
    this.thresholds = thresholds;
    this.markets = markets();
  }

  long bars() {
    return bars.get();
  }

  private List<MarketDays> markets() {
    return exchanges.all().stream().map(one -> new MarketDays(one.days().size())).toList();
  }

  /// What was gathered of the sessions of an exchange.
  ///
  /// @param exchange its number
  MarketDays market(int exchange) {
    return markets.get(exchange);
  }

  /// What the rules saw, in no order.
  List<Candidate> candidates() {
    var all = new ArrayList<>(candidates);
    twins.compare(all::add);
    return all;
  }

  void run(Collection<Integer> instruments) throws InterruptedException {
    var ids = instruments.stream().sorted().toList();
    var parts = new ConcurrentLinkedQueue<List<Integer>>();
    for (int from = 0; from < ids.size(); from += A_PART) {
      parts.add(ids.subList(from, Math.min(ids.size(), from + A_PART)));
    }
    int threads =
        Math.max(
            1,
            Math.min(
                Math.min(MOST_AT_A_TIME, parts.size()),
                Runtime.getRuntime().availableProcessors()));
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Future<List<MarketDays>>>();
      for (int thread = 0; thread < threads; thread++) {
        running.add(pool.submit(() -> parts(parts)));
      }
      try {
        for (var one : running) {
          var theirs = one.get();
          for (int exchange = 0; exchange < markets.size(); exchange++) {
            markets.get(exchange).add(theirs.get(exchange));
          }
        }
      } catch (ExecutionException e) {
        parts.clear();
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        parts.clear();
        pool.shutdownNow();
        throw e;
      }
    }
  }

  private List<MarketDays> parts(ConcurrentLinkedQueue<List<Integer>> parts) {
    var ours = markets();
    var buffer = new Bars((int) judged.first().toEpochDay(), (int) judged.last().toEpochDay());
    for (var part = parts.poll(); part != null; part = parts.poll()) {
      var ids = part;
      long count =
          database.read(handle -> {
            var facts = FactsReader.read(handle, ids, read);
            return new Part(facts, buffer, ours).read(handle, ids);
          });
      bars.addAndGet(count);
    }
    return ours;
  }

  /// The instruments of one COPY.
  private final class Part {
    private final Map<Integer, Facts> facts;
    private final Bars series;
    private final List<MarketDays> ours;
    private long count;

    Part(Map<Integer, Facts> facts, Bars series, List<MarketDays> ours) {
      this.facts = new HashMap<>(facts);
      this.series = series;
      this.ours = ours;
    }

    long read(Handle handle, List<Integer> ids) {
      var text = ids.stream().map(id -> Integer.toString(id)).collect(Collectors.joining(","));
      BinaryCopyOut.read(
          handle,
          """
          COPY (
            SELECT asked.id, b.*
            FROM unnest(CAST('{%s}' AS integer[])) AS asked (id)
            CROSS JOIN LATERAL (
              SELECT %s
              FROM (
                SELECT k.session, k.open, k.high, k.low, k.close, k.volume, k.fmv
                FROM bar_daily k
                WHERE k.instrument_id = asked.id AND k.session BETWEEN DATE '%s' AND DATE '%s'
                ORDER BY k.session) d) b
          ) TO STDOUT (FORMAT BINARY)
          """
              .formatted(text, Bars.WHOLE, read.first(), read.last()),
          row -> {
            int instrument = row.int4();
            series.take(row);
            look(instrument);
          });
      return count;
    }

    private void look(int instrument) {
      var known = facts.get(instrument);
      if (series.size > 0 && known != null) {
        count += series.size;
        int exchange = exchanges.number(instrument);
        series.complete(known, exchanges.all().get(exchange).days());
        look(ours.get(exchange));
      }
    }

    private void look(MarketDays market) {
      for (int i = 1; i < series.size; i++) {
        if (series.at[i] >= 0 && series.isJudged(i)) {
          market.move(series.at[i], series.move[i]);
        }
      }
      var jumps = Jumps.of(series, thresholds);
      for (var rule : rules) {
        rule.look(series, jumps, market, candidates::add);
      }
      twins.note(series);
    }
  }
}
