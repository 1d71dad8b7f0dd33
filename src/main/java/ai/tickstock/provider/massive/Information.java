package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.Question.encoded;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.ExchangeRow;
import ai.tickstock.provider.HolidayRow;
import ai.tickstock.provider.IpoRow;
import ai.tickstock.provider.MarketStatus;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SnapshotRow;
import ai.tickstock.provider.massive.Question.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks for what is beside bars and lists.
final class Information {
  private static final String SNAPSHOTS = "/v2/snapshot/locale/us/markets/stocks/tickers";
  private static final int SYMBOLS_PER_CALL = 250;

  private final Walk walk;

  Information(Walk walk) {
    this.walk = walk;
  }

  Answer<List<SnapshotRow>> snapshots(List<Symbol> symbols) {
    var rows = new ArrayList<SnapshotRow>();
    Answer<List<SnapshotRow>> answer = given(rows, Answer.Cost.NONE);
    for (int i = 0; i < symbols.size(); i += SYMBOLS_PER_CALL) {
      var some = symbols.subList(i, Math.min(i + SYMBOLS_PER_CALL, symbols.size()));
      var paid = answer.cost();
      switch (walk.all(Question.of(universal(some), SnapshotRows.UNIVERSAL))) {
        case Answer.Failed<List<List<SnapshotRow>>>(var failure, var cost) -> {
          return new Answer.Failed<>(failure, paid.plus(cost));
        }
        case Answer.Given<List<List<SnapshotRow>>>(var found, var cost, var at) -> {
          found.forEach(rows::addAll);
          answer = new Answer.Given<>(rows, paid.plus(cost), at);
        }
      }
    }
    return answer;
  }

  private Answer<List<SnapshotRow>> given(List<SnapshotRow> rows, Answer.Cost cost) {
    return new Answer.Given<>(rows, cost, walk.now());
  }

  private static String universal(List<Symbol> symbols) {
    return "/v3/snapshot?ticker.any_of="
        + symbols.stream().map(s -> encoded(s.ticker())).collect(Collectors.joining(","))
        + "&limit="
        + SYMBOLS_PER_CALL;
  }

  static Question<List<SnapshotRow>> universalSnapshot(Symbol symbol) {
    return Question.of(universal(List.of(symbol)), SnapshotRows.UNIVERSAL);
  }

  static Question<SnapshotRow> olderSnapshot(Symbol symbol) {
    return Question.of(SNAPSHOTS + "/" + encoded(symbol.ticker()), SnapshotRows.OLDER)
        .in(Place.TICKER)
        .about(symbol);
  }

  Answer<List<SnapshotRow>> marketSnapshot() {
    return walk.all(
        Question.of(SNAPSHOTS + "?include_otc=false", SnapshotRows.OLDER).in(Place.TICKERS));
  }

  Answer<SnapshotRow> snapshot(Symbol symbol) {
    var question = olderSnapshot(symbol);
    return one(walk.all(question), question.address(), "the snapshot");
  }

  Answer<MarketStatus> marketStatus() {
    var question = Question.of("/v1/marketstatus/now", InformationRows.STATUS).in(Place.BODY);
    return one(walk.all(question), question.address(), "the market status");
  }

  Answer<List<HolidayRow>> holidays() {
    return walk.all(
        Question.of("/v1/marketstatus/upcoming", InformationRows.HOLIDAYS).in(Place.BODY));
  }

  /// The vendor stamps this bar with 16:00.
  Answer<Optional<BarRow>> previousDay(Symbol symbol) {
    return walk.all(previous(symbol)).map(rows -> rows.stream().findFirst());
  }

  static Question<BarRow> previous(Symbol symbol) {
    return new Question<>(
        "/v2/aggs/ticker/" + encoded(symbol.ticker()) + "/prev?adjusted=false",
        BarReader.of(symbol),
        Optional.of(symbol));
  }

  Answer<List<IpoRow>> ipos(LocalDate listedFrom) {
    return walk.all(
        Question.of(
            "/vX/reference/ipos?listing_date.gte="
                + listedFrom
                + "&sort=listing_date&order=asc&limit=1000",
            InformationRows.IPOS));
  }

  Answer<List<ExchangeRow>> exchanges() {
    return walk.all(
        Question.of(
            "/v3/reference/exchanges?asset_class=stocks&locale=us", InformationRows.EXCHANGES));
  }

  Answer<Optional<EtfProfileRow>> etfProfile(Symbol symbol) {
    return walk.first(
            Question.of(
                "/etf-global/v1/profiles?composite_ticker="
                    + encoded(symbol.ticker())
                    + "&sort=processed_date.desc&limit=1",
                InformationRows.ETF_PROFILES))
        .map(page -> page.rows().stream().findFirst());
  }

  Answer<List<EtfProfileRow>> etfProfiles(LocalDate processedOn) {
    return walk.all(
        Question.of(
            "/etf-global/v1/profiles?processed_date="
                + processedOn
                + "&sort=composite_ticker.asc&limit=5000",
            InformationRows.ETF_PROFILES));
  }

  private static <T> Answer<T> one(Answer<List<T>> answer, String address, String what) {
    return switch (answer) {
      case Answer.Failed<List<T>> failed -> failed.as();
      case Answer.Given<List<T>>(var rows, var cost, var at) ->
          rows.size() == 1
              ? new Answer.Given<>(rows.getFirst(), cost, at)
              : new Answer.Failed<>(
                  new ProviderFailure(
                      Kind.BAD_ANSWER,
                      "GET " + address,
                      200,
                      1,
                      what + " is missing in the answer",
                      Optional.empty()),
                  cost);
    };
  }
}
