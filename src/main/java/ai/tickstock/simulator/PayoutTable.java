package ai.tickstock.simulator;

import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// All dividends of a market in columns, by ticker and date, so that half a million of them are
/// twenty megabytes and a walk over all of them sorts nothing. Immutable once it is made.
final class PayoutTable {
  private static final int UNKNOWN = Integer.MIN_VALUE;
  private static final int FIRST = 4096;

  private final List<Instrument> instruments;
  private int size;
  private int[] instrument = new int[FIRST];
  private int[] place = new int[FIRST];
  private int[] exDate = new int[FIRST];
  private int[] declared = new int[FIRST];
  private int[] payable = new int[FIRST];
  private double[] cash = new double[FIRST];
  private short[] frequency = new short[FIRST];
  private boolean[] special = new boolean[FIRST];
  private String[] currency = new String[FIRST];

  /// Rows by ex-date, those of a date by ticker.
  private final int[] byDate;

  PayoutTable(Market market) {
    instruments = market.instruments();
    var byTicker = new TreeMap<String, List<Instrument>>();
    for (var one : instruments) {
      byTicker.computeIfAbsent(one.lastTicker(), _ -> new ArrayList<>(1)).add(one);
    }
    record Numbered(Instrument instrument, int place, Payout payout) {}
    for (var users : byTicker.values()) {
      var all = new ArrayList<Numbered>();
      for (var user : users) {
        var payouts = market.payouts(user);
        for (int i = 0; i < payouts.size(); i++) {
          all.add(new Numbered(user, i, payouts.get(i)));
        }
      }
      if (users.size() > 1) {
        all.sort(Comparator.comparing(n -> n.payout().dividend().exDate()));
      }
      all.forEach(n -> add(n.instrument(), n.place(), n.payout()));
    }
    room(size);
    byDate = byDate();
  }

  private void add(Instrument of, int number, Payout payout) {
    if (size == exDate.length) {
      room(size + size / 2);
    }
    instrument[size] = of.index();
    place[size] = number;
    exDate[size] = (int) payout.dividend().exDate().toEpochDay();
    declared[size] = day(payout.declared());
    payable[size] = day(payout.payable());
    cash[size] = payout.dividend().cashAmount().doubleValue();
    frequency[size] = (short) payout.frequency();
    special[size] = payout.special();
    currency[size] = payout.dividend().currency();
    size++;
  }

  private void room(int rows) {
    instrument = Arrays.copyOf(instrument, rows);
    place = Arrays.copyOf(place, rows);
    exDate = Arrays.copyOf(exDate, rows);
    declared = Arrays.copyOf(declared, rows);
    payable = Arrays.copyOf(payable, rows);
    cash = Arrays.copyOf(cash, rows);
    frequency = Arrays.copyOf(frequency, rows);
    special = Arrays.copyOf(special, rows);
    currency = Arrays.copyOf(currency, rows);
  }

  private static int day(Optional<LocalDate> date) {
    return date.map(d -> (int) d.toEpochDay()).orElse(UNKNOWN);
  }

  /// By counting how many rows each date has.
  private int[] byDate() {
    if (size == 0) {
      return new int[0];
    }
    int first = Arrays.stream(exDate).min().orElseThrow();
    int last = Arrays.stream(exDate).max().orElseThrow();
    var starts = new int[last - first + 2];
    for (int date : exDate) {
      starts[date - first + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var sorted = new int[size];
    for (int row = 0; row < size; row++) {
      sorted[starts[exDate[row] - first]++] = row;
    }
    return sorted;
  }

  /// All rows in an order: by ex-date or ticker without sorting, by anything else by ticker and
  /// date.
  IntStream rows(Columns.Order<Row> order) {
    if (order.isBy("ex_dividend_date")) {
      return order.descending() ? backwards(byDate, exDate) : Arrays.stream(byDate);
    }
    var rows = IntStream.range(0, size);
    return order.isBy("ticker") && order.descending()
        ? backwards(rows.toArray(), tickerNumbers())
        : rows;
  }

  /// Whether `rows` are in that order already.
  static boolean isInOrder(Columns.Order<Row> order) {
    return order.isBy("ex_dividend_date") || order.isBy("ticker");
  }

  private int[] tickerNumbers() {
    var numbers = new int[size];
    for (int row = 1; row < size; row++) {
      boolean same = row(row).ticker().equals(row(row - 1).ticker());
      numbers[row] = numbers[row - 1] + (same ? 0 : 1);
    }
    return numbers;
  }

  /// Groups of equal keys from the last to the first; within a group the order stays.
  private static IntStream backwards(int[] rows, int[] keys) {
    var turned = new int[rows.length];
    int to = 0;
    for (int end = rows.length; end > 0; ) {
      int start = end - 1;
      while (start > 0 && keys[rows[start - 1]] == keys[rows[start]]) {
        start--;
      }
      System.arraycopy(rows, start, turned, to, end - start);
      to += end - start;
      end = start;
    }
    return Arrays.stream(turned);
  }

  Row row(int number) {
    return new Row(this, number);
  }

  /// One dividend.
  record Row(PayoutTable table, int number) {
    Instrument instrument() {
      return table.instruments.get(table.instrument[number]);
    }

    String ticker() {
      return instrument().lastTicker();
    }

    /// Among those of its instrument.
    int place() {
      return table.place[number];
    }

    LocalDate exDate() {
      return LocalDate.ofEpochDay(table.exDate[number]);
    }

    Optional<LocalDate> declared() {
      return date(table.declared[number]);
    }

    /// Whether it is known on a date.
    boolean isKnownOn(LocalDate date) {
      int declared = table.declared[number];
      return (declared == UNKNOWN ? table.exDate[number] : declared) <= date.toEpochDay();
    }

    Optional<LocalDate> payable() {
      return date(table.payable[number]);
    }

    private static Optional<LocalDate> date(int day) {
      return day == UNKNOWN ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(day));
    }

    /// Empty where it is not known yet.
    Optional<LocalDate> recorded() {
      return payable().map(_ -> exDate());
    }

    double cash() {
      return table.cash[number];
    }

    String currency() {
      return table.currency[number];
    }

    int frequency() {
      return table.frequency[number];
    }

    String id() {
      return "D"
          + instrument().index()
          + "-"
          + table.exDate[number]
          + (table.special[number] ? "s" : "");
    }

    String oldKind() {
      return table.special[number] ? "SC" : "CD";
    }

    String newKind() {
      return table.special[number] ? "special" : frequency() == 0 ? "unknown" : "recurring";
    }
  }
}
