package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The instruments with real names, from the resource `named-instruments.csv`.
final class NamedInstruments {
  private static final Set<String> NO_DIVIDENDS =
      Set.of("AMZN", "TSLA", "NFLX", "BRK.A", "BRK.B", "AMD", "PLTR", "GLD", "SLV", "USO", "UNG");

  private NamedInstruments() {}

  /// In the order of the file, indexes from 0.
  static List<Candidate> read(long seed) {
    var splits = splits();
    var named = new ArrayList<Candidate>();
    for (var row : rows("named-instruments.csv")) {
      named.add(candidate(seed, named.size(), row, splits));
    }
    return named;
  }

  private static Candidate candidate(
      long seed, int index, NamedCsvRecord row, Map<String, List<Split>> splits) {
    var ticker = row.getField("ticker");
    var type = row.getField("type");
    var listed = LocalDate.parse(row.getField("listed"));
    var delisted = date(row.getField("delisted"));
    boolean company = type.equals("CS") || type.equals("ADRC") || type.equals("NYRS");
    var sector = Sector.valueOf(row.getField("sector"));
    var identity = Identity.of(Hash.of(seed, "named " + ticker));
    var instrument =
        new Instrument(
            index,
            row.getField("name"),
            type,
            row.getField("mic"),
            false,
            company
                ? Optional.of(
                    new Company(
                        Identity.of(Hash.of(seed, "named " + ShareClasses.mainOf(ticker))).cik(),
                        sector.sicCode(),
                        sector.sicDescription(),
                        (long) (Double.parseDouble(row.getField("volume")) * 150_000)))
                : Optional.empty(),
            type.equals("PFD") ? Optional.empty() : Optional.of(identity.compositeFigi()),
            type.equals("PFD") ? Optional.empty() : Optional.of(identity.shareClassFigi()),
            Optional.of(listed),
            delisted,
            tickers(ticker, listed, delisted, row.getField("former")),
            splits.getOrDefault(ticker, List.of()),
            true);
    long dice = Hash.of(seed, "behaviour " + ticker);
    boolean pays =
        !NO_DIVIDENDS.contains(ticker)
            && sector != Sector.CRYP
            && (type.equals("CS") ? Hash.unit(dice) < 0.6 : true);
    return new Candidate(
        instrument,
        new Behaviour(
            sector,
            Double.parseDouble(row.getField("price")),
            1000 * Double.parseDouble(row.getField("volume")),
            company ? 0.18 + 0.2 * Hash.unit(Hash.mix(dice)) : 0.01,
            0,
            pays ? 0.006 + 0.03 * Hash.unit(Hash.of(dice, 1)) : 0,
            sector == Sector.BOND ? 12 : 4));
  }

  /// `former` is `FB:2022-06-09;…`: a ticker and the first date on which it was no longer used.
  private static List<TickerPeriod> tickers(
      String now, LocalDate listed, Optional<LocalDate> delisted, String former) {
    var periods = new ArrayList<TickerPeriod>();
    var from = listed;
    for (var part : former.isEmpty() ? new String[0] : former.split(";", -1)) {
      var colon = part.indexOf(':');
      var until = LocalDate.parse(part.substring(colon + 1));
      periods.add(new TickerPeriod(part.substring(0, colon), from, Optional.of(until)));
      from = until;
    }
    periods.add(new TickerPeriod(now, from, delisted));
    return periods;
  }

  private static Optional<LocalDate> date(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(LocalDate.parse(text.startsWith("~") ? text.substring(1) : text));
  }

  private static Map<String, List<Split>> splits() {
    var splits = new HashMap<String, List<Split>>();
    for (var row : rows("named-splits.csv")) {
      splits
          .computeIfAbsent(row.getField("ticker"), _ -> new ArrayList<>())
          .add(
              new Split(
                  LocalDate.parse(row.getField("execution_date")),
                  new BigDecimal(row.getField("split_from")),
                  new BigDecimal(row.getField("split_to"))));
    }
    splits.values().forEach(list -> list.sort(Comparator.comparing(Split::executionDate)));
    return splits;
  }

  private static List<NamedCsvRecord> rows(String resource) {
    var stream = NamedInstruments.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("the program lacks its resource " + resource);
    }
    try (var csv =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return csv.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }
}
