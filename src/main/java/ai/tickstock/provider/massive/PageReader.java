package ai.tickstock.provider.massive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads the vendor's envelope as a stream: rows are taken as they come, unknown fields are
/// skipped, and `results` that are missing, null or empty mean the same. Some endpoints have their
/// rows elsewhere: the question says where. Rows that are plainly written bars are taken without
/// the JSON library, which reads everything else.
final class PageReader<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

  /// `NaN` where a number should be spoils its row, not the page.
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int SHOWN = 200;

  /// Leads the library into a list of rows that has begun already. The text in it keeps apart what
  /// follows.
  private static final byte[] BEGUN = "{\"\":[\"\"".getBytes(StandardCharsets.US_ASCII);

  private final Question<T> question;
  private final ApiKey key;
  private final Tape tape;
  private JsonParser json;

  /// Where on the tape the library's text begins.
  private long jsonAt;

  private final List<T> rows = new ArrayList<>();
  private boolean hasResults;
  private @Nullable String status;
  private @Nullable String said;
  private @Nullable String ticker;
  private @Nullable String next;
  private boolean adjusted;

  private PageReader(InputStream body, Question<T> question, ApiKey key) {
    this.question = question;
    this.key = key;
    this.tape = new Tape(body);
    this.json = JSON.createParser(tape);
  }

  /// Reads to the very end of the stream, so that a checksum there is checked too.
  ///
  /// @param body decompressed
  /// @throws IOException when the stream breaks
  /// @throws JacksonException when it is not JSON, or ends within it
  /// @throws NotAsPromised when it is JSON, but no answer to the question
  static <T> Page<T> read(InputStream body, Question<T> question, ApiKey key)
      throws IOException, NotAsPromised {
    try (var reader = new PageReader<>(body, question, key)) {
      reader.envelope();
      if (reader.json.nextToken() != null) {
        throw new NotAsPromised("something follows after the end of the answer");
      }
      return reader.checked();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private void envelope() throws IOException, NotAsPromised {
    if (question.place() == Question.Place.BODY) {
      var token = json.nextToken();
      if (token == null) {
        throw new NotAsPromised("the answer is empty");
      }
      results(token);
      return;
    }
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new NotAsPromised("the answer is no JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = json.currentName();
      var token = json.nextToken();
      if (name.equals(question.place().field())) {
        results(token);
        continue;
      }
      switch (name) {
        case "status" -> status = scalar(token);
        case "error", "message" -> said = scalar(token);
        case "ticker" -> ticker = scalar(token);
        case "next_url" -> next = scalar(token);
        case "adjusted" -> adjusted = token == JsonToken.VALUE_TRUE;
        default -> json.skipChildren();
      }
    }
  }

  private @Nullable String scalar(JsonToken token) {
    if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
      json.skipChildren();
      return null;
    }
    return json.getString();
  }

  private void results(JsonToken token) throws IOException, NotAsPromised {
    switch (token) {
      case VALUE_NULL -> hasResults = true;
      case START_OBJECT -> row();
      case START_ARRAY -> {
        hasResults = true;
        plainRows();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new NotAsPromised("a row of " + question.place().words() + " is no JSON object");
          }
          row();
          plainRows();
        }
      }
      default ->
          throw new NotAsPromised(question.place().words() + " is neither a list nor an object");
    }
  }

  /// Takes the rows from here on that are plainly written bars; the library goes on after them.
  private void plainRows() throws IOException {
    if (!(question.rows() instanceof BarRowReader<T> reader)
        || question.place() == Question.Place.BODY) {
      return;
    }
    long here = offset();
    if (!tape.isBetweenRows(here)) {
      return;
    }
    long readAhead = tape.offset();
    tape.goTo(here);
    var bar = new PlainBar();
    long end = here;
    while (tape.read(bar)) {
      var row = reader.of(bar);
      if (row.isEmpty()) {
        break;
      }
      rows.add(row.get());
      end = tape.offset();
    }
    if (end == here) {
      tape.goTo(readAhead);
    } else {
      goOnAt(end);
    }
  }

  private void goOnAt(long end) {
    tape.goTo(end);
    jsonAt = end - BEGUN.length;
    json = JSON.createParser(new SequenceInputStream(new ByteArrayInputStream(BEGUN), tape));
    for (var token = json.nextToken(); token != JsonToken.VALUE_STRING; ) {
      token = json.nextToken();
    }
  }

  /// Where the library's last token ends.
  private long offset() {
    return jsonAt + json.currentLocation().getByteOffset();
  }

  private void row() {
    hasResults = true;
    long from = jsonAt + json.currentTokenLocation().getByteOffset();
    tape.forgetBefore(from);
    var row = question.rows().read(json, () -> tape.text(from, offset()));
    if (row.isPresent()) {
      rows.add(row.get());
      return;
    }
    var text = tape.text(from, offset());
    LOG.warn(
        "row left out, it lacks what identifies it path={} row={}",
        key.hiddenIn(question.address()),
        key.hiddenIn(Refusal.oneLine(text, SHOWN)));
  }

  private Page<T> checked() throws NotAsPromised {
    if (status == null ? !hasResults : !isSuccess(status)) {
      throw new NotAsPromised(
          "an answer with the status "
              + (status == null ? "missing and no results" : status)
              + (said == null ? "" : ": " + Refusal.oneLine(said, SHOWN)));
    }
    if (ticker != null
        && question.about().isPresent()
        && !ticker.equals(question.about().get().ticker())) {
      throw new NotAsPromised(
          "asked for "
              + question.about().get()
              + ", the answer is about "
              + Refusal.oneLine(ticker, SHOWN));
    }
    if (adjusted) {
      throw new NotAsPromised("asked for raw prices, the answer says that it is split-adjusted");
    }
    return new Page<>(
        rows,
        Optional.ofNullable(next).filter(url -> !url.isBlank()),
        status != null && status.equalsIgnoreCase("DELAYED"));
  }

  /// Plans with delayed data say `DELAYED` where others say `OK`.
  private static boolean isSuccess(String status) {
    var upper = status.toUpperCase(Locale.ROOT);
    return upper.equals("OK") || upper.equals("DELAYED");
  }

  @Override
  public void close() {
    json.close();
  }
}
