package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Makes the instruments of a synthetic market: the named ones, and invented ones of every type and
/// fate around them.
final class Population {
  /// How many there are in all.
  static final int SIZE = 14_000;

  private static final double SHARES_A_TRADE = 140;
  private static final LocalDate EARLIEST = LocalDate.of(1985, 1, 2);
  private static final LocalDate FIRST_SESSION = LocalDate.of(2003, 9, 10);
  private static final LocalDate LAST = LocalDate.of(2028, 10, 4);
  private static final List<String> TEST_SYMBOLS =
      List.of(
          "ZVZZT", "ZWZZT", "ZXZZT", "ZJZZT", "ZBZX", "ZTEST", "ZTST", "ATEST", "NTEST", "ZXYZ.A",
          "CBO", "CBX");

  private final long seed;
  private final List<Candidate> made;
  private final GeneratedNames names;
  private final ShareClasses classes;

  private Population(long seed) {
    this.seed = seed;
    made = new ArrayList<>(SIZE);
    made.addAll(NamedInstruments.read(seed));
    classes = new ShareClasses(made);
    var taken = new HashSet<String>(TEST_SYMBOLS);
    for (var named : made) {
      named.instrument().tickers().forEach(p -> taken.add(p.ticker()));
    }
    names = new GeneratedNames(seed, taken);
  }

  /// The whole population of a seed, indexes from 0.
  static List<Candidate> of(long seed) {
    var population = new Population(seed);
    TEST_SYMBOLS.forEach(population::addTestSymbol);
    while (population.made.size() < SIZE) {
      population.addNext();
    }
    return population.classes.weighted(population.made);
  }

  private void addTestSymbol(String ticker) {
    var listed = LocalDate.of(2003, 1, 8);
    add(
        ticker + " Test Stock",
        "CS",
        ticker.startsWith("C") ? "XNYS" : "XNAS",
        new Life(listed, Optional.empty(), List.of(period(ticker, listed, Optional.empty()))),
        new Traits(Optional.empty(), false, true, List.of()),
        new Behaviour(Sector.BOND, 15 + made.size() % 9, 40_000, 0.02, 0.1, 0, 0));
  }

  private void addNext() {
    int number = made.size();
    long dice = Hash.of(Hash.of(seed, "instrument"), number);
    double kind = Hash.unit(dice);
    if (kind < 0.40) {
      addCompany(number, dice, "CS");
    } else if (kind < 0.74) {
      addFund(number, dice, fundType(kind));
    } else if (kind < 0.78) {
      addCompany(number, dice, "ADRC");
    } else if (kind < 0.80) {
      addCompany(number, dice, "OTC");
    } else if (kind < 0.81) {
      addRecycled(number, dice);
    } else {
      addRelative(number, dice, kind);
    }
  }

  private static String fundType(double kind) {
    return kind < 0.68
        ? "ETF"
        : kind < 0.70 ? "FUND" : kind < 0.71 ? "ETS" : kind < 0.72 ? "ETV" : "ETN";
  }

  private void addCompany(int number, long dice, String type) {
    boolean otc = type.equals("OTC");
    var sector = Sector.ofCompany(Hash.of(dice, 1));
    var name = names.company(number, sector) + (type.equals("ADRC") ? " ADR" : "");
    int letters = otc ? 5 : Hash.unit(Hash.of(dice, 2)) < 0.2 ? 3 : 4;
    var life = life(number, dice, letters);
    double price = StrictMath.exp(3.1 + 1.1 * Hash.bell(Hash.of(dice, 3)));
    add(
        name,
        otc ? "OS" : type,
        otc ? "OTC Link" : Hash.unit(Hash.of(dice, 4)) < 0.62 ? "XNAS" : company(dice),
        life,
        new Traits(
            Optional.of(Identity.of(dice)),
            otc,
            Hash.unit(Hash.of(dice, 5)) > 0.02,
            splits(dice, life, price)),
        behaviour(dice, sector, price, 0.35, type.equals("CS") ? 0.35 : 0.5, 4));
  }

  private static String company(long dice) {
    return Hash.unit(Hash.of(dice, 6)) < 0.85 ? "XNYS" : "XASE";
  }

  private void addFund(int number, long dice, String type) {
    var sector = Sector.any(Hash.of(dice, 1));
    var suffix = type.equals("ETN") ? "ETN" : type.equals("FUND") ? "Fund" : "ETF";
    var life = life(number, dice, Hash.unit(Hash.of(dice, 2)) < 0.15 ? 3 : 4);
    double price = StrictMath.exp(3.4 + 0.5 * Hash.bell(Hash.of(dice, 3)));
    double place = Hash.unit(Hash.of(dice, 4));
    add(
        names.fund(number, sector, suffix),
        type,
        type.equals("FUND") ? "XNYS" : place < 0.55 ? "ARCX" : place < 0.8 ? "XNAS" : "BATS",
        life,
        new Traits(
            Hash.unit(Hash.of(dice, 7)) < 0.85 ? Optional.of(Identity.of(dice)) : Optional.empty(),
            false,
            true,
            sector == Sector.LEV3 ? splits(dice, life, price) : List.of()),
        behaviour(dice, sector, price, 0.02, 0.7, sector == Sector.BOND ? 12 : 4));
  }

  /// Another company under the ticker of one that is gone.
  private void addRecycled(int number, long dice) {
    for (int attempt = 0; attempt < 200; attempt++) {
      var former = made.get(Hash.below(Hash.of(dice, 100, attempt), made.size())).instrument();
      var gone = former.delisted();
      if (gone.isEmpty()
          || gone.get().isAfter(LocalDate.of(2022, 1, 1))
          || former.otc()
          || !names.take(former.lastTicker() + " again")) {
        continue;
      }
      var listed = wednesday(gone.get().plusDays(400 + Hash.below(Hash.of(dice, 101), 1000)));
      var sector = Sector.ofCompany(Hash.of(dice, 1));
      add(
          names.company(number, sector),
          "CS",
          former.exchange(),
          new Life(
              listed,
              Optional.empty(),
              List.of(period(former.lastTicker(), listed, Optional.empty()))),
          new Traits(Optional.of(Identity.of(dice)), false, true, List.of()),
          behaviour(dice, sector, 24, 0.35, 0.3, 4));
      return;
    }
    addCompany(number, dice, "CS");
  }

  /// A preferred, second class, warrant, unit or right of a company made before.
  private void addRelative(int number, long dice, double kind) {
    var parent = made.get(Hash.below(Hash.of(dice, 8), number));
    var company = parent.instrument();
    boolean plain = company.type().equals("CS") && company.tickers().size() == 1 && !company.otc();
    var root = company.lastTicker();
    boolean invented = plain && root.length() <= 4 && root.indexOf('.') < 0;
    var letter = (char) ('A' + Hash.below(Hash.of(dice, 9), 8));
    boolean nasdaq = company.exchange().equals("XNAS");
    String type;
    String ticker;
    String addition;
    if (kind < 0.88) {
      type = "PFD";
      ticker = root + "p" + letter;
      addition = " Preferred Stock, Series " + letter;
    } else if (kind < 0.90) {
      type = "CS";
      ticker = root + "." + (Hash.unit(dice) < 0.5 ? "A" : "B");
      addition = " Class " + ticker.charAt(ticker.length() - 1);
    } else if (kind < 0.95) {
      type = "WARRANT";
      ticker = root + (nasdaq ? "W" : ".WS");
      addition = " Warrants";
    } else if (kind < 0.985) {
      type = "UNIT";
      ticker = root + (nasdaq ? "U" : ".U");
      addition = " Units";
    } else {
      type = "RIGHT";
      ticker = root + (nasdaq ? "R" : "r");
      addition = " Rights";
    }
    if (!invented || company.index() < 200 || !names.take(ticker)) {
      addFund(number, dice, "ETF");
      return;
    }
    var listed = company.listed().orElse(EARLIEST);
    double price = type.equals("PFD") ? 25 : type.equals("UNIT") ? 10.4 : 1.5;
    boolean shares = type.equals("CS");
    if (shares) {
      classes.note(number, company.index());
    }
    double silence = 0.02 + 0.3 * Hash.unit(Hash.of(dice, 13));
    add(
        company.name() + addition,
        type,
        company.exchange(),
        new Life(listed, company.delisted(), List.of(period(ticker, listed, company.delisted()))),
        new Traits(
            shares
                ? company.company().map(c -> Identity.of(dice).withCik(c.cik()))
                : Optional.empty(),
            false,
            Hash.unit(Hash.of(dice, 5)) > 0.05,
            List.of()),
        new Behaviour(
            parent.behaviour().sector(),
            shares ? parent.behaviour().price() : price,
            volumeOf(silence, Hash.unit(Hash.of(dice, 12))),
            type.equals("PFD") ? 0.05 : 0.4,
            silence,
            type.equals("PFD") ? 0.06 : 0,
            4));
  }

  private static Behaviour behaviour(
      long dice, Sector sector, double price, double own, double payers, int payments) {
    double thin = Hash.unit(Hash.of(dice, 15));
    double silence =
        thin < 0.7 ? 0 : thin < 0.9 ? 0.01 : thin < 0.98 ? 0.15 : thin < 0.995 ? 0.6 : 1;
    double volume =
        silence == 0 || silence == 1
            ? StrictMath.exp(12 + 1.6 * Hash.bell(Hash.of(dice, 14)))
            : volumeOf(silence, Hash.unit(Hash.of(dice, 14)));
    boolean pays = Hash.unit(Hash.of(dice, 16)) < payers;
    return new Behaviour(
        sector,
        price,
        volume,
        own * (0.6 + 0.8 * Hash.unit(Hash.of(dice, 17))),
        silence,
        pays ? 0.005 + 0.05 * Hash.unit(Hash.of(dice, 18)) : 0,
        payments);
  }

  /// Shares on an ordinary day of a name that stays without a trade on that share of the days: if
  /// trades came by chance there would be `-ln(silence)` of them a day.
  ///
  /// @param unit 0 to 1, for variety
  private static double volumeOf(double silence, double unit) {
    return -StrictMath.log(silence) * SHARES_A_TRADE * (0.6 + 0.8 * unit);
  }

  private record Life(LocalDate listed, Optional<LocalDate> delisted, List<TickerPeriod> tickers) {}

  private record Traits(
      Optional<Identity> identity, boolean otc, boolean referenced, List<Split> splits) {}

  private Life life(int number, long dice, int letters) {
    double birth = Hash.unit(Hash.of(dice, 20));
    double spread = Hash.unit(Hash.of(dice, 21));
    var listed =
        birth < 0.4
            ? between(EARLIEST, FIRST_SESSION, spread)
            : between(FIRST_SESSION, LAST, spread);
    Optional<LocalDate> delisted = Optional.empty();
    if (Hash.unit(Hash.of(dice, 22)) < 0.16) {
      var from = listed.isBefore(FIRST_SESSION) ? FIRST_SESSION : listed;
      var end = between(from.plusDays(90), LAST.plusDays(60), Hash.unit(Hash.of(dice, 23)));
      delisted = end.isAfter(from) ? Optional.of(end) : Optional.empty();
    }
    var ticker = names.ticker(number, letters);
    if (Hash.unit(Hash.of(dice, 24)) < 0.05) {
      var from = listed.isBefore(FIRST_SESSION) ? FIRST_SESSION : listed;
      var renamed = between(from, delisted.orElse(LAST), Hash.unit(Hash.of(dice, 25)));
      if (renamed.isAfter(listed) && (delisted.isEmpty() || renamed.isBefore(delisted.get()))) {
        var former = names.ticker(number + SIZE, letters);
        return new Life(
            listed,
            delisted,
            List.of(
                period(former, listed, Optional.of(renamed)), period(ticker, renamed, delisted)));
      }
    }
    return new Life(listed, delisted, List.of(period(ticker, listed, delisted)));
  }

  private List<Split> splits(long dice, Life life, double price) {
    var splits = new ArrayList<Split>();
    if (Hash.unit(Hash.of(dice, 30)) > 0.18) {
      return splits;
    }
    var from = life.listed().isBefore(FIRST_SESSION) ? FIRST_SESSION : life.listed();
    var to = life.delisted().orElse(LAST);
    int[] sizes = price > 15 ? new int[] {2, 3, 4, 2} : new int[] {10, 4, 20, 8};
    for (int i = 0; i < 1 + Hash.below(Hash.of(dice, 31), 2); i++) {
      var size = new BigDecimal(sizes[Hash.below(Hash.of(dice, 32, i), sizes.length)]);
      var date = between(from, to, (i + Hash.unit(Hash.of(dice, 33, i))) / 2);
      boolean inside = date.isAfter(life.listed()) && date.isBefore(to);
      if (inside && splits.stream().noneMatch(s -> s.executionDate().equals(date))) {
        splits.add(
            price > 15
                ? new Split(date, BigDecimal.ONE, size)
                : new Split(date, size, BigDecimal.ONE));
      }
    }
    splits.sort((a, b) -> a.executionDate().compareTo(b.executionDate()));
    return splits;
  }

  private void add(
      String name, String type, String exchange, Life life, Traits traits, Behaviour behaviour) {
    var identity = traits.identity();
    boolean figi = !traits.otc() && Hash.unit(Hash.of(seed, made.size(), 40)) > 0.04;
    made.add(
        new Candidate(
            new Instrument(
                made.size(),
                name,
                type,
                exchange,
                traits.otc(),
                traits.otc() || type.startsWith("E") || type.equals("FUND")
                    ? Optional.empty()
                    : identity.map(i ->
                        new Company(
                            i.cik(),
                            behaviour.sector().sicCode(),
                            behaviour.sector().sicDescription(),
                            (long) (1_000_000 + behaviour.volume() * 150))),
                figi ? identity.map(Identity::compositeFigi) : Optional.empty(),
                figi ? identity.map(Identity::shareClassFigi) : Optional.empty(),
                Optional.of(life.listed()),
                life.delisted(),
                life.tickers(),
                traits.splits(),
                traits.referenced()),
            behaviour));
  }

  private static TickerPeriod period(String ticker, LocalDate from, Optional<LocalDate> until) {
    return new TickerPeriod(ticker, from, until);
  }

  private static LocalDate between(LocalDate from, LocalDate to, double share) {
    long days = Math.max(0, to.toEpochDay() - from.toEpochDay());
    return wednesday(from.plusDays((long) (days * share)));
  }

  /// The Wednesday from a date on, past the days on which a holiday or mourning falls: a session
  /// without asking the calendar, so that the population does not depend on one.
  static LocalDate wednesday(LocalDate from) {
    var date = from.with(TemporalAdjusters.nextOrSame(DayOfWeek.WEDNESDAY));
    int day = date.getMonthValue() * 100 + date.getDayOfMonth();
    boolean closed =
        day == 101
            || day == 619
            || day == 704
            || day == 1225
            || date.equals(LocalDate.of(2018, 12, 5));
    return closed ? wednesday(date.plusDays(7)) : date;
  }
}
