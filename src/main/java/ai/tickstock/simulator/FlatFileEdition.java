package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A file that is made from a market, as it is at an instant. Size and ETag follow from what it is
/// made of and not from its bytes, so that a list of hundreds makes none of them.
final class FlatFileEdition {
  /// Compressed bytes an instrument listed on an exchange, more than any session of the synthetic
  /// market needs.
  private static final int DAY_BYTES = 34;

  private static final int MINUTE_BYTES = 5000;
  private static final int MINUTE_BYTES_BEFORE_EARLY_CLOSES = 3500;
  private static final int LEAST_BYTES = 8192;

  /// So that files of equal length are rare.
  private static final int SPREAD = 4096;

  /// Share of the tickers that the first edition of a replaced file lacks.
  private static final double LACKING = 1 / 50.0;

  /// Counts up when the same seed begins to give other contents.
  private static final String FORMAT = "1";

  private final Market market;
  private final ListedCount listed;
  private final FlatFileTimes times;
  private final FlatFileName name;
  private final Instant now;
  private final List<FaultRule> rules;
  private final List<FaultRule> corrections;
  private final List<FaultRule> lacking;
  private final List<FaultRule> tripled;
  private final List<FaultRule> misdated;
  private final boolean backwards;

  /// @param rules those that strike the file
  FlatFileEdition(
      Market market,
      ListedCount listed,
      FlatFileTimes times,
      FlatFileName name,
      List<FaultRule> rules,
      Instant now) {
    this.listed = listed;
    this.market = market;
    this.times = times;
    this.name = name;
    this.now = now;
    this.rules = rules;
    corrections = of(FaultKind.REVISED_BARS).filter(this::hasCome).toList();
    lacking = of(FaultKind.REPLACED_FILE).filter(r -> !hasCome(r)).toList();
    tripled = of(FaultKind.TRIPLED_ROWS).toList();
    misdated = of(FaultKind.MISDATED_FILE).toList();
    backwards = times.sorted(name).filter(now::isBefore).isPresent();
  }

  private Stream<FaultRule> of(FaultKind kind) {
    return rules.stream().filter(r -> r.kind() == kind);
  }

  private boolean hasCome(FaultRule rule) {
    return !times.of(rule, name).isAfter(now);
  }

  /// @param corrected hears how many bars were corrected, each time the file is written
  FlatFile file(LongConsumer corrected) {
    long size = size();
    return new FlatFile(
        name, modified(), etag(), size, struck(), out -> write(out, size, corrected));
  }

  private Instant modified() {
    var changes = Stream.concat(of(FaultKind.REVISED_BARS), of(FaultKind.REPLACED_FILE));
    return Stream.concat(changes.map(r -> times.of(r, name)), times.sorted(name).stream())
        .filter(change -> !change.isAfter(now))
        .reduce(times.out(name, rules), (a, b) -> a.isAfter(b) ? a : b)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private List<FaultKind> struck() {
    return Stream.of(lacking, tripled, misdated)
        .flatMap(found -> found.stream().limit(1))
        .map(FaultRule::kind)
        .toList();
  }

  private String etag() {
    var made = new ArrayList<String>(List.of(FORMAT, market.kind(), name.key()));
    market.seed().ifPresent(seed -> made.add("seed " + seed));
    market.scenario().ifPresent(made::add);
    made.add(backwards ? "descending" : "ascending");
    Stream.of(corrections, lacking, tripled, misdated)
        .flatMap(List::stream)
        .forEach(rule -> made.add(rule.seed() + Json.bytes(rule::write).text()));
    return ETag.of(String.join("\n", made), size());
  }

  private long size() {
    int salt = name.key().hashCode() & (SPREAD - 1);
    return LEAST_BYTES + salt + listed.on(name.session()) * bytes() * (tripled.isEmpty() ? 1 : 3);
  }

  private int bytes() {
    if (name.kind() == FlatFileKind.DAYS) {
      return DAY_BYTES;
    }
    boolean early = times.calendar().session(name.session()).filter(s -> s.early()).isPresent();
    return early ? MINUTE_BYTES_BEFORE_EARLY_CLOSES : MINUTE_BYTES;
  }

  private void write(OutputStream out, long size, LongConsumer corrected) throws IOException {
    var shown =
        corrections.isEmpty()
            ? market
            : new CorrectedMarket(
                market, new Corrections(corrections, times.calendar()), now, corrected);
    try (var gzip = new PaddedGzip(out, size)) {
      new FlatFileRows(
              market,
              shown,
              name,
              backwards,
              this::has,
              this::isTripled,
              misdated.isEmpty() ? 0 : 1)
          .write(gzip);
      gzip.finish();
    }
  }

  private boolean has(String ticker) {
    return lacking.stream()
        .noneMatch(rule ->
            rule.tickers().isEmpty()
                ? Dice.roll(rule.seed(), ticker, name.session()) < LACKING
                : rule.tickers().contains(ticker));
  }

  private boolean isTripled(String ticker) {
    return tripled.stream().anyMatch(rule -> rule.concernsBar(ticker, name.session()));
  }
}
