package ai.tickstock.simulator;

import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.TickerPeriod;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// A file of a data folder that lists tickers: `reference/listings_daily/DATE.jsonl.gz`, or
/// `reference/tickers_all_DATE.jsonl.gz` for all exchanges; also without `.gz`.
///
/// @param asOf by the file's name
/// @param whole whether it covers all exchanges; otherwise those that its rows name
record TickerFile(LocalDate asOf, boolean whole, Path path) {
  static final LocalDate SINCE_EVER = LocalDate.of(1970, 1, 1);

  private static final Pattern NAME =
      Pattern.compile("(tickers_all_)?(\\d{4}-\\d{2}-\\d{2})\\.jsonl(\\.gz)?");
  private static final int NUMBERS = 1_000_000;

  /// A row as it stands in the file.
  private record Line(
      @Nullable String ticker,
      @Nullable String name,
      @Nullable String market,
      @JsonProperty("primary_exchange") @Nullable String exchange,
      @Nullable String type,
      @JsonProperty("type_derived") @Nullable String derivedType,
      @Nullable Boolean active,
      @Nullable String cik,
      @JsonProperty("composite_figi") @Nullable String compositeFigi,
      @JsonProperty("share_class_figi") @Nullable String shareClassFigi,
      @JsonProperty("delisted_utc") @Nullable String delisted,
      @JsonProperty("last_updated_utc") @Nullable String updated) {}

  /// The part of a row that says what a list covers.
  private record Place(@JsonProperty("primary_exchange") @Nullable String exchange) {}

  /// Those of a folder by date; of one day the one of all exchanges comes last. None is read.
  static List<TickerFile> in(Path reference) {
    var found = new ArrayList<TickerFile>();
    collect(reference, true, found);
    collect(reference.resolve("listings_daily"), false, found);
    found.sort(Comparator.comparing(TickerFile::asOf).thenComparing(TickerFile::whole));
    return List.copyOf(found);
  }

  private static void collect(Path folder, boolean whole, List<TickerFile> found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var paths = Files.list(folder)) {
      paths.forEach(path -> {
        var name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches() && (name.group(1) != null) == whole) {
          date(name.group(2)).ifPresent(d -> found.add(new TickerFile(d, whole, path)));
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Its rows as they stand, repeated ones too.
  ///
  /// @throws UnreadableList if any of it cannot be read
  List<TickerRow> read() {
    var rows = new ArrayList<TickerRow>();
    read(Line.class, line -> rows.add(row(line)));
    return rows;
  }

  /// The exchanges that its rows name.
  ///
  /// @throws UnreadableList if any of it cannot be read
  Set<String> exchanges() {
    var exchanges = new TreeSet<String>();
    read(Place.class, place -> exchanges.add(text(place.exchange()).orElse("")));
    return Set.copyOf(exchanges);
  }

  private <T> void read(Class<T> kind, Consumer<T> taken) {
    int rows = 0;
    try (var in = open();
        MappingIterator<T> lines = JsonMapper.shared().readerFor(kind).readValues(in)) {
      while (lines.hasNextValue()) {
        var line = lines.nextValue();
        if (line == null) {
          throw new IllegalArgumentException("the next row is null");
        }
        taken.accept(line);
        rows++;
      }
    } catch (JacksonException e) {
      throw unreadable(rows, e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw unreadable(rows, String.valueOf(e.getMessage()), e);
    }
  }

  private UnreadableList unreadable(int rows, String why, Exception cause) {
    return new UnreadableList(
        "the list of tickers "
            + path
            + " is damaged after "
            + rows
            + " rows: "
            + why
            + ". Get it again, or remove it and start again",
        cause);
  }

  private InputStream open() throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    if (!path.toString().endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private TickerRow row(Line line) {
    var ticker =
        text(line.ticker())
            .orElseThrow(() -> new IllegalArgumentException("the next row has no ticker"));
    var type = text(line.type()).or(() -> text(line.derivedType()));
    boolean active = !Boolean.FALSE.equals(line.active());
    var instrument =
        new Instrument(
            number(ticker),
            text(line.name()).orElse(ticker),
            type.orElse(""),
            text(line.exchange()).orElse(""),
            text(line.market()).equals(Optional.of("otc")),
            Optional.empty(),
            text(line.compositeFigi()),
            text(line.shareClassFigi()),
            Optional.empty(),
            active ? Optional.empty() : day(line.delisted()),
            List.of(new TickerPeriod(ticker, SINCE_EVER, Optional.empty())),
            List.of(),
            true);
    return new TickerRow(
        ticker,
        instrument.name(),
        instrument,
        type,
        text(line.cik()),
        active,
        day(line.updated()).orElse(asOf));
  }

  /// What stands for a CUSIP is made of it: it must not change from list to list, and the lists
  /// have no identity but the ticker.
  private static int number(String ticker) {
    return Math.floorMod(ticker.hashCode(), NUMBERS);
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(t -> !t.isEmpty());
  }

  private static Optional<LocalDate> day(@Nullable String instant) {
    return text(instant).map(t -> LocalDate.parse(t.substring(0, Math.min(10, t.length()))));
  }
}
