package ai.tickstock.provider.massive;

import ai.tickstock.provider.massive.AnswerCache.Kept;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The files of the answer cache. A body stands once, compressed, under the hash of its content; a
/// small file under the hash of the question names it. Both are written aside and then moved into
/// place, so that nobody sees a half of one, and both are checked by their hash when they are read.
/// The time of a file is when it was last used.
final class AnswerFiles {
  private static final String FORM = "answer 1";
  private static final int FIELDS = 6;
  private static final double KEPT_SHARE = 0.9;
  private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

  private final Path folder;
  private final long maxBytes;
  private final InstantSource clock;

  /// What the folder holds as far as this process knows; -1 before it was looked at.
  private final AtomicLong bytes = new AtomicLong(-1);

  AnswerFiles(Path folder, long maxBytes, InstantSource clock) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /// A file that is not what was written.
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;
    private final String what;

    Damaged(String what) {
      super(what);
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  Path folder() {
    return folder;
  }

  Optional<Kept> read(byte[] question) throws IOException, Damaged {
    var index = index(question);
    String text;
    try {
      text = Files.readString(index, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    var entry = Entry.read(text, hash(question));
    var file = body(entry.body());
    byte[] body;
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      // One byte more than it should be shows that it is longer.
      body = gzip.readNBytes(entry.length() + 1);
    } catch (NoSuchFileException _) {
      // It had to go for younger ones.
      Files.deleteIfExists(index);
      return Optional.empty();
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw new Damaged("its body cannot be read: " + e.getMessage());
    }
    if (body.length != entry.length() || !hash(body).equals(entry.body())) {
      Files.deleteIfExists(file);
      throw new Damaged("its body is not what was written");
    }
    used(index);
    used(file);
    return Optional.of(new Kept(new ByteArrayInputStream(body), entry.receivedAt()));
  }

  private void used(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException _) {
      // Read-only, or gone for younger ones: it was read, that is what counts.
    }
  }

  void write(byte[] question, byte[] body, Instant receivedAt) throws IOException {
    var name = hash(body);
    var file = body(name);
    var packed = packed(body);
    if (packed.length > maxBytes) {
      return;
    }
    makeRoom(packed.length);
    if (!Files.exists(file)) {
      place(file, packed);
    }
    var entry = new Entry(hash(question), name, body.length, receivedAt).text();
    place(index(question), entry.getBytes(StandardCharsets.ISO_8859_1));
  }

  void delete(byte[] question) {
    try {
      Files.deleteIfExists(index(question));
    } catch (IOException _) {
      // It is found damaged again, and asked for again.
    }
  }

  private void place(Path file, byte[] content) throws IOException {
    var home = file.toAbsolutePath().getParent();
    Files.createDirectories(home);
    var aside = Files.createTempFile(home, "new", ".part");
    try {
      Files.write(aside, content);
      Files.setLastModifiedTime(aside, FileTime.from(clock.instant()));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
    bytes.addAndGet(content.length);
  }

  /// Lets the files go that were used longest ago, where the folder would grow too large.
  private synchronized void makeRoom(long needed) throws IOException {
    if (bytes.get() >= 0 && bytes.get() + needed <= maxBytes) {
      return;
    }
    var found = found();
    long total = found.stream().mapToLong(Found::bytes).sum();
    if (total + needed > maxBytes) {
      long aim = (long) (maxBytes * KEPT_SHARE) - needed;
      for (var one : found) {
        if (total <= aim) {
          break;
        }
        Files.deleteIfExists(one.file());
        total -= one.bytes();
      }
    }
    bytes.set(total);
  }

  private record Found(Path file, long bytes, FileTime used) {}

  /// The one used longest ago first. What a killed process left half-written is removed.
  private List<Found> found() throws IOException {
    var found = new ArrayList<Found>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    var abandoned = FileTime.from(clock.instant().minus(ABANDONED_AFTER));
    try (var files = Files.walk(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        try {
          var facts = Files.readAttributes(file, BasicFileAttributes.class);
          if (!facts.isRegularFile()) {
            continue;
          }
          if (file.toString().endsWith(".part")
              && facts.lastModifiedTime().compareTo(abandoned) < 0) {
            Files.deleteIfExists(file);
            continue;
          }
          found.add(new Found(file, facts.size(), facts.lastModifiedTime()));
        } catch (NoSuchFileException _) {
          // Another process was faster.
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    found.sort(Comparator.comparing(Found::used));
    return found;
  }

  String words() {
    try {
      var found = found();
      long answers =
          found.stream().filter(f -> f.file().startsWith(folder.resolve("asked"))).count();
      double megabytes = found.stream().mapToLong(Found::bytes).sum() / 1e6;
      return String.format(
          Locale.ROOT,
          "%s: %d answers, %.1f MB of at most %.0f MB",
          folder,
          answers,
          megabytes,
          maxBytes / 1e6);
    } catch (IOException e) {
      return folder + ": cannot be read: " + e;
    }
  }

  private Path index(byte[] question) {
    return under("asked", hash(question));
  }

  private Path body(String hash) {
    return under("bodies", hash);
  }

  private Path under(String kind, String hash) {
    return folder.resolve(kind).resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }

  private static byte[] packed(byte[] body) throws IOException {
    var packed = new ByteArrayOutputStream(body.length / 4 + 64);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    return packed.toByteArray();
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What stands under a question.
  ///
  /// @param question its hash
  /// @param body the hash of the content
  /// @param length of the body in bytes, decompressed
  private record Entry(String question, String body, int length, Instant receivedAt) {
    private static final String STATUS = "200";

    String text() {
      var said =
          String.join(
              "\n", FORM, question, body, Integer.toString(length), STATUS, receivedAt.toString());
      return said + "\n" + hash(said.getBytes(StandardCharsets.ISO_8859_1)) + "\n";
    }

    static Entry read(String text, String question) throws Damaged {
      var lines = text.split("\n", -1);
      if (lines.length != FIELDS + 2 || !lines[0].equals(FORM)) {
        throw new Damaged("its entry is not of a known form");
      }
      var said = String.join("\n", List.of(lines).subList(0, FIELDS));
      if (!hash(said.getBytes(StandardCharsets.ISO_8859_1)).equals(lines[FIELDS])
          || !lines[1].equals(question)) {
        throw new Damaged("its entry is not what was written");
      }
      try {
        return new Entry(lines[1], lines[2], Integer.parseInt(lines[3]), Instant.parse(lines[5]));
      } catch (NumberFormatException | DateTimeException e) {
        throw new Damaged("its entry cannot be read");
      }
    }
  }
}
