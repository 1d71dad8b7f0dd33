package ai.tickstock.provider.massive;

import ai.tickstock.provider.SnapshotRow;
import ai.tickstock.provider.SnapshotRow.FairValue;
import ai.tickstock.provider.SnapshotRow.MinuteSoFar;
import ai.tickstock.provider.SnapshotRow.Prices;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The readers of both generations of snapshots.
final class SnapshotRows {
  /// Stamps below this number are milliseconds: the vendor documents nanoseconds and has shown
  /// both.
  private static final long FIRST_NANOS = 100_000_000_000_000_000L;

  /// `/v2/snapshot/…`: names of one letter.
  static final RowReader<SnapshotRow> OLDER =
      (row, _) -> older(new Fields(PageReader.JSON.readTree(row)));

  /// `/v3/snapshot`: an item is an empty list where the vendor does not know the ticker.
  static final RowReader<List<SnapshotRow>> UNIVERSAL =
      (row, _) -> {
        var fields = new Fields(PageReader.JSON.readTree(row));
        return fields.text("error").isPresent()
            ? Optional.of(List.of())
            : universal(fields).map(List::of);
      };

  private SnapshotRows() {}

  private static Optional<SnapshotRow> older(Fields row) {
    var minute = part(row, "min");
    return row.symbol("ticker")
        .map(symbol ->
            new SnapshotRow(
                symbol,
                prices(part(row, "day"), "o", "h", "l", "c", "v", "dv", "vw"),
                prices(minute, "o", "h", "l", "c", "v", "dv", "vw")
                    .map(prices -> new MinuteSoFar(instant(minute, "t"), prices)),
                price(part(row, "prevDay"), "c"),
                instant(row, "updated"),
                Optional.empty(),
                value(row, "fmv").map(fmv -> new FairValue(fmv, Optional.empty()))));
  }

  private static Optional<SnapshotRow> universal(Fields row) {
    var session = part(row, "session");
    var minute = part(row, "last_minute");
    return row.symbol("ticker")
        .map(symbol ->
            new SnapshotRow(
                symbol,
                prices(session, "open", "high", "low", "close", "volume", "decimal_volume", "vwap"),
                prices(minute, "open", "high", "low", "close", "volume", "decimal_volume", "vwap")
                    .map(prices -> new MinuteSoFar(Optional.empty(), prices)),
                price(session, "previous_close"),
                instant(row, "last_updated"),
                row.text("timeframe").map(word -> word.equalsIgnoreCase("DELAYED")),
                value(row, "fmv")
                    .map(fmv -> new FairValue(fmv, instant(row, "fmv_last_updated")))));
  }

  private static Fields part(Fields row, String name) {
    return new Fields(row.row().path(name));
  }

  private static Optional<Prices> prices(
      Fields row,
      String open,
      String high,
      String low,
      String close,
      String volume,
      String exactVolume,
      String vwap) {
    var prices = new double[4];
    var names = new String[] {open, high, low, close};
    for (int i = 0; i < names.length; i++) {
      prices[i] = value(row, names[i]).orElse(0.0);
      if (prices[i] <= 0) {
        return Optional.empty();
      }
    }
    double shares = value(row, exactVolume).or(() -> value(row, volume)).orElse(0.0);
    return Optional.of(
        new Prices(prices[0], prices[1], prices[2], prices[3], shares, price(row, vwap)));
  }

  private static OptionalDouble price(Fields row, String name) {
    double value = value(row, name).orElse(0.0);
    return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static Optional<Double> value(Fields row, String name) {
    return row.number(name).map(BigDecimal::doubleValue).filter(Double::isFinite);
  }

  private static Optional<Instant> instant(Fields row, String name) {
    return row.number(name)
        .map(BigDecimal::longValue)
        .filter(stamp -> stamp > 0)
        .map(stamp ->
            stamp < FIRST_NANOS
                ? Instant.ofEpochMilli(stamp)
                : Instant.EPOCH.plus(stamp, ChronoUnit.NANOS));
  }
}
