package ai.tickstock.universe;

import ai.tickstock.bars.DailyCloses;
import ai.tickstock.database.Database;
import ai.tickstock.listing.ActionsCovered;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// How funds move with the market: correlation and beta of the log returns of each to a few
/// benchmarks, adjusted for splits and dividends, over the windows of [CorrelationWindow]. Stored
/// by session. Safe for use by many threads and processes.
public final class Correlations {
  /// What funds are compared with, in the order in which the first of two that fit as well counts.
  public static final List<Symbol> BENCHMARKS =
      List.of(new Symbol("SPY"), new Symbol("QQQ"), new Symbol("IWM"), new Symbol("DIA"));

  /// Surely has more sessions than the long window.
  private static final int DAYS_OF_THE_LONG_WINDOW = 420;

  private static final int AT_A_TIME = 500;

  private final Database database;
  private final TradingCalendar calendar;
  private final Instruments instruments;
  private final CorporateActions actions;

  /// @param calendar of the exchanges in the US
  public Correlations(Database database, TradingCalendar calendar) {
    this.database = database;
    this.calendar = calendar;
    this.instruments = Instruments.postgres(database);
    this.actions = CorporateActions.postgres(database);
  }

  // ---- reading

  /// The newest session up to a date for which correlations are stored.
  public Optional<LocalDate> newest(LocalDate through) {
    return database.read(h -> CorrelationTable.newest(h, through));
  }

  /// What is stored of a benchmark for a session: the highest correlation first, those without one
  /// last, by ticker; empty when nothing is.
  public List<Correlation> of(Instrument benchmark, CorrelationWindow window, LocalDate asOf) {
    var rows = database.read(h -> CorrelationTable.ofBenchmark(h, benchmark.id(), asOf));
    var byInstrument = new LinkedHashMap<InstrumentId, Map<CorrelationWindow, Comovement>>();
    for (var row : rows) {
      byInstrument
          .computeIfAbsent(row.instrument(), id -> new EnumMap<>(CorrelationWindow.class))
          .put(row.window(), row.comovement());
    }
    var known = instruments.byId(byInstrument.keySet());
    var references = instruments.references(byInstrument.keySet());
    var all = new ArrayList<Correlation>();
    byInstrument.forEach((id, windows) -> {
      var instrument = known.get(id);
      var comovement = windows.get(window);
      if (instrument != null && comovement != null) {
        all.add(
            new Correlation(
                instrument,
                window,
                asOf,
                number(comovement.numbers().map(Comovement.Numbers::correlation)),
                number(comovement.numbers().map(Comovement.Numbers::beta)),
                comovement.overlap(),
                comovement.reason().map(CorrelationTable::word),
                relation(windows),
                Optional.ofNullable(references.get(id))));
      }
    });
    all.sort(
        Comparator.<Correlation>comparingDouble(one -> -one.correlation().orElse(-2))
            .thenComparing(one -> one.instrument().symbol().ticker()));
    return all;
  }

  /// How one fund goes with each benchmark, as of the newest session for which that is stored;
  /// empty when nothing is.
  public List<ToBenchmark> of(InstrumentId fund, LocalDate through) {
    var rows = database.read(h -> CorrelationTable.ofInstrument(h, fund, through));
    var benchmarks = instruments.byId(rows.stream().map(one -> one.row().benchmark()).toList());
    return rows.stream()
        .flatMap(one ->
            Optional.ofNullable(benchmarks.get(one.row().benchmark())).stream()
                .map(benchmark -> toBenchmark(one, benchmark)))
        .toList();
  }

  private static ToBenchmark toBenchmark(CorrelationTable.Dated one, Instrument benchmark) {
    var comovement = one.row().comovement();
    return new ToBenchmark(
        benchmark.symbol(),
        one.row().window(),
        one.asOf(),
        number(comovement.numbers().map(Comovement.Numbers::correlation)),
        number(comovement.numbers().map(Comovement.Numbers::beta)),
        comovement.overlap(),
        comovement.reason().map(CorrelationTable::word));
  }

  /// How a fund goes with one benchmark; as [Correlation] has it.
  public record ToBenchmark(
      Symbol benchmark,
      CorrelationWindow window,
      LocalDate asOf,
      OptionalDouble correlation,
      OptionalDouble beta,
      int overlap,
      Optional<String> missingReason) {}

  private static OptionalDouble number(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }

  private static Relation relation(Map<CorrelationWindow, Comovement> windows) {
    return Relation.of(
        numbers(windows, CorrelationWindow.LONG), numbers(windows, CorrelationWindow.SHORT));
  }

  private static Optional<Comovement.Numbers> numbers(
      Map<CorrelationWindow, Comovement> windows, CorrelationWindow window) {
    return Optional.ofNullable(windows.get(window)).flatMap(Comovement::numbers);
  }

  // ---- computing

  /// The last session up to a date on which every benchmark that is known here has a close; empty
  /// where none has.
  public Optional<LocalDate> lastSession(LocalDate through) {
    var types = fundTypes();
    var ids =
        instruments.at(BENCHMARKS, through).values().stream()
            .filter(one -> isFund(one, types))
            .map(Instrument::id)
            .toList();
    return database.read(h -> DailyCloses.lastSessions(h, ids, through)).values().stream()
        .min(Comparator.naturalOrder());
  }

  /// Computes the correlations of all funds for the windows that end with a session and stores
  /// them; the same again changes nothing. Funds are the instruments of types of the category ETFs,
  /// and those whose type is not known.
  ///
  /// Says as well which benchmark each fund moves with (`correlation_reference`) and keeps the
  /// universes `correlates_…`, unless a later session was computed before or a benchmark has too
  /// few sessions. An instrument moves with the benchmark to which its long correlation is highest,
  /// when it follows that one as [Relation] says; a benchmark moves with itself.
  ///
  /// @param asOf on a day without a session the session before is meant
  /// @throws IllegalArgumentException if the calendar does not reach back that far
  public CorrelationRefresh refresh(LocalDate asOf) {
    var sessions = sessions(asOf);
    var last = sessions.getLast();
    var funds = funds();
    var benchmarks = new LinkedHashMap<Symbol, Instrument>();
    var missing = new LinkedHashMap<Symbol, String>();
    var holders = instruments.at(BENCHMARKS, last);
    for (var symbol : BENCHMARKS) {
      var holder = Optional.ofNullable(holders.get(symbol));
      holder
          .filter(one -> funds.containsKey(one.id()))
          .ifPresentOrElse(
              one -> benchmarks.put(symbol, one), () -> missing.put(symbol, whyMissing(holder)));
    }
    var prices = new Prices(sessions);
    readPrices(funds.keySet(), prices);
    boolean isWhole = !benchmarks.isEmpty();
    for (var benchmark : benchmarks.entrySet()) {
      int closes = prices.closes(benchmark.getValue().id());
      int window = CorrelationWindow.LONG.sessions();
      if (!Comovement.isEnough(Math.max(0, closes - 1), window)) {
        missing.put(
            benchmark.getKey(),
            "has closes of %d of the %d sessions up to %s"
                .formatted(closes, sessions.size(), last));
        isWhole = false;
      }
    }
    return store(last, funds, benchmarks, missing, prices, isWhole);
  }

  private static String whyMissing(Optional<Instrument> holder) {
    return holder
        .map(one ->
            "is %s of type %s here, no ETF"
                .formatted(one.name().orElse(one.toString()), one.type().orElse("unknown")))
        .orElse("is not known in this database");
  }

  /// The sessions whose closes the long window needs, ascending.
  private List<LocalDate> sessions(LocalDate asOf) {
    int needed = CorrelationWindow.LONG.sessions() + 1;
    var first = asOf.minusDays(DAYS_OF_THE_LONG_WINDOW);
    var known = calendar.known();
    var sessions =
        known.contains(asOf)
            ? calendar
                .sessions(
                    new DateRange(first.isBefore(known.first()) ? known.first() : first, asOf))
                .stream()
                .map(Session::date)
                .toList()
            : List.<LocalDate>of();
    if (sessions.size() < needed) {
      throw new IllegalArgumentException(
          "correlations up to "
              + asOf
              + " need "
              + needed
              + " sessions before it, and the calendar knows "
              + known);
    }
    return sessions.subList(sessions.size() - needed, sessions.size());
  }

  private Map<InstrumentId, Instrument> funds() {
    var types = fundTypes();
    var funds = new LinkedHashMap<InstrumentId, Instrument>();
    for (var instrument : instruments.all(InstrumentFilter.EVERY)) {
      if (isFund(instrument, types)) {
        funds.put(instrument.id(), instrument);
      }
    }
    return funds;
  }

  private Set<String> fundTypes() {
    var types = EquityTypes.postgres(database);
    types.seed();
    return types.all().stream()
        .filter(type -> type.category() == EquityCategory.ETFS)
        .map(EquityType::code)
        .collect(Collectors.toSet());
  }

  private static boolean isFund(Instrument instrument, Set<String> types) {
    return instrument.type().map(types::contains).orElse(true);
  }

  /// Logarithms of adjusted closes on the same sessions.
  private static final class Prices {
    private final List<LocalDate> sessions;
    private final Map<LocalDate, Integer> places = new HashMap<>();
    private final Map<InstrumentId, double[]> logarithms = new LinkedHashMap<>();
    private int withoutActions;
    private int skippedDividends;

    Prices(List<LocalDate> sessions) {
      this.sessions = sessions;
      for (int place = 0; place < sessions.size(); place++) {
        places.put(sessions.get(place), place);
      }
    }

    DateRange range() {
      return new DateRange(sessions.getFirst(), sessions.getLast());
    }

    void add(DailyCloses closes, InstrumentActions actions) {
      var adjusted = closes.adjusted(actions.splits(), actions.dividends(), sessions.getLast());
      skippedDividends += adjusted.skipped().size();
      var values = new double[sessions.size()];
      Arrays.fill(values, Double.NaN);
      for (var bar : adjusted.bars()) {
        Optional.ofNullable(places.get(bar.session()))
            .ifPresent(place -> values[place] = Math.log(bar.close()));
      }
      logarithms.put(closes.instrument(), values);
    }

    int closes(InstrumentId instrument) {
      int closes = 0;
      for (double value : of(instrument)) {
        closes += Double.isNaN(value) ? 0 : 1;
      }
      return closes;
    }

    double[] of(InstrumentId instrument) {
      var none = new double[sessions.size()];
      Arrays.fill(none, Double.NaN);
      return logarithms.getOrDefault(instrument, none);
    }
  }

  private void readPrices(Collection<InstrumentId> ids, Prices prices) {
    var all = List.copyOf(ids);
    var range = prices.range();
    for (int from = 0; from < all.size(); from += AT_A_TIME) {
      var some = all.subList(from, Math.min(all.size(), from + AT_A_TIME));
      var closes = database.read(h -> DailyCloses.read(h, some, range));
      var read = closes.stream().map(DailyCloses::instrument).toList();
      var known = actions.of(read, range);
      var covered = actions.covered(read);
      for (var one : closes) {
        prices.add(one, known.getOrDefault(one.instrument(), InstrumentActions.NONE));
        if (!isCovered(covered.getOrDefault(one.instrument(), List.of()), range)) {
          prices.withoutActions++;
        }
      }
    }
  }

  private static boolean isCovered(List<ActionsCovered> covered, DateRange range) {
    return covered.stream()
        .anyMatch(one ->
            !one.range().first().isAfter(range.first())
                && !one.range().last().isBefore(range.last()));
  }

  private CorrelationRefresh store(
      LocalDate asOf,
      Map<InstrumentId, Instrument> funds,
      Map<Symbol, Instrument> benchmarks,
      Map<Symbol, String> missing,
      Prices prices,
      boolean isWhole) {
    var rows = new ArrayList<CorrelationTable.Row>();
    var members = new ArrayList<CorrelationUniverses.Wanted>();
    var before =
        database.read(h -> CorrelationUniverses.before(h, List.copyOf(benchmarks.keySet()), asOf));
    int untyped = 0;
    for (var id : prices.logarithms.keySet()) {
      var fund = funds.get(id);
      if (fund == null) {
        continue;
      }
      var found = comovements(fund, benchmarks, prices);
      for (var one : found) {
        one.windows()
            .forEach((window, comovement) ->
                rows.add(new CorrelationTable.Row(id, one.benchmark().id(), window, comovement)));
      }
      if (fund.type().isEmpty()) {
        untyped++;
      } else {
        reference(fund, benchmarks, found, Optional.ofNullable(before.get(id)))
            .ifPresent(members::add);
      }
    }
    int withoutType = untyped;
    return database.inTransaction(transaction -> {
      boolean isNewest =
          CorrelationTable.newest(transaction, DateRange.ALWAYS.last())
              .map(newest -> !newest.isAfter(asOf))
              .orElse(true);
      var changed = CorrelationTable.store(transaction, asOf, rows);
      Optional<CorrelationRefresh.References> references =
          isWhole && isNewest
              ? Optional.of(refer(transaction, funds, benchmarks, members, asOf))
              : Optional.empty();
      return new CorrelationRefresh(
          asOf,
          List.copyOf(benchmarks.keySet()),
          missing,
          prices.logarithms.size(),
          withoutType,
          prices.withoutActions,
          prices.skippedDividends,
          pairs(rows),
          changed,
          references);
    });
  }

  /// An instrument beside one benchmark.
  private record Compared(
      Symbol symbol, Instrument benchmark, Map<CorrelationWindow, Comovement> windows) {
    double lasting() {
      return numbers(windows, CorrelationWindow.LONG)
          .map(Comovement.Numbers::correlation)
          .orElse(Double.NEGATIVE_INFINITY);
    }
  }

  /// An instrument is not compared with itself.
  private static List<Compared> comovements(
      Instrument fund, Map<Symbol, Instrument> benchmarks, Prices prices) {
    var found = new ArrayList<Compared>();
    var own = prices.of(fund.id());
    benchmarks.forEach((symbol, benchmark) -> {
      if (!benchmark.id().equals(fund.id())) {
        var windows = new EnumMap<CorrelationWindow, Comovement>(CorrelationWindow.class);
        for (var window : CorrelationWindow.values()) {
          windows.put(window, Comovement.of(own, prices.of(benchmark.id()), window.sessions()));
        }
        found.add(new Compared(symbol, benchmark, windows));
      }
    });
    return found;
  }

  /// @param before the benchmark that it followed at the session before: it stays with that one
  ///   while the numbers are nearly good enough and no other is clearly better
  private static Optional<CorrelationUniverses.Wanted> reference(
      Instrument fund,
      Map<Symbol, Instrument> benchmarks,
      List<Compared> found,
      Optional<Symbol> before) {
    for (var benchmark : benchmarks.entrySet()) {
      if (benchmark.getValue().id().equals(fund.id())) {
        return Optional.of(
            new CorrelationUniverses.Wanted(fund, benchmark.getKey(), "the benchmark itself"));
      }
    }
    // Of two that are equal the first stays.
    var best = found.stream().reduce((a, b) -> b.lasting() > a.lasting() ? b : a);
    return found.stream()
        .filter(one -> before.equals(Optional.of(one.symbol())))
        .filter(one -> stillFollows(one, best.orElseThrow()))
        .findFirst()
        .or(() -> best.filter(one -> relation(one.windows()) == Relation.FOLLOWS))
        .map(one -> new CorrelationUniverses.Wanted(fund, one.symbol(), reason(one.windows())));
  }

  private static boolean stillFollows(Compared one, Compared best) {
    return Relation.stillFollows(
            numbers(one.windows(), CorrelationWindow.LONG),
            numbers(one.windows(), CorrelationWindow.SHORT))
        && best.lasting() - one.lasting() <= Relation.CLEARLY_BETTER;
  }

  private static String reason(Map<CorrelationWindow, Comovement> windows) {
    var lasting = numbers(windows, CorrelationWindow.LONG).orElseThrow();
    var recent = numbers(windows, CorrelationWindow.SHORT).orElseThrow();
    return String.format(
        Locale.ROOT,
        "correlation %.3f over 252 sessions and %.3f over 60; beta %.2f",
        lasting.correlation(),
        recent.correlation(),
        lasting.beta());
  }

  private CorrelationRefresh.References refer(
      Handle transaction,
      Map<InstrumentId, Instrument> funds,
      Map<Symbol, Instrument> benchmarks,
      List<CorrelationUniverses.Wanted> members,
      LocalDate asOf) {
    var references = new HashMap<InstrumentId, Symbol>();
    members.forEach(member -> references.put(member.instrument().id(), member.benchmark()));
    int changed = instruments.referTo(transaction, funds.keySet(), references);
    var memberships =
        CorrelationUniverses.become(transaction, List.copyOf(benchmarks.keySet()), members, asOf);
    return new CorrelationRefresh.References(
        references.size(), changed, memberships.joined(), memberships.left());
  }

  private static CorrelationRefresh.Pairs pairs(List<CorrelationTable.Row> rows) {
    int tooFew = 0;
    int unmoved = 0;
    for (var row : rows) {
      var reason = row.comovement().reason();
      tooFew += reason.equals(Optional.of(Comovement.Reason.TOO_FEW_SESSIONS)) ? 1 : 0;
      unmoved += reason.equals(Optional.of(Comovement.Reason.DOES_NOT_MOVE)) ? 1 : 0;
    }
    return new CorrelationRefresh.Pairs(rows.size() - tooFew - unmoved, tooFew, unmoved);
  }
}
