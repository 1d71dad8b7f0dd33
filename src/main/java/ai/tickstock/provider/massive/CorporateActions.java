package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.Question.encoded;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SplitRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Splits and dividends from the endpoints of 2026 and, where those do not exist or are not in the
/// plan, from the deprecated ones before them. Which it is is found out once.
final class CorporateActions {
  private static final Logger LOG = LoggerFactory.getLogger(CorporateActions.class);

  /// Longer lists exceed what servers and proxies take as a URL.
  private static final int SYMBOLS_PER_CALL = 250;

  /// One kind of event in both generations.
  private record Kindred<T>(
      String name, String dateField, RowReader<T> rows, Comparator<T> order, AtomicBoolean isOld) {}

  private final Walk walk;

  private final Kindred<SplitRow> splits =
      new Kindred<>(
          "splits",
          "execution_date",
          ReferenceRows.SPLITS,
          Comparator.comparing(SplitRow::symbol).thenComparing(SplitRow::executionDate),
          new AtomicBoolean());

  private final Kindred<DividendRow> dividends =
      new Kindred<>(
          "dividends",
          "ex_dividend_date",
          ReferenceRows.DIVIDENDS,
          Comparator.comparing(DividendRow::symbol).thenComparing(DividendRow::exDate),
          new AtomicBoolean());

  CorporateActions(Walk walk) {
    this.walk = walk;
  }

  Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange range) {
    return ask(splits, symbols, range);
  }

  Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange range) {
    return ask(dividends, symbols, range);
  }

  private <T> Answer<List<T>> ask(Kindred<T> events, List<Symbol> symbols, DateRange range) {
    var spent = Answer.Cost.NONE;
    if (!events.isOld().get()) {
      var answer = all(events, newAddresses(events, symbols, range), spent);
      if (!(answer instanceof Answer.Failed<List<T>>(var failure, var cost))
          || !isMissing(failure)) {
        return answer;
      }
      spent = cost;
      events.isOld().set(true);
      LOG.info(
          "the vendor's endpoint is not there for us, using its predecessor endpoint={} status={}",
          "/stocks/v1/" + events.name(),
          failure.httpStatus());
    }
    return all(events, oldAddresses(events, symbols, range), spent);
  }

  private static boolean isMissing(ProviderFailure failure) {
    return failure.httpStatus() == 404 || failure.kind() == Kind.NOT_ENTITLED_ENDPOINT;
  }

  private <T> Answer<List<T>> all(
      Kindred<T> events, List<String> addresses, Answer.Cost alreadySpent) {
    var rows = new ArrayList<T>();
    var cost = alreadySpent;
    Answer<List<T>> last = null;
    for (var address : addresses) {
      last = walk.all(Question.of(address, events.rows()).kept(Keeping.BY_AGE));
      cost = cost.plus(last.cost());
      switch (last) {
        case Answer.Failed<List<T>>(var failure, _) -> {
          return new Answer.Failed<>(failure, cost);
        }
        case Answer.Given<List<T>> given -> rows.addAll(given.value());
      }
    }
    rows.sort(events.order());
    if (!(last instanceof Answer.Given<List<T>> given)) {
      throw new IllegalStateException("there is always something to ask");
    }
    return new Answer.Given<>(rows, cost, given.receivedAt());
  }

  private static List<String> newAddresses(
      Kindred<?> events, List<Symbol> symbols, DateRange range) {
    var base =
        "/stocks/v1/"
            + events.name()
            + between(events, range)
            + "&sort=ticker.asc,"
            + events.dateField()
            + ".asc&limit=5000";
    if (symbols.isEmpty()) {
      return List.of(base);
    }
    var addresses = new ArrayList<String>();
    for (int i = 0; i < symbols.size(); i += SYMBOLS_PER_CALL) {
      var some = symbols.subList(i, Math.min(i + SYMBOLS_PER_CALL, symbols.size()));
      addresses.add(
          base
              + "&ticker.any_of="
              + some.stream().map(s -> encoded(s.ticker())).collect(Collectors.joining(",")));
    }
    return addresses;
  }

  private static List<String> oldAddresses(
      Kindred<?> events, List<Symbol> symbols, DateRange range) {
    var base = "/v3/reference/" + events.name() + between(events, range);
    if (symbols.isEmpty()) {
      return List.of(base + "&sort=ticker&order=asc&limit=1000");
    }
    return symbols.stream()
        .map(symbol ->
            base
                + "&ticker="
                + encoded(symbol.ticker())
                + "&sort="
                + events.dateField()
                + "&order=asc&limit=1000")
        .toList();
  }

  private static String between(Kindred<?> events, DateRange range) {
    return "?"
        + events.dateField()
        + ".gte="
        + range.first()
        + "&"
        + events.dateField()
        + ".lte="
        + range.last();
  }
}
