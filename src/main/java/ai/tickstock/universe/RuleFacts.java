package ai.tickstock.universe;

import ai.tickstock.bars.DailyVolumes;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.listing.Fundamentals;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.FundFact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// What rules look at, of all instruments that trade, as it was known on a day.
///
/// @param ignored how many instruments have a fact that is dated after the day, by fact
record RuleFacts(
    LocalDate day,
    Map<InstrumentId, InstrumentFacts> all,
    SortedMap<String, Integer> ignored,
    Map<InstrumentId, List<FundFact>> derived,
    Map<InstrumentId, String> fundSectors) {
  /// Over so many sessions the average volume goes.
  static final int VOLUME_SESSIONS = 30;

  /// With fewer volumes there is no average.
  private static final int LEAST_VOLUMES = 20;

  /// Surely has as many sessions.
  private static final int DAYS_OF_THE_SESSIONS = 75;

  /// Before the name of each theme.
  private static final String ETF = "etf_";

  /// What takes long and not every rule looks at.
  ///
  /// @param volumes average volumes
  /// @param themes what the rules of funds' themes say, and the sectors that funds follow by them
  /// @param fundamentals sizes, costs, bands and industry codes; without them no fact is counted as
  ///   dated after the day
  record Wanted(boolean volumes, boolean themes, boolean fundamentals) {
    static Wanted by(UniverseRule rule) {
      return new Wanted(rule.uses(Measure.VOLUME), rule.usesThemes(), rule.usesFundamentals());
    }
  }

  /// Reads them from a database.
  record Source(Database database, TradingCalendar calendar, EtfThemes themes) {

    RuleFacts read(Handle h, LocalDate day, Wanted wanted) {
      var processing = EquityTypes.postgres(database).now();
      var instruments = Instruments.postgres(database).all(InstrumentFilter.TRADING);
      var told =
          wanted.themes()
              ? EtfFacts.postgres(database).all()
              : Map.<InstrumentId, List<EtfFacts.Known>>of();
      var fundamentals = wanted.fundamentals() ? Fundamentals.read(h, day) : notAsked(instruments);
      var averages =
          wanted.volumes()
              ? Optional.of(averages(h, fundamentals.keySet(), day))
              : Optional.<Averages>empty();
      var all = new LinkedHashMap<InstrumentId, InstrumentFacts>();
      var derived = new LinkedHashMap<InstrumentId, List<FundFact>>();
      var sectors = new LinkedHashMap<InstrumentId, String>();
      var ignored = new TreeMap<String, Integer>();
      for (var one : instruments) {
        var known = Optional.ofNullable(fundamentals.get(one.id()));
        if (known.isEmpty()) {
          continue; // It came after the one and before the other was read.
        }
        known.get().later().forEach(fact -> ignored.merge(fact, 1, Integer::sum));
        var category = processing.category(one);
        boolean isFund = category == EquityCategory.ETFS;
        var verdicts = List.<EtfThemes.Verdict>of();
        if (isFund && wanted.themes()) {
          var evidence = evidence(one, told.getOrDefault(one.id(), List.of()), day);
          verdicts = themes.classify(evidence);
          derived.put(one.id(), derived(verdicts, themes.index(evidence)));
          verdicts.stream()
              .filter(EtfThemes.Verdict::belongs)
              .flatMap(verdict -> verdict.sector().stream())
              .findFirst()
              .ifPresent(sector -> sectors.put(one.id(), sector));
        }
        var sector = isFund ? Optional.ofNullable(sectors.get(one.id())) : one.sector();
        var numbers = new EnumMap<Measure, InstrumentFacts.Known>(Measure.class);
        var missing = new EnumMap<Measure, String>(Measure.class);
        numbers(known.get(), day, numbers, missing, ignored);
        averages.ifPresent(volumes -> volumes.of(one.id(), day, numbers, missing));
        all.put(
            one.id(),
            new InstrumentFacts(one, category, sector, known.get(), numbers, missing, verdicts));
      }
      return new RuleFacts(day, all, ignored, derived, sectors);
    }

    private static Map<InstrumentId, Fundamentals> notAsked(Collection<Instrument> instruments) {
      var none = new LinkedHashMap<InstrumentId, Fundamentals>();
      instruments.forEach(one -> none.put(one.id(), Fundamentals.notAsked(one.id())));
      return none;
    }

    private static void numbers(
        Fundamentals known,
        LocalDate day,
        Map<Measure, InstrumentFacts.Known> numbers,
        Map<Measure, String> missing,
        Map<String, Integer> ignored) {
      if (known.marketCapAsOf().filter(day::isBefore).isPresent()) {
        missing.put(
            Measure.MARKET_CAP,
            "the only one is as of " + known.marketCapAsOf().map(LocalDate::toString).orElse(""));
        ignored.merge(FundFact.MARKET_CAP, 1, Integer::sum);
      } else if (known.marketCap().isPresent()) {
        put(numbers, Measure.MARKET_CAP, known.marketCap().getAsDouble(), known.marketCapAsOf());
      }
      known.capMissing().ifPresent(why -> missing.putIfAbsent(Measure.MARKET_CAP, why));
      known.aum().ifPresent(aum -> put(numbers, Measure.AUM, aum.value(), Optional.of(aum.asOf())));
      known
          .expenseRatio()
          .ifPresent(ratio ->
              put(numbers, Measure.EXPENSE_RATIO, ratio.value(), Optional.of(ratio.asOf())));
    }

    private static void put(
        Map<Measure, InstrumentFacts.Known> numbers,
        Measure measure,
        double value,
        Optional<LocalDate> asOf) {
      numbers.put(measure, new InstrumentFacts.Known(measure, value, asOf));
    }

    private record Averages(
        Map<InstrumentId, DailyVolumes> volumes, Map<InstrumentId, InstrumentActions> actions) {
      void of(
          InstrumentId instrument,
          LocalDate day,
          Map<Measure, InstrumentFacts.Known> numbers,
          Map<Measure, String> missing) {
        var own = Optional.ofNullable(volumes.get(instrument));
        int sessions = own.map(DailyVolumes::sessions).orElse(0);
        if (sessions < LEAST_VOLUMES) {
          missing.put(
              Measure.VOLUME,
              "%d of the last %d sessions have one, at least %d should"
                  .formatted(sessions, VOLUME_SESSIONS, LEAST_VOLUMES));
        } else {
          var splits = actions.getOrDefault(instrument, InstrumentActions.NONE).splits();
          own.ifPresent(
              volume -> put(numbers, Measure.VOLUME, volume.average(splits), Optional.of(day)));
        }
      }
    }

    private Averages averages(Handle h, Collection<InstrumentId> ids, LocalDate day) {
      var range = lastSessions(calendar, day, VOLUME_SESSIONS);
      return new Averages(
          DailyVolumes.read(h, ids, range), CorporateActions.postgres(database).of(ids, range));
    }

    /// What sources say up to the day, the newest first, and then the name that the list of
    /// instruments has.
    private static List<EtfThemes.Evidence> evidence(
        Instrument fund, List<EtfFacts.Known> told, LocalDate day) {
      var evidence = new ArrayList<EtfThemes.Evidence>();
      for (var known : told) {
        if (!known.asOf().isAfter(day)) {
          evidence.add(
              new EtfThemes.Evidence(
                  known.fact().name(),
                  known.fact().value(),
                  known.source(),
                  Optional.of(known.asOf())));
        }
      }
      fund.name()
          .ifPresent(name ->
              evidence.add(
                  new EtfThemes.Evidence(FundFact.NAME, name, "instruments", Optional.empty())));
      return evidence;
    }

    private static List<FundFact> derived(
        List<EtfThemes.Verdict> verdicts, Optional<String> index) {
      var derived = new ArrayList<FundFact>();
      verdicts.stream()
          .filter(EtfThemes.Verdict::belongs)
          .findFirst()
          .ifPresent(verdict ->
              derived.add(FundFact.text("etf_type", verdict.theme().substring(ETF.length()))));
      index.ifPresent(one -> derived.add(FundFact.text("underlying_index", one)));
      return derived;
    }
  }

  /// The dates from so many sessions before to a day, itself included.
  static DateRange lastSessions(TradingCalendar calendar, LocalDate day, int sessions) {
    var first = day.minusDays(DAYS_OF_THE_SESSIONS);
    var known = calendar.known().first();
    var dates =
        calendar.sessions(new DateRange(first.isBefore(known) ? known : first, day)).stream()
            .map(Session::date)
            .toList();
    return dates.isEmpty()
        ? new DateRange(day, day)
        : new DateRange(dates.get(Math.max(0, dates.size() - sessions)), day);
  }
}
