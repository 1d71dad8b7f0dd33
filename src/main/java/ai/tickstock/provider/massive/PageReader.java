package ai.tickstock.provider.massive;

import java.io.IOException;
import java.io.InputStream;
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
/// rows elsewhere: the question says where.
final class PageReader<T> {
  private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

  /// `NaN` where a number should be spoils its row, not the page.
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int SHOWN = 200;

  private final Question<T> question;
  private final ApiKey key;
  private final List<T> rows = new ArrayList<>();
  private boolean hasResults;
  private @Nullable String status;
  private @Nullable String said;
  private @Nullable String ticker;
  private @Nullable String next;
  private boolean adjusted;

  private PageReader(Question<T> question, ApiKey key) {
    this.question = question;
    this.key = key;
  }

  /// Reads to the very end of the stream, so that a checksum there is checked too.
  ///
  /// @param body decompressed
  /// @throws IOException when the stream breaks
  /// @throws JacksonException when it is not JSON, or ends within it
  /// @throws NotAsPromised when it is JSON, but no answer to the question
  static <T> Page<T> read(InputStream body, Question<T> question, ApiKey key)
      throws IOException, NotAsPromised {
    var reader = new PageReader<>(question, key);
    var tape = new Tape(body);
    try (var json = JSON.createParser(tape)) {
      reader.envelope(json, tape);
      if (json.nextToken() != null) {
        throw new NotAsPromised("something follows after the end of the answer");
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
    return reader.checked();
  }

  private void envelope(JsonParser json, Tape tape) throws NotAsPromised {
    if (question.place() == Question.Place.BODY) {
      var token = json.nextToken();
      if (token == null) {
        throw new NotAsPromised("the answer is empty");
      }
      results(json, token, tape);
      return;
    }
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new NotAsPromised("the answer is no JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = json.currentName();
      var token = json.nextToken();
      if (name.equals(question.place().field())) {
        results(json, token, tape);
        continue;
      }
      switch (name) {
        case "status" -> status = scalar(json, token);
        case "error", "message" -> said = scalar(json, token);
        case "ticker" -> ticker = scalar(json, token);
        case "next_url" -> next = scalar(json, token);
        case "adjusted" -> adjusted = token == JsonToken.VALUE_TRUE;
        default -> json.skipChildren();
      }
    }
  }

  private static @Nullable String scalar(JsonParser json, JsonToken token) {
    if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
      json.skipChildren();
      return null;
    }
    return json.getString();
  }

  private void results(JsonParser json, JsonToken token, Tape tape) throws NotAsPromised {
    switch (token) {
      case VALUE_NULL -> hasResults = true;
      case START_OBJECT -> row(json, tape);
      case START_ARRAY -> {
        hasResults = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new NotAsPromised("a row of " + question.place().words() + " is no JSON object");
          }
          row(json, tape);
        }
      }
      default ->
          throw new NotAsPromised(question.place().words() + " is neither a list nor an object");
    }
  }

  private void row(JsonParser json, Tape tape) {
    hasResults = true;
    long from = json.currentTokenLocation().getByteOffset();
    tape.forgetBefore(from);
    var row =
        question.rows().read(json, () -> tape.text(from, json.currentLocation().getByteOffset()));
    if (row.isPresent()) {
      rows.add(row.get());
      return;
    }
    var text = tape.text(from, json.currentLocation().getByteOffset());
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
}
