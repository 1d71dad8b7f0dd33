package ai.tickstock.load;

import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.flatfile.DayFile;
import ai.tickstock.provider.flatfile.DayFileRows;
import ai.tickstock.provider.flatfile.FileBars;
import ai.tickstock.provider.flatfile.FileFailure;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.LocalCopy;
import ai.tickstock.provider.flatfile.MinuteFile;
import ai.tickstock.provider.flatfile.MinuteFileRows;
import ai.tickstock.provider.flatfile.PublishedFile;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.flatfile.TickerFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tasks that read bars from files. A file is taken whole or not at all; what is final says the
/// file's age, not the clock.
final class FileTasks implements TaskSource {
  private static final int DAY_FILES_GROUPED = 6;

  private final TickerBook book;
  private final RowChecks checks;
  private final InstantSource clock;
  private final BarSource tickerSource;
  private final boolean isOfMinutes;
  private final LoadPolicy policy;
  private final Optional<PublishedFiles> published;

  /// Instruments that need not be named again, which would take more memory than their bars. Never
  /// changed, only replaced.
  private volatile BitSet joined = new BitSet();

  /// @param sourceAdjusted whether the per-ticker files hold split-adjusted prices
  /// @param published where the files are fetched from; empty: they lie on this machine
  FileTasks(
      TickerBook book,
      RowChecks checks,
      InstantSource clock,
      BarInterval interval,
      boolean sourceAdjusted,
      LoadPolicy policy,
      Optional<PublishedFiles> published) {
    this.policy = policy;
    this.published = published;
    this.isOfMinutes = interval == BarInterval.MINUTE;
    this.book = book;
    this.checks = checks;
    this.clock = clock;
    this.tickerSource =
        sourceAdjusted ? BarSource.TICKER_FILE_SPLIT_ADJUSTED : BarSource.TICKER_FILE;
  }

  @Override
  public synchronized void joined(Set<InstrumentId> instruments) {
    if (!instruments.isEmpty()) {
      var more = (BitSet) joined.clone();
      instruments.forEach(id -> more.set(id.value()));
      joined = more;
    }
  }

  @Override
  public Fetched execute(Task task) {
    return published.isPresent()
        ? published(task, published.get())
        : execute(task, Path.of(task.address()));
  }

  /// Fetched, read and deleted.
  private Fetched published(Task task, PublishedFiles place) {
    try {
      return switch (place.fetch(task.address())) {
        case Answer.Failed<LocalCopy>(var failure, var cost) -> notFetched(task, failure, cost);
        case Answer.Given<LocalCopy>(var copy, var cost, _) -> {
          try (copy) {
            yield named(execute(task, copy.path()), copy.path(), task, cost);
          }
        }
      };
    } catch (PublishedFiles.NoRoom full) {
      throw new StopRun(full);
    }
  }

  private Fetched notFetched(Task task, ProviderFailure failure, Answer.Cost cost) {
    var kind = failure.kind().name();
    return switch (failure.kind()) {
      case KEY_REFUSED -> throw new StopRun(failure.toString());
      case INTERRUPTED ->
          Fetched.nothing(
              task, new TaskEnd.Again(Duration.ZERO, false, kind, failure.toString()), cost);
      case NOT_ENTITLED_TIMEFRAME, NOT_ENTITLED_ENDPOINT ->
          Fetched.nothing(task, new TaskEnd.Refused(kind, failure.toString()), cost);
      case RATE_LIMITED, UNKNOWN_SYMBOL, BAD_ANSWER, UNREACHABLE ->
          Fetched.nothing(task, againOrFailed(task, kind, failure.toString()), cost);
    };
  }

  private TaskEnd againOrFailed(Task task, String failure, String detail) {
    return task.attempts() + 1 < policy.taskAttempts()
        ? new TaskEnd.Again(
            policy.retryPause().multipliedBy(1L << Math.min(5, task.attempts())),
            true,
            failure,
            detail)
        : new TaskEnd.Failed(failure, detail);
  }

  /// Says the name that the file has where it is published; one that is damaged is fetched again.
  private Fetched named(Fetched read, Path copy, Task task, Answer.Cost cost) {
    if (!(read.end() instanceof TaskEnd.Failed(var failure, var detail))) {
      return read.costing(cost);
    }
    var said = detail.replace(copy.toString(), PublishedFile.keyOf(task.address()));
    boolean isDamaged = failure.equals(FileFailure.Kind.CORRUPT.name());
    return read.ending(
            isDamaged ? againOrFailed(task, failure, said) : new TaskEnd.Failed(failure, said))
        .costing(cost);
  }

  private Fetched execute(Task task, Path path) {
    return switch (task.kind()) {
      case DAY_FILE ->
          dayFile(task, new DayFile(task.range().first(), path, path.toFile().length()));
      case TICKER_FILE -> {
        var name = path.getFileName().toString();
        var symbol = new Symbol(name.replaceFirst("\\.csv(\\.gz)?$", ""));
        yield tickerFile(task, new TickerFile(symbol, path, path.toFile().length()));
      }
      case MINUTE_FILE ->
          minuteFile(task, new MinuteFile(task.range().first(), path, path.toFile().length()));
      case AGGREGATES, GROUPED, SECOND_LOOK, LISTING_LIFE, MINUTES ->
          throw new IllegalStateException(
              "task " + task.id() + " asks a vendor, this run reads files");
    };
  }

  private Fetched dayFile(Task task, DayFile file) {
    var cost = new Answer.Cost(0, file.bytes(), 0);
    return switch (file.read()) {
      case FileRead.Failed<DayFileRows>(FileFailure failure) -> failed(task, failure, cost);
      case FileRead.Complete<DayFileRows>(DayFileRows content) ->
          content.advice().isPresent()
              ? Fetched.nothing(task, new TaskEnd.Failed("MISDATED", content.advice().get()), cost)
              : dayFile(task, file.session(), content, cost);
    };
  }

  private Fetched dayFile(Task task, LocalDate session, DayFileRows content, Answer.Cost cost) {
    var rows = content.rows();
    var holders = book.holders(rows);
    var checked = checks.checkFinal(rows, holders);
    var odd = new HashSet<Symbol>();
    content.contradictions().forEach(c -> odd.add(c.rows().getFirst().symbol()));
    content.misdated().forEach(m -> odd.add(m.row().symbol()));
    content.malformed().forEach(line -> line.symbol().ifPresent(odd::add));
    var collected = new CollectedFile(book.holders(odd, session));
    var inRun = joined;
    int skipped = 0;
    for (int row = 0; row < rows.size(); row++) {
      var holder = holders[row];
      if (holder == null) {
        skipped++;
        collected.skip(book.untracked(rows.symbol(row), session), 1);
      } else if (!inRun.get(holder.value())) {
        collected.name(holder, rows.symbol(row));
      }
      if (!odd.isEmpty()) {
        odd.remove(rows.symbol(row));
      }
    }
    collected.take(checked);
    collected.takeDefects(
        content.contradictions(), content.misdated(), content.malformed(), Optional.of(session));
    collected.repeated(content.counts().exactRepeats());
    return collected.fetched(
        task,
        cost,
        BarSource.DAY_FILE,
        List.of(),
        skipped + (int) odd.stream().filter(symbol -> !collected.isHeld(symbol)).count(),
        clock.instant());
  }

  /// Files keep the processors busy, more of them at once only the memory.
  @Override
  public int mostExecuting() {
    return Runtime.getRuntime().availableProcessors() + 1;
  }

  /// Rows of many sessions reach an instrument's place in the table together; a file is read again
  /// soon where a transaction is lost.
  @Override
  public int groupRows(LoadPolicy policy) {
    return isOfMinutes ? policy.groupRows() : DAY_FILES_GROUPED * policy.groupRows();
  }

  // ---- minutes

  /// One file is read while another one is being stored: a full one takes about 100 MB.
  @Override
  public int mostInHand() {
    return isOfMinutes ? 2 : Integer.MAX_VALUE;
  }

  private Fetched minuteFile(Task task, MinuteFile file) {
    var cost = new Answer.Cost(0, file.bytes(), 0);
    var wanted = book.wanted(file.session());
    return switch (file.read(symbol -> wanted.map(all -> all.contains(symbol)).orElse(true))) {
      case FileRead.Failed<MinuteFileRows>(FileFailure failure) -> failed(task, failure, cost);
      case FileRead.Complete<MinuteFileRows>(MinuteFileRows content) ->
          content.advice().isPresent()
              ? Fetched.nothing(task, new TaskEnd.Failed("MISDATED", content.advice().get()), cost)
              : minuteFile(task, file.session(), content, cost);
    };
  }

  private Fetched minuteFile(
      Task task, LocalDate session, MinuteFileRows content, Answer.Cost cost) {
    var day = DateRange.of(session);
    var symbols = new HashSet<Symbol>();
    content.rows().forEach(rows -> symbols.add(rows.symbol()));
    content.misdated().forEach(misdated -> symbols.add(misdated.row().symbol()));
    content.malformed().forEach(line -> line.symbol().ifPresent(symbols::add));
    var holders = book.holders(symbols, session);
    var collected = new CollectedFile(holders);
    var defects = collected.takeDefects(content, session);
    for (var rows : content.rows()) {
      var instrument = holders.get(rows.symbol());
      if (instrument != null) {
        collected.take(
            instrument,
            rows.symbol(),
            checks.checkFinalMinutes(instrument, rows, day),
            defects.getOrDefault(rows.symbol(), 0));
        defects.remove(rows.symbol());
      } else {
        collected.skip(book.untracked(rows.symbol(), session), rows.size());
      }
    }
    defects.keySet().forEach(symbol -> collected.nothingReadable(symbol, day));
    var now = clock.instant();
    return collected.fetched(
        task,
        cost,
        BarSource.MINUTE_FILE,
        book.silent(session, collected.instruments()).stream()
            .map(id -> new Omission(id, day, Omission.AnswerPath.FILE, now))
            .toList(),
        content.otherTickers() + symbols.size() - holders.size(),
        now);
  }

  private Fetched tickerFile(Task task, TickerFile file) {
    var cost = new Answer.Cost(0, file.bytes(), 0);
    return switch (file.read(task.range())) {
      case FileRead.Failed<FileBars>(FileFailure failure) -> failed(task, failure, cost);
      case FileRead.Complete<FileBars>(FileBars content) ->
          tickerFile(task, file.symbol(), content, cost);
    };
  }

  private Fetched tickerFile(Task task, Symbol symbol, FileBars content, Answer.Cost cost) {
    var now = clock.instant();
    var byHolder = new HashMap<InstrumentId, List<BarRow>>();
    var holdersByDate = new HashMap<LocalDate, Optional<InstrumentId>>();
    Map<Symbol, InstrumentId> anyHolder = Map.of();
    var untracked = new HashMap<String, Integer>();
    int skipped = 0;
    for (var row : content.rows()) {
      var date = Bar.dateOf(row.start());
      var holder =
          holdersByDate.computeIfAbsent(
              date, d -> Optional.ofNullable(book.holders(Set.of(symbol), d).get(symbol)));
      if (holder.isPresent()) {
        byHolder.computeIfAbsent(holder.get(), i -> new ArrayList<>()).add(row);
        anyHolder = Map.of(symbol, holder.get());
      } else {
        skipped++;
        book.untracked(symbol, date).ifPresent(code -> untracked.merge(code, 1, Integer::sum));
      }
    }
    var collected = new CollectedFile(anyHolder);
    untracked.forEach((code, bars) -> collected.skip(Optional.of(code), bars));
    var omissions = new ArrayList<Omission>();
    byHolder.forEach((instrument, rows) -> {
      var checked = checks.checkFinal(instrument, rows, task.range());
      collected.take(instrument, symbol, task.range(), checked);
      if (tickerSource.isRaw()) {
        omissions.addAll(leftOut(instrument, checked, now));
      }
    });
    collected.takeDefects(
        content.contradictions(), content.misdated(), content.malformed(), Optional.empty());
    collected.repeated(content.counts().exactRepeats());
    return collected.fetched(task, cost, tickerSource, omissions, skipped, now);
  }

  /// Sessions between the first and the last row for which the file has none.
  private List<Omission> leftOut(InstrumentId instrument, RowChecks.Checked checked, Instant now) {
    var dates = checked.sessions().stream().sorted().toList();
    if (dates.isEmpty()) {
      return List.of();
    }
    var span = new DateRange(dates.getFirst(), dates.getLast());
    var calendar = checks.calendar(instrument);
    return span.overlap(calendar.known())
        .map(known -> {
          var all =
              SessionSet.of(span, calendar.sessions(known).stream().map(Session::date).toList());
          return all.minus(SessionSet.of(span, dates)).ranges(all).stream()
              .map(range -> new Omission(instrument, range, Omission.AnswerPath.FILE, now))
              .toList();
        })
        .orElse(List.of());
  }

  private static Fetched failed(Task task, FileFailure failure, Answer.Cost cost) {
    return Fetched.nothing(
        task, new TaskEnd.Failed(failure.kind().name(), failure.toString()), cost);
  }
}
