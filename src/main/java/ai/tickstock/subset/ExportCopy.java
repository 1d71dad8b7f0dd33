package ai.tickstock.subset;

import ai.tickstock.database.Database;
import ai.tickstock.export.ExportedBars;
import ai.tickstock.export.ExportedInstrument;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.listing.TickerHistories;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.SplitRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Copies bars of an export, with who they belong to and the splits and dividends that belong to
/// them. They are loaded as files are: checked, compared with what is there, in the list of runs,
/// with a file as their source. What is there already is not loaded again.
public final class ExportCopy {
  /// The source of facts, as it is stored with them.
  private static final String SOURCE = "export";

  private final Database to;
  private final Loader loader;

  /// @param loader loads files into `to`
  public ExportCopy(Database to, Loader loader) {
    this.to = to;
    this.loader = loader;
  }

  /// @param symbols of the export
  /// @param range inside of the export's
  /// @param work an empty folder, deleted by whoever made it
  /// @throws SubsetRefused when a ticker is another instrument here; nothing was changed then
  /// @throws InterruptedException when stopped from outside; the same again goes on
  public LoadResult run(
      ExportedBars export, Set<Symbol> symbols, DateRange range, Path work, LoadObserver observer)
      throws InterruptedException {
    var chosen =
        export.instruments().stream()
            .filter(one -> symbols.contains(new Symbol(one.symbol())))
            .toList();
    takeOver(export, chosen);
    export.write(work, symbols, range);
    return loader.load(
        new LoadRequest(
            "dev copy of %s, exported %s".formatted(export.folder(), export.writtenAt()),
            new LoadRequest.Target.Symbols(symbols.stream().sorted().toList()),
            export.interval(),
            range,
            LoadRequest.Priority.NORMAL,
            Optional.of(work),
            false),
        observer);
  }

  /// Facts of instruments that are known here stay as they are.
  private void takeOver(ExportedBars export, List<ExportedInstrument> chosen) {
    var source = new ListSource(SOURCE, export.writtenAt());
    var symbols = chosen.stream().map(one -> new Symbol(one.symbol())).toList();
    var known = Instruments.postgres(to).at(symbols, source.date());
    var others =
        chosen.stream()
            .filter(one ->
                Optional.ofNullable(known.get(new Symbol(one.symbol())))
                    .flatMap(Instrument::compositeFigi)
                    .filter(figi -> !one.compositeFigi().isEmpty())
                    .filter(figi -> !figi.equals(one.compositeFigi()))
                    .isPresent())
            .map(ExportedInstrument::symbol)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      throw new SubsetRefused(
          "in the database "
              + to.address()
              + " these are other instruments than in "
              + export.folder()
              + " (by FIGI): "
              + others
              + ". Copy into a database of its own ('tickstock dev env create NAME'), or leave them"
              + " out. Nothing was changed");
    }
    var fresh =
        chosen.stream()
            .filter(one -> !known.containsKey(new Symbol(one.symbol())))
            .map(ExportCopy::row)
            .toList();
    to.useTransaction(transaction -> {
      ListingSync.postgres(to).apply(transaction, fresh, source, ListExtent.PART);
      chosen.forEach(one -> takeTickers(transaction, export, one));
      var actions = CorporateActions.postgres(to);
      actions.splits(
          transaction, chosen.stream().flatMap(one -> splits(one).stream()).toList(), SOURCE);
      actions.dividends(
          transaction, chosen.stream().flatMap(one -> dividends(one).stream()).toList(), SOURCE);
    });
  }

  /// The past of its tickers, so that bars of a time before a rename find who they belong to.
  private void takeTickers(Handle transaction, ExportedBars export, ExportedInstrument one) {
    if (one.tickers().isEmpty()) {
      return;
    }
    var held =
        one.tickers().reversed().stream()
            .map(ticker ->
                new TickerHistories.Held(
                    new Symbol(ticker.ticker()),
                    ticker.from(),
                    ticker.to(),
                    Bar.dateOf(export.writtenAt())))
            .toList();
    var within =
        TickerHistories.postgres(to)
            .takeOver(transaction, held, !one.earlierTickersUnknown(), SOURCE);
    if (!within.isEmpty()) {
      throw new SubsetRefused(
          "in the database "
              + to.address()
              + " another instrument had a ticker when "
              + export.folder()
              + " says that "
              + one.symbol()
              + " had it: "
              + within.stream().map(SymbolSpan::toString).collect(Collectors.joining(", "))
              + ". Copy into a database of its own ('tickstock dev env create NAME'), or leave it"
              + " out. Nothing was changed");
    }
  }

  private static ListingRow row(ExportedInstrument one) {
    return new ListingRow(
        new Symbol(one.symbol()),
        Optional.of(one.name()),
        Optional.of(one.type()),
        Optional.of(one.exchange()),
        one.active(),
        Optional.empty(),
        Optional.of(one.compositeFigi()),
        Optional.of(one.shareClassFigi()),
        Optional.empty(),
        Optional.empty());
  }

  private static List<SplitRow> splits(ExportedInstrument one) {
    return one.splits().stream()
        .map(split ->
            new SplitRow(
                new Symbol(one.tickerOn(split.date())),
                split.date(),
                split.from(),
                split.to(),
                Optional.empty()))
        .toList();
  }

  private static List<DividendRow> dividends(ExportedInstrument one) {
    return one.dividends().stream()
        .map(paid ->
            new DividendRow(
                new Symbol(one.tickerOn(paid.exDate())),
                paid.exDate(),
                paid.cash(),
                paid.currency(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .toList();
  }
}
