package ai.tickstock.provider.massive;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Follows an answer through all its pages. A page that fails is tried again by itself, what came
/// before it stays. Where answers are kept, an answer is taken from there only with all its pages.
final class Walk {
  private final Connection connection;
  private final MassiveSettings settings;
  private final InstantSource clock;

  /// Where answers are looked for; empty when they are always asked for.
  private final Optional<AnswerCache> kept;

  Walk(
      Connection connection,
      MassiveSettings settings,
      InstantSource clock,
      Optional<AnswerCache> kept) {
    this.connection = connection;
    this.settings = settings;
    this.clock = clock;
    this.kept = kept;
  }

  /// One that always asks the vendor.
  Walk fresh() {
    return new Walk(connection, settings, clock, Optional.empty());
  }

  Instant now() {
    return clock.instant();
  }

  /// The rows of all pages, in the order of their coming. An answer that was kept costs nothing,
  /// and came when its oldest page did.
  <T> Answer<List<T>> all(Question<T> question) {
    var known = kept.flatMap(cache -> kept(cache, question));
    return known.isPresent() ? known.get() : asked(question);
  }

  /// The first page alone.
  <T> Answer<Page<T>> first(Question<T> question) {
    var tally = new Tally();
    return switch (connection.get(question.address(), question, tally)) {
      case Connection.Reply.Failed<T>(var failure) -> new Answer.Failed<>(failure, tally.cost());
      case Connection.Reply.Got<T>(var page) ->
          new Answer.Given<>(page, tally.cost(), clock.instant());
    };
  }

  private <T> Answer<List<T>> asked(Question<T> question) {
    var tally = new Tally();
    var rows = new ArrayList<T>();
    var seen = new HashSet<String>();
    var address = question.address();
    while (true) {
      seen.add(address);
      Page<T> page;
      switch (connection.get(address, question, tally)) {
        case Connection.Reply.Failed<T>(var failure) -> {
          return new Answer.Failed<>(failure, tally.cost());
        }
        case Connection.Reply.Got<T>(var got) -> page = got;
      }
      rows.addAll(page.rows());
      if (page.next().isEmpty()) {
        return new Answer.Given<>(rows, tally.cost(), clock.instant());
      }
      String next;
      try {
        next = NextPage.pathAndQuery(page.next().get());
      } catch (NotAsPromised e) {
        return wrong(address, e.what(), tally);
      }
      if (seen.contains(next)) {
        return wrong(address, "the pages go in a circle after page " + seen.size(), tally);
      }
      if (seen.size() >= settings.maxPages()) {
        return wrong(address, "more than " + settings.maxPages() + " pages", tally);
      }
      address = next;
    }
  }

  /// @return empty when a page is missing or damaged
  private <T> Optional<Answer<List<T>>> kept(AnswerCache cache, Question<T> question) {
    var rows = new ArrayList<T>();
    var seen = new HashSet<String>();
    var oldest = Instant.MAX;
    var address = question.address();
    while (seen.add(address)) {
      var found = cache.find(address, question.keeping());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      oldest = found.get().receivedAt().isBefore(oldest) ? found.get().receivedAt() : oldest;
      try {
        var page = PageReader.read(found.get().body(), question, settings.apiKey());
        rows.addAll(page.rows());
        if (page.next().isEmpty()) {
          return Optional.of(new Answer.Given<>(rows, Answer.Cost.NONE, oldest));
        }
        address = NextPage.pathAndQuery(page.next().get());
      } catch (IOException | JacksonException | NotAsPromised e) {
        cache.throwAway(address, String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private <T> Answer<List<T>> wrong(String address, String message, Tally tally) {
    return new Answer.Failed<>(
        new ProviderFailure(
            Kind.BAD_ANSWER,
            "GET " + settings.apiKey().hiddenIn(address),
            200,
            1,
            message,
            Optional.empty()),
        tally.cost());
  }
}
