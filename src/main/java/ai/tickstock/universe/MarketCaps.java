package ai.tickstock.universe;

import ai.tickstock.bars.LastClose;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Fundamentals;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;

/// Market caps of all that trades: of a company its shares times the raw close, of a fund shares
/// outstanding times NAV. Safe for use by many threads and processes.
public final class MarketCaps {
  /// A close may be so many sessions old.
  private static final int OLDEST_CLOSE = 5;

  private static final double MUCH = 0.05;

  private final Database database;
  private final TradingCalendar calendar;
  private final Bands bands = Bands.bundled();

  private MarketCaps(Database database, TradingCalendar calendar) {
    this.database = database;
    this.calendar = calendar;
  }

  /// @param calendar of the exchanges in the US
  public static MarketCaps postgres(Database database, TradingCalendar calendar) {
    return new MarketCaps(database, calendar);
  }

  /// What a computation found.
  ///
  /// @param computed companies and funds with a market cap of the session
  /// @param noShares companies of which no number of shares is known
  /// @param noClose companies with shares and without a close in the last sessions
  /// @param noFundFacts funds of which no source told both shares outstanding and NAV of one day
  /// @param later left as they are: their market cap is of a later session
  /// @param changedMuch market caps that are more than 5 % from what was stored
  /// @param written rows that are other than before
  public record Count(
      int computed,
      int noShares,
      int noClose,
      int noFundFacts,
      int later,
      int changedMuch,
      int written) {}

  /// Computes the market caps as of the end of a session and stores them, with the band of each.
  /// What cannot be computed says why (`market_cap_missing`): a company keeps an older value with
  /// its date, a fund has none. A later value is never replaced by an earlier one.
  ///
  /// @param session on a day without a session that day counts like the session before
  public Count recompute(Handle transaction, LocalDate session) {
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    var known = Fundamentals.read(transaction, session);
    var ids = known.keySet();
    var range = RuleFacts.lastSessions(calendar, session, OLDEST_CLOSE + 1);
    var closes = LastClose.read(transaction, ids, range);
    var splits = splits(known, range);
    var caps = new LinkedHashMap<InstrumentId, Fundamentals.Cap>();
    var tally = new Tally();
    for (var one : Instruments.postgres(database).all(InstrumentFilter.TRADING)) {
      var facts = Optional.ofNullable(known.get(one.id()));
      if (facts.isEmpty()) {
        continue; // It came after the one and before the other was read.
      }
      if (facts.get().marketCapAsOf().filter(session::isBefore).isPresent()) {
        tally.later++;
        continue;
      }
      switch (processing.category(one)) {
        case STOCKS -> {
          var close = Optional.ofNullable(closes.get(one.id()));
          var actions = splits.getOrDefault(one.id(), InstrumentActions.NONE);
          caps.put(one.id(), company(facts.get(), close, actions.splits(), range, tally));
        }
        case ETFS -> caps.put(one.id(), fund(facts.get(), tally));
        case OTHER -> {
          // Warrants and the like: what the vendor says, if anything.
        }
      }
    }
    int written = Fundamentals.writeCaps(transaction, caps);
    return new Count(
        tally.computed,
        tally.noShares,
        tally.noClose,
        tally.noFundFacts,
        tally.later,
        tally.changedMuch,
        written);
  }

  private static final class Tally {
    int computed;
    int noShares;
    int noClose;
    int noFundFacts;
    int later;
    int changedMuch;

    void computed(OptionalDouble before, double cap) {
      computed++;
      if (before.isPresent() && Math.abs(cap / before.getAsDouble() - 1) > MUCH) {
        changedMuch++;
      }
    }
  }

  private Map<InstrumentId, InstrumentActions> splits(
      Map<InstrumentId, Fundamentals> known, DateRange range) {
    var earliest = range.first();
    var latest = range.last();
    for (var one : known.values()) {
      var asOf = one.shares().map(Fundamentals.Dated::asOf).orElse(latest);
      earliest = asOf.isBefore(earliest) ? asOf : earliest;
      latest = asOf.isAfter(latest) ? asOf : latest;
    }
    return CorporateActions.postgres(database).of(known.keySet(), new DateRange(earliest, latest));
  }

  private Fundamentals.Cap company(
      Fundamentals facts,
      Optional<LastClose> close,
      List<Split> splits,
      DateRange range,
      Tally tally) {
    if (facts.shares().isEmpty()) {
      tally.noShares++;
      return without(facts, "no shares outstanding are known");
    }
    if (close.isEmpty()) {
      tally.noClose++;
      return without(facts, "no close from " + range.first() + " to " + range.last());
    }
    var session = close.get().session();
    double cap = shares(facts.shares().get(), splits, session) * close.get().close();
    tally.computed(facts.marketCap(), cap);
    return new Fundamentals.Cap(
        OptionalDouble.of(cap),
        Optional.of(session),
        Optional.empty(),
        Optional.of(bands.of(cap, facts.band())));
  }

  /// Carried over the splits between the day of the shares and the session, whichever is first.
  private static double shares(Fundamentals.Dated shares, List<Split> splits, LocalDate session) {
    double carried = shares.value();
    for (var split : splits) {
      var ex = split.executionDate();
      double ratio = split.to().doubleValue() / split.from().doubleValue();
      if (ex.isAfter(shares.asOf()) && !ex.isAfter(session)) {
        carried = carried * ratio;
      } else if (ex.isAfter(session) && !ex.isAfter(shares.asOf())) {
        carried = carried / ratio;
      }
    }
    return carried;
  }

  private Fundamentals.Cap without(Fundamentals facts, String why) {
    var cap = facts.marketCap();
    return new Fundamentals.Cap(
        cap,
        facts.marketCapAsOf(),
        Optional.of(why),
        cap.isPresent()
            ? Optional.of(bands.of(cap.getAsDouble(), facts.band()))
            : Optional.empty());
  }

  private static Fundamentals.Cap fund(Fundamentals facts, Tally tally) {
    if (facts.fundCap().isPresent()) {
      var cap = facts.fundCap().get();
      tally.computed(facts.marketCap(), cap.value());
      return new Fundamentals.Cap(
          OptionalDouble.of(cap.value()),
          Optional.of(cap.asOf()),
          Optional.empty(),
          Optional.empty());
    }
    tally.noFundFacts++;
    var parts = facts.fundParts();
    var why =
        parts.isEmpty()
            ? "no source told shares outstanding and NAV"
            : parts.size() == 1
                ? "a source told %s alone".formatted(parts.getFirst())
                : "shares outstanding and NAV are not of one day and source";
    return new Fundamentals.Cap(
        OptionalDouble.empty(), Optional.empty(), Optional.of(why), Optional.empty());
  }
}
