package ai.tickstock.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// One step of the schema: `V<number>__<words>.sql` among the program's resources.
///
/// @param inTransaction false when a `.sql.conf` beside it says `executeInTransaction=false`
record Migration(int version, String description, String file, String sql, boolean inTransaction) {
  private static final Pattern NAME = Pattern.compile("V(\\d{1,9})__(\\w+)\\.sql");

  /// Reads a step.
  ///
  /// @throws IllegalStateException when the file's name is not one of a step
  static Migration read(String folder, String file) {
    var name = NAME.matcher(file);
    if (!name.matches()) {
      throw new IllegalStateException("not named V<number>__<words>.sql: " + folder + "/" + file);
    }
    return new Migration(
        Integer.parseInt(name.group(1)),
        name.group(2).replace('_', ' '),
        file,
        text(folder + "/" + file),
        !text(folder + "/" + file + ".conf")
            .lines()
            .anyMatch(line -> line.strip().equals("executeInTransaction=false")));
  }

  /// Flyway's checksum: CRC-32 of the lines without their ends.
  int checksum() {
    var crc = new CRC32();
    new BufferedReader(new StringReader(sql))
        .lines()
        .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }

  /// The text of a resource; empty when there is none.
  static String text(String resource) {
    try (InputStream stream = Migration.class.getResourceAsStream("/" + resource)) {
      return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
