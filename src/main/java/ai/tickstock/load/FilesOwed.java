package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.PublishedFile;
import ai.tickstock.provider.flatfile.PublishedFiles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which files a request reads, of a folder or of those that the vendor publishes.
record FilesOwed(
    Database database,
    LoadLedger ledger,
    Finality finality,
    InstantSource clock,
    Optional<PublishedFiles> published) {
  /// The folder that is to be read, where it is one.
  ///
  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if it holds nothing of that interval
  static Optional<DataFolder> folder(BarFiles files, BarInterval interval) {
    return switch (files) {
      case BarFiles.Published _ -> Optional.empty();
      case BarFiles.Folder(var path) -> {
        var folder = DataFolder.open(path);
        folder.require(interval);
        yield Optional.of(folder);
      }
    };
  }

  /// Where the files of a request come from, as runs note it.
  String source(BarFiles files) {
    return switch (files) {
      case BarFiles.Folder(var path) -> Loader.FILES + ":" + path.toAbsolutePath().normalize();
      case BarFiles.Published _ -> LoadRun.PUBLISHED + place().place();
    };
  }

  /// The files that a request reads.
  ///
  /// @param asked whose bars it is about; not looked at where it is everybody's
  /// @param opened the folder, where it was opened before
  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if the folder holds nothing of that
  ///   interval
  /// @throws ai.tickstock.provider.flatfile.PublishedFilesRefused if their list cannot be had
  FilesAtHand atHand(
      LoadRequest request, Map<InstrumentId, Symbol> asked, Optional<DataFolder> opened) {
    var files = request.files().orElseThrow();
    return switch (files) {
      case BarFiles.Folder _ ->
          FilesAtHand.of(
              opened.or(() -> folder(files, request.interval())).orElseThrow(),
              request.interval(),
              request.range());
      case BarFiles.Published(var again) -> {
        var listed = place().list(request.interval(), request.range());
        yield FilesAtHand.of(
            listed,
            again ? Set.of() : loaded(request, asked),
            request.range(),
            finality.calendar(),
            clock.instant());
      }
    };
  }

  private Set<String> loaded(LoadRequest request, Map<InstrumentId, Symbol> asked) {
    return database.read(handle ->
        ledger
            .account()
            .readFiles(
                handle,
                source(request.files().orElseThrow()),
                request.interval(),
                request.range(),
                request.isEverything() ? Optional.empty() : Optional.of(asked.keySet())));
  }

  /// Where the vendor publishes them.
  PublishedFiles place() {
    return published.orElseThrow(() -> new StopRun("there are no keys for published files"));
  }

  /// Those of them that bring something that is owed; a load of everything reads them all.
  static List<NewTask> tasks(LoadRequest request, List<CheapestPath.Owed> due, FilesAtHand files) {
    var sessions = new HashSet<LocalDate>();
    due.forEach(one -> one.due().stream().forEach(sessions::add));
    var wanted = new HashSet<Symbol>();
    due.forEach(one -> one.spans().forEach(span -> wanted.add(span.symbol())));
    boolean everything = request.isEverything();
    var kind =
        request.interval() == BarInterval.MINUTE ? NewTask.Kind.MINUTE_FILE : NewTask.Kind.DAY_FILE;
    var tasks = new ArrayList<NewTask>();
    for (var file : files.dated()) {
      if (everything || file.isReplaced() || sessions.contains(file.session())) {
        tasks.add(
            new NewTask(kind, Optional.empty(), file.address(), DateRange.of(file.session())));
      }
    }
    for (var file : files.tickers()) {
      if (everything || wanted.contains(file.symbol())) {
        tasks.add(
            new NewTask(
                NewTask.Kind.TICKER_FILE,
                Optional.empty(),
                file.path().toString(),
                request.range()));
      }
    }
    return tasks;
  }

  /// Size by name, in the order in which they are read.
  static Map<String, Long> sizes(LoadRequest request, List<String> addresses) {
    var isPublished = request.files().filter(BarFiles.Published.class::isInstance).isPresent();
    var sizes = new LinkedHashMap<String, Long>();
    for (var address : addresses) {
      if (isPublished) {
        sizes.put(PublishedFile.keyOf(address), PublishedFile.bytesOf(address));
      } else {
        sizes.put(address, Path.of(address).toFile().length());
      }
    }
    return sizes;
  }
}
