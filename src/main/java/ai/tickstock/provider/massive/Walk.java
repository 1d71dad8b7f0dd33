package ai.tickstock.provider.massive;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Follows an answer through all its pages. A page that fails is tried again by itself, what came
/// before it stays.
final class Walk {
  private final Connection connection;
  private final MassiveSettings settings;
  private final InstantSource clock;

  Walk(Connection connection, MassiveSettings settings, InstantSource clock) {
    this.connection = connection;
    this.settings = settings;
    this.clock = clock;
  }

  /// The rows of all pages, in the order of their coming.
  <T> Answer<List<T>> all(Question<T> question) {
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
