package ai.tickstock.export;

import ai.tickstock.bars.AdjustedBars;
import ai.tickstock.bars.Adjustment;
import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes stored bars as files, a part a year. The folder is there whole or not at all: it is
/// written beside and then takes its name.
public final class Export {
  /// Readers of whole folders pass over a name that begins so.
  static final String MANIFEST = "_manifest.json";

  /// Of manifests now. `ExportedBars` also reads the one before, which had no tickers of the past.
  static final int FORM = 3;

  private static final int DAYS_BEFORE_A_DIVIDEND = 10;

  private final BarStore days;
  private final MinuteStore minutes;
  private final CorporateActions actions;
  private final Instruments instruments;
  private final Optional<String> market;
  private final InstantSource clock;

  /// @param calendar of the exchange whose minutes are read
  public Export(Database database, TradingCalendar calendar, InstantSource clock) {
    this.days = BarStore.postgres(database);
    this.minutes = MinuteStore.postgres(database, calendar);
    this.actions = CorporateActions.postgres(database);
    this.instruments = Instruments.postgres(database);
    this.market = database.claimedBy();
    this.clock = clock;
  }

  /// Refuses a folder that holds something, so that no database is opened for it.
  ///
  /// @throws ExportRefused unless it is absent, empty, or an export that may be replaced
  public static void requireFree(Path folder, boolean replace) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new ExportRefused(folder + " is a file: name a folder");
    }
    if (isEmpty(folder)) {
      return;
    }
    if (!Files.exists(folder.resolve(MANIFEST))) {
      throw new ExportRefused(
          folder + " is not empty and holds no export (" + MANIFEST + "): name another folder");
    }
    if (!replace) {
      throw new ExportRefused(
          folder + " holds an export already: --replace replaces it, or name another folder");
    }
  }

  /// Writes the files.
  ///
  /// @throws ExportRefused when no bar is stored, or the folder is not free
  public ExportReport write(ExportRequest request) {
    var folder = request.folder().toAbsolutePath().normalize();
    requireFree(folder, request.replace());
    var parent = Optional.ofNullable(folder.getParent()).orElse(folder);
    try {
      var making =
          Files.createTempDirectory(
              Files.createDirectories(parent), "." + folder.getFileName() + ".making-");
      try {
        var report = write(request, making);
        place(making, folder);
        return report;
      } finally {
        deleteTree(making);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private ExportReport write(ExportRequest request, Path folder) throws IOException {
    var work = Files.createDirectory(folder.resolve(".work"));
    var withoutBars = new ArrayList<String>();
    var notes = new ArrayList<String>();
    long provisional = 0;
    var facts = facts(request);
    List<ExportReport.Part> parts;
    try (var file = new BarFile(work, request.interval())) {
      for (var one :
          request.instruments().entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
        var added =
            add(
                request,
                one.getKey(),
                Objects.requireNonNull(facts.get(one.getValue())),
                file,
                notes);
        provisional += added.provisional();
        if (added.rows() == 0) {
          withoutBars.add(one.getValue().ticker());
        }
      }
      if (withoutBars.size() == request.instruments().size()) {
        throw new ExportRefused(
            "no "
                + request.interval().word()
                + " bars of these are stored in "
                + request.range()
                + ": 'tickstock load' loads them");
      }
      parts = file.write(folder, request.format());
    }
    deleteTree(work);
    if (provisional > 0) {
      notes.add(provisional + " bars were not final yet; 'tickstock dev copy' does not take them");
    }
    var report =
        new ExportReport(
            request.instruments().size() - withoutBars.size(),
            parts.stream().mapToLong(ExportReport.Part::rows).sum(),
            parts,
            withoutBars,
            notes);
    Files.writeString(
        folder.resolve(MANIFEST), manifest(request, report, provisional, facts.values()));
    return report;
  }

  private record Added(long rows, long provisional) {}

  /// A year at a time, so that minutes of many years need little memory.
  private Added add(
      ExportRequest request,
      InstrumentId instrument,
      ExportedInstrument one,
      BarFile file,
      List<String> notes) {
    var symbol = new Symbol(one.symbol());
    var today = Bar.dateOf(clock.instant());
    var paid = actions.of(instrument);
    List<Bar> closes = List.of();
    if (request.adjusted() != Adjustment.NONE) {
      closes =
          raw(
              days.read(
                  instrument,
                  new DateRange(request.range().first().minusDays(DAYS_BEFORE_A_DIVIDEND), today),
                  Optional.empty()));
      noteUnasked(instrument, symbol, new DateRange(request.range().first(), today), notes);
    }
    long rows = 0;
    long provisional = 0;
    for (int year = request.range().first().getYear();
        year <= request.range().last().getYear();
        year++) {
      var dates =
          request
              .range()
              .overlap(new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)))
              .orElseThrow();
      var stored =
          request.interval() == BarInterval.DAY
              ? days.read(instrument, dates, Optional.empty())
              : minutes.read(instrument, dates, Optional.empty());
      provisional += stored.stream().filter(StoredBar::provisional).count();
      var bars = raw(stored);
      if (request.adjusted() != Adjustment.NONE && !bars.isEmpty()) {
        var adjusted =
            AdjustedBars.of(
                bars, closes, paid.splits(), paid.dividends(), request.adjusted(), today);
        adjusted
            .skipped()
            .forEach(skipped -> {
              var note =
                  symbol
                      + ": the dividend of "
                      + skipped.dividend().exDate()
                      + " was left out; prices before it are too high by its part";
              if (!notes.contains(note)) {
                notes.add(note);
              }
            });
        bars = adjusted.bars();
      }
      file.add(symbol, bars, one::tickerOn);
      rows += bars.size();
    }
    return new Added(rows, provisional);
  }

  private void noteUnasked(
      InstrumentId instrument, Symbol symbol, DateRange needed, List<String> notes) {
    boolean isCovered =
        actions.covered(List.of(instrument)).getOrDefault(instrument, List.of()).stream()
            .anyMatch(one ->
                !one.range().first().isAfter(needed.first())
                    && !one.range().last().isBefore(needed.last().minusDays(1)));
    if (!isCovered) {
      notes.add(symbol + ": its splits and dividends in " + needed + " were not all asked for");
    }
  }

  private static List<Bar> raw(List<StoredBar> stored) {
    return stored.stream().map(StoredBar::bar).toList();
  }

  private String manifest(
      ExportRequest request,
      ExportReport report,
      long provisional,
      Collection<ExportedInstrument> facts) {
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("form", FORM);
    manifest.put("market", market.orElse(""));
    manifest.put("asked", request.asked());
    manifest.put("written_at", clock.instant().toString());
    manifest.put("interval", request.interval().word());
    manifest.put("adjusted", request.adjusted().name().toLowerCase(Locale.ROOT));
    manifest.put("from", request.range().first().toString());
    manifest.put("to", request.range().last().toString());
    manifest.put("symbols", report.symbols());
    manifest.put("rows", report.rows());
    manifest.put("provisional_rows", provisional);
    manifest.put("parts", report.parts());
    manifest.put("without_bars", report.withoutBars());
    manifest.put("notes", report.notes());
    manifest.put("instruments", facts);
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(manifest)
        + "\n";
  }

  /// Who the tickers are, so that another database can tell whether it means the same.
  private SortedMap<Symbol, ExportedInstrument> facts(ExportRequest request) {
    var known = instruments.byId(request.instruments().keySet());
    var its = actions.of(request.instruments().keySet());
    var facts = new TreeMap<Symbol, ExportedInstrument>();
    request
        .instruments()
        .forEach((id, symbol) ->
            facts.put(
                symbol,
                ExportedInstrument.of(
                    symbol,
                    Optional.ofNullable(known.get(id)),
                    its.getOrDefault(id, InstrumentActions.NONE),
                    instruments.symbols(id))));
    return facts;
  }

  /// What was there goes aside first; who is killed between the two leaves both, under other names.
  private static void place(Path making, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    var aside = making.resolveSibling(making.getFileName() + ".replaced");
    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(aside);
  }

  private static boolean isEmpty(Path folder) {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
