package ai.tickstock.universe;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the members of universes are what a whole list of the vendor says that they are. Safe
/// for use by many threads.
public final class UniverseValidation {
  private final Universes universes;
  private final Instruments instruments;
  private final EquityTypes types;
  private final ListingSync lists;

  private UniverseValidation(Database database) {
    universes = Universes.postgres(database);
    instruments = Instruments.postgres(database);
    types = EquityTypes.postgres(database);
    lists = ListingSync.postgres(database);
  }

  public static UniverseValidation postgres(Database database) {
    return new UniverseValidation(database);
  }

  /// @param source as it is stored with lists that were taken
  /// @param rows trading instruments, and delisted ones where the source has them
  /// @param allExchanges whether it holds all exchanges of the US; of one that does not, members of
  ///   other exchanges are not judged
  public record WholeList(String source, List<ListingRow> rows, boolean allExchanges) {
    public WholeList {
      rows = List.copyOf(rows);
    }

    private List<ListingRow> trading() {
      return rows.stream().filter(ListingRow::active).toList();
    }
  }

  /// What is wrong with a member.
  public enum Fault {
    /// The list has the ticker neither among those that trade nor among delisted ones.
    UNKNOWN,
    /// The list says that it trades no more.
    INACTIVE,
    /// The type is not ours, or is none for a universe of that kind.
    TYPE,
    /// The ticker is that of somebody else.
    ANOTHER_INSTRUMENT
  }

  /// @param universe as commands name it
  public record Finding(String universe, Symbol symbol, Fault fault, String detail) {}

  /// How it went.
  public sealed interface Outcome {
    /// The list is not whole, so that it proves nothing.
    record Refused(String reason) implements Outcome {}

    /// @param memberships of how many was asked
    /// @param notJudged those of exchanges that the list does not hold
    /// @param findings by universe and ticker, one a membership at most
    record Compared(int universes, int memberships, int notJudged, List<Finding> findings)
        implements Outcome {
      public Compared {
        findings = List.copyOf(findings);
      }

      /// Judged memberships with which the list agrees, in percent, never rounded up to 100; empty
      /// when none was judged.
      public Optional<BigDecimal> agreement() {
        int judged = memberships - notJudged;
        return judged == 0
            ? Optional.empty()
            : Optional.of(
                BigDecimal.valueOf(100L * (judged - findings.size()))
                    .divide(BigDecimal.valueOf(judged), 2, RoundingMode.DOWN));
      }
    }
  }

  /// @param members of one or several universes
  /// @param shortList a list with less than this part of the trading instruments of the one that
  ///   was taken last, or without one of those that we know, is cut short
  public Outcome validate(List<Member> members, LocalDate today, WholeList list, double shortList) {
    var trading = list.trading();
    var exchanges = trading.stream().flatMap(row -> row.exchange().stream()).collect(toSet());
    int expected =
        lists
            .newestList(list.source(), list.allExchanges())
            .map(ListingSync.NewestList::trading)
            .orElseGet(() -> knownToTrade(list, exchanges));
    if (trading.isEmpty() || trading.size() < expected * shortList) {
      return new Outcome.Refused(
          String.format(
              Locale.ROOT,
              "the list has %,d rows of trading instruments and should have about %,d: it is cut"
                  + " short, so nothing was compared; if it is right, 'tickstock symbols sync' first",
              trading.size(),
              expected));
    }
    types.seed();
    var judge =
        new Judge(
            new Rows(list),
            types.all().stream().collect(toMap(EquityType::code, EquityType::category)),
            exchanges);
    // A set of one equity type holds what its type is, stocks or not.
    var kinds =
        universes.list(today).stream()
            .filter(one -> !one.category().equals(UniverseSeeds.EQUITY_TYPES))
            .collect(toMap(Universe::key, Universe::kind));
    var findings = new ArrayList<Finding>();
    var named = members.stream().flatMap(member -> member.universes().stream()).collect(toSet());
    int memberships = 0;
    int notJudged = 0;
    for (var match : MemberMatch.all(members, instruments)) {
      for (var universe : match.member().universes()) {
        memberships++;
        switch (judge.judge(match, kinds.getOrDefault(universe, ""))) {
          case Verdict.Agrees _ -> {}
          case Verdict.NotJudged _ -> notJudged++;
          case Verdict.Differs(var fault, var detail) ->
              findings.add(new Finding(universe, match.member().symbol(), fault, detail));
        }
      }
    }
    findings.sort(Comparator.comparing(Finding::universe).thenComparing(Finding::symbol));
    return new Outcome.Compared(named.size(), memberships, notJudged, findings);
  }

  private int knownToTrade(WholeList list, Set<String> exchanges) {
    return (int)
        instruments.all(InstrumentFilter.TRADING).stream()
            .filter(one -> list.allExchanges() || isOn(exchanges, one))
            .count();
  }

  private static boolean isOn(Set<String> exchanges, Instrument instrument) {
    return instrument.exchange().map(Mic::toString).filter(exchanges::contains).isPresent();
  }

  private sealed interface Verdict {
    record Agrees() implements Verdict {}

    record NotJudged() implements Verdict {}

    record Differs(Fault fault, String detail) implements Verdict {}
  }

  /// The list by ticker and by identity.
  private static final class Rows {
    private final boolean allExchanges;
    private final Map<Symbol, ListingRow> trading = new HashMap<>();
    private final Map<Symbol, ListingRow> delisted = new HashMap<>();
    private final Map<String, ListingRow> byFigi = new HashMap<>();

    Rows(WholeList list) {
      allExchanges = list.allExchanges();
      for (var row : list.rows()) {
        if (row.active()) {
          trading.putIfAbsent(row.symbol(), row);
          row.compositeFigi().ifPresent(figi -> byFigi.putIfAbsent(figi, row));
        } else {
          delisted.merge(row.symbol(), row, Rows::later);
        }
      }
    }

    private static ListingRow later(ListingRow a, ListingRow b) {
      return a.delistedOn().orElse(LocalDate.MIN).isBefore(b.delistedOn().orElse(LocalDate.MIN))
          ? b
          : a;
    }
  }

  private record Judge(Rows rows, Map<String, EquityCategory> categories, Set<String> exchanges) {

    Verdict judge(MemberMatch match, String kind) {
      var member = match.member();
      Optional<Instrument> ours =
          match instanceof MemberMatch.Found found
              ? Optional.of(found.instrument())
              : Optional.empty();
      var row = Optional.ofNullable(rows.trading.get(member.symbol()));
      return row.isPresent() ? judge(member, ours, row.get(), kind) : missing(member, ours);
    }

    private Verdict missing(Member member, Optional<Instrument> ours) {
      var elsewhere = ours.flatMap(Instrument::compositeFigi).map(rows.byFigi::get);
      if (elsewhere.isPresent()) {
        return new Verdict.Differs(
            Fault.UNKNOWN,
            "trades as "
                + elsewhere.get().symbol()
                + ": 'tickstock symbols sync' takes the new ticker");
      }
      var gone = Optional.ofNullable(rows.delisted.get(member.symbol()));
      if (gone.isPresent()) {
        return new Verdict.Differs(
            Fault.INACTIVE,
            gone.get().delistedOn().map(date -> "delisted on " + date).orElse("trades no more"));
      }
      return rows.allExchanges || ours.filter(one -> isOn(exchanges, one)).isPresent()
          ? new Verdict.Differs(Fault.UNKNOWN, "in no list, trading or delisted")
          : new Verdict.NotJudged();
    }

    private Verdict judge(Member member, Optional<Instrument> ours, ListingRow row, String kind) {
      var figi = ours.flatMap(Instrument::compositeFigi);
      if (figi.isPresent()
          && row.compositeFigi().filter(theirs -> !theirs.equals(figi.get())).isPresent()) {
        return new Verdict.Differs(
            Fault.ANOTHER_INSTRUMENT,
            "is "
                + row.name().orElse("without a name")
                + " with FIGI "
                + row.compositeFigi().get()
                + "; ours has "
                + figi.get());
      }
      boolean isMeant =
          member.instrument().isPresent()
              || row.name().isEmpty()
              || CompanyName.of(member.expectedName()).isMeantBy(row.name().get());
      if (!isMeant) {
        return new Verdict.Differs(
            Fault.ANOTHER_INSTRUMENT,
            "is " + row.name().get() + "; the list of members means " + member.expectedName());
      }
      return row.type().isEmpty() ? new Verdict.Agrees() : judge(ours, row.type().get(), kind);
    }

    private Verdict judge(Optional<Instrument> ours, String type, String kind) {
      var differs = ours.flatMap(Instrument::type).filter(own -> !own.equals(type));
      if (differs.isPresent()) {
        return new Verdict.Differs(
            Fault.TYPE, "is of type " + type + "; " + differs.get() + " here");
      }
      var category = categories.getOrDefault(type, EquityCategory.OTHER);
      boolean belongs =
          switch (kind) {
            case CacheProjection.ETF_UNIVERSE -> category == EquityCategory.ETFS;
            case CacheProjection.STOCK_UNIVERSE -> category == EquityCategory.STOCKS;
            default -> true;
          };
      return belongs
          ? new Verdict.Agrees()
          : new Verdict.Differs(
              Fault.TYPE,
              "is of type "
                  + type
                  + " ("
                  + category.word()
                  + "), which does not belong into a universe of kind "
                  + kind);
    }
  }
}
