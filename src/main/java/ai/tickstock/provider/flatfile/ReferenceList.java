package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.flatfile.FileFailure.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A list of instruments from JSON lines in the vendor's field names, gzip or plain.
///
/// @param rows in file order, duplicates as received, without test issues
/// @param testIssues rows left out because the exchange uses them for tests (`test_issue`)
public record ReferenceList(DatedList source, List<ListingRow> rows, int testIssues) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SHOWN = 200;

  /// Some editors begin a file with it.
  private static final String BYTE_ORDER_MARK = "\ufeff";

  public ReferenceList {
    rows = List.copyOf(rows);
  }

  public LocalDate asOf() {
    return source.asOf();
  }

  /// Reads the list whole: one bad line, and none of it is taken.
  static FileRead<ReferenceList> read(DatedList source) {
    var rows = new ArrayList<ListingRow>();
    int testIssues = 0;
    long line = 0;
    try (var in = open(source);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (line == 1 && text.startsWith(BYTE_ORDER_MARK)) {
          text = text.substring(1);
        }
        if (text.isBlank()) {
          continue;
        }
        var fields = JSON.readTree(text);
        if (fields.path("test_issue").asBoolean(false)) {
          testIssues++;
        } else {
          rows.add(row(fields, text));
        }
      }
    } catch (JacksonException e) {
      return failed(
          source,
          Kind.BAD_LINE,
          line,
          rows.size(),
          "this line is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      return failed(source, Kind.BAD_LINE, line, rows.size(), String.valueOf(e.getMessage()));
    } catch (EOFException | ZipException e) {
      return failed(
          source,
          Kind.CORRUPT,
          line + 1,
          rows.size(),
          "the gzip file is cut off or damaged ("
              + e.getMessage()
              + ") after "
              + Wording.count(rows.size(), "readable row")
              + "; get it again");
    } catch (IOException e) {
      return failed(source, Kind.UNREADABLE, line, rows.size(), "cannot be read: " + e);
    }
    return new FileRead.Complete<>(new ReferenceList(source, rows, testIssues));
  }

  private static FileRead<ReferenceList> failed(
      DatedList source, Kind kind, long line, int rows, String message) {
    return new FileRead.Failed<>(
        new FileFailure(
            kind, source.path(), line, rows, message + "; nothing of this list was taken"));
  }

  private static InputStream open(DatedList source) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(source.path()));
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip ? new GZIPInputStream(in, 64 * 1024) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static ListingRow row(JsonNode fields, String line) {
    var ticker = text(fields, "ticker");
    if (!fields.isObject() || ticker.isEmpty()) {
      throw new IllegalArgumentException(
          "an object with a ticker was expected, not "
              + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line));
    }
    return new ListingRow(
        new Symbol(ticker.get()),
        text(fields, "name"),
        text(fields, "type").or(() -> text(fields, "type_derived")),
        text(fields, "primary_exchange"),
        fields.path("active").asBoolean(true),
        text(fields, "cik"),
        text(fields, "composite_figi"),
        text(fields, "share_class_figi"),
        text(fields, "delisted_utc").map(ReferenceList::date),
        text(fields, "last_updated_utc").map(Instant::parse));
  }

  /// A stamp of midnight UTC is how the vendor writes a bare date.
  private static LocalDate date(String stamp) {
    if (!stamp.contains("T")) {
      return DateRange.date(stamp);
    }
    var utc = Instant.parse(stamp).atOffset(ZoneOffset.UTC);
    var date =
        utc.toLocalTime().equals(LocalTime.MIDNIGHT)
            ? utc.toLocalDate()
            : utc.atZoneSameInstant(Bar.NEW_YORK).toLocalDate();
    return DateRange.date(date.toString());
  }

  private static Optional<String> text(JsonNode fields, String name) {
    var value = fields.path(name);
    var text = value.isNull() || value.isMissingNode() ? "" : value.asString("").strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
