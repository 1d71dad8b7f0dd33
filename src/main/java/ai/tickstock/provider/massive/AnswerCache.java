package ai.tickstock.provider.massive;

import ai.tickstock.market.ExtendedHours;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers of the vendor on disk, for development: the same question costs a call once. Only whole
/// 200 answers are kept, and of bars only those that were final when they came. Safe for use by
/// many threads and by several processes on one folder.
///
/// Whatever goes wrong with the disk, the question is asked: a damaged file is thrown away, and a
/// folder that cannot be written to is left alone from then on; either is said once.
public final class AnswerCache {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);

  private final AnswerFiles files;
  private final String namespace;
  private final Duration maxAge;
  private final Duration finalDelay;
  private final InstantSource clock;
  private final AtomicBoolean writes = new AtomicBoolean(true);
  private final AtomicBoolean saidDamaged = new AtomicBoolean();

  /// Touches nothing yet.
  ///
  /// @param folder made when the first answer is kept
  /// @param namespace whose answers these are; others are never given for them
  /// @param maxBytes size of the folder beyond which the answers that were used longest ago go
  /// @param maxAge how long answers are kept that can change
  /// @param finalDelay bars are final so long after 20:00 New York time of their session
  public AnswerCache(
      Path folder,
      String namespace,
      long maxBytes,
      Duration maxAge,
      Duration finalDelay,
      InstantSource clock) {
    this.files = new AnswerFiles(folder, maxBytes, clock);
    this.namespace = namespace;
    this.maxAge = maxAge;
    this.finalDelay = finalDelay;
    this.clock = clock;
  }

  /// An answer as it came.
  ///
  /// @param body decompressed
  record Kept(InputStream body, Instant receivedAt) {}

  /// @param address path and query, without a key
  Optional<Kept> find(String address, Keeping keeping) {
    if (keeping instanceof Keeping.Never) {
      return Optional.empty();
    }
    try {
      return files.read(question(address)).filter(kept -> isValid(keeping, kept.receivedAt()));
    } catch (AnswerFiles.Damaged damaged) {
      throwAway(address, damaged.what());
      return Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      sayDamaged(address, e.toString());
      return Optional.empty();
    }
  }

  /// Throws an answer away that turned out to be none.
  void throwAway(String address, String why) {
    sayDamaged(address, why);
    files.delete(question(address));
  }

  private void sayDamaged(String address, String why) {
    if (saidDamaged.compareAndSet(false, true)) {
      LOG.warn(
          "a kept answer is damaged, the vendor is asked again; further ones are not reported"
              + " folder={} path={} reason=\"{}\"",
          files.folder(),
          address,
          why);
    }
  }

  /// Keeps an answer if it may be kept.
  ///
  /// @param rows how many rows were read from it
  void keep(String address, Keeping keeping, byte[] body, int rows, Instant receivedAt) {
    if (!writes.get() || !isWorthKeeping(keeping, rows, receivedAt)) {
      return;
    }
    try {
      files.write(question(address), body, receivedAt);
    } catch (IOException | UncheckedIOException e) {
      if (writes.compareAndSet(true, false)) {
        LOG.warn(
            "answers are not kept from now on, the folder cannot be written to: free space or mend"
                + " its rights folder={} reason=\"{}\"",
            files.folder(),
            e.toString());
      }
    }
  }

  private boolean isWorthKeeping(Keeping keeping, int rows, Instant receivedAt) {
    return switch (keeping) {
      case Keeping.Never _ -> false;
      case Keeping.ByAge(var rowsOnly) -> rows > 0 || !rowsOnly;
      case Keeping.Bars bars -> rows > 0 && isValid(bars, receivedAt);
    };
  }

  private boolean isValid(Keeping keeping, Instant receivedAt) {
    return switch (keeping) {
      case Keeping.Never _ -> false;
      case Keeping.ByAge _ ->
          !receivedAt.isAfter(clock.instant()) && receivedAt.plus(maxAge).isAfter(clock.instant());
      case Keeping.Bars(var lastDay) -> !receivedAt.isBefore(finalAfter(lastDay));
    };
  }

  private Instant finalAfter(LocalDate session) {
    return ExtendedHours.endOf(session).plus(finalDelay);
  }

  private byte[] question(String address) {
    return (namespace + "\n" + address).getBytes(StandardCharsets.UTF_8);
  }

  /// Where the answers lie and what they take, e.g. `/home/me/.tickstock/default/answers: 120
  /// answers, 3.1 MB`.
  public String words() {
    return files.words();
  }
}
