package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.provider.ListingRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UniverseCorrelationsCommandTest {
  private static final String BARS =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, known_from, run_id, source, provisional)
      SELECT h.instrument_id, day, close, close, close, close, now(), 1, 1, false
      FROM ticker_holder h,
           generate_series(timestamp '2023-01-03', timestamp '2024-01-31', interval '1 day') AS day,
           LATERAL (SELECT extract(doy FROM day) AS n) AS place,
           LATERAL (SELECT CASE h.symbol
             WHEN 'AGG' THEN 100 + sin(n * n * 3) WHEN 'STILL' THEN 25
             WHEN 'VOO' THEN 41 + 0.1 * sin(n * n) WHEN 'SPY' THEN 400 + sin(n * n)
             ELSE 300 + sin(n * n * (5 + length(h.symbol) + ascii(h.symbol))) END AS close) AS price
      WHERE extract(isodow FROM day) < 6
      """;

  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void knowFunds() {
    program.vendor.lists(
        etf("SPY"), etf("QQQ"), etf("IWM"), etf("DIA"), etf("VOO"), etf("AGG"), etf("STILL"));
    program.line("symbols sync");
  }

  private static ListingRow etf(String ticker) {
    return Listed.as(ticker).named(ticker + " ETF").type("ETF").on("ARCX").row();
  }

  @AfterEach
  void close() {
    program.close();
  }

  private void loadBars() {
    program.database().useTransaction(h -> h.execute(BARS));
  }

  @Test
  void withoutStoredOnesSaysHowToComputeThem() {
    var ended = program.line("universe correlations SPY --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            "symbol,name,correlation,beta,overlap,window_sessions,as_of,relation,reference,missing_reason\n");
    assertThat(ended.err())
        .isEqualTo(
            "no correlations are stored; 'tickstock universe correlations SPY --refresh' computes"
                + " them from the daily bars\n");
  }

  @Test
  void withoutBarsSaysHowToLoadThem() {
    var ended = program.line("universe correlations SPY --refresh");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("tickstock load --symbols SPY,QQQ,IWM,DIA --months 13");
  }

  @Test
  void computesAndLists() {
    loadBars();

    var ended = program.line("universe correlations SPY --refresh --format csv");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines().toList().get(1))
        .startsWith("VOO,VOO ETF,0.99")
        .endsWith(",252,252,2024-01-31,follows,SPY,");
    assertThat(ended.out())
        .contains("STILL,STILL ETF,,,252,252,2024-01-31,,,does_not_move\n")
        .doesNotContain("SPY ETF");
    assertThat(ended.err())
        .contains("as of 2024-01-31: 7 funds and SPY, QQQ, IWM, DIA; 40 correlations,")
        .contains("8 pairs with a price that never changed; 48 rows new, 0 changed, 0 removed\n")
        .contains("5 funds with a reference (5 changed); universes correlates_…: 5 joined, 0 left")
        .contains("the splits and dividends of 7 funds were not asked for over the whole window");
    assertThat(program.line("universe show correlates_spy --format csv").out())
        .contains("VOO,VOO,2024-01-31,found");

    var least = program.line("universe correlations SPY --window 60 --min 0.8 --json");
    assertThat(least.out())
        .contains("\"symbol\" : \"VOO\"")
        .contains("\"window_sessions\" : 60")
        .doesNotContain("AGG");
    assertThat(least.err())
        .isEqualTo("1 fund without a correlation; all are shown without --min\n");

    var earlier = program.line("universe correlations SPY --as-of 2024-01-30");
    assertThat(earlier.err())
        .isEqualTo(
            "no correlations are stored up to 2024-01-30; 'tickstock universe correlations SPY"
                + " --as-of 2024-01-30 --refresh' computes them from the daily bars\n");
  }

  @Test
  void aBenchmarkThatIsMissingMakesItDoneInPart() {
    loadBars();
    program
        .database()
        .useTransaction(
            h -> h.execute("UPDATE instrument_symbol SET ticker = 'DIAX' WHERE ticker = 'DIA'"));
    var ended = program.line("universe correlations SPY --refresh");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("warning: DIA is not known in this database\n");
    assertThat(program.line("universe correlations DIA").err())
        .isEqualTo(
            "no correlations to DIA are stored for 2024-01-31: it is not known in this database\n");
  }

  @Test
  void refusesWhatMeansNothing() {
    assertThat(program.line("universe correlations VOO").err())
        .isEqualTo("tickstock: VOO is no benchmark of correlations: SPY, QQQ, IWM, DIA are\n");
    assertThat(program.line("universe correlations SPY --window 90").err())
        .isEqualTo(
            "tickstock: --window 90 is no window of correlations: 60 and 252 sessions are\n");
    assertThat(program.line("universe correlations SPY --min 1.2").err())
        .isEqualTo("tickstock: --min 1.2 is no correlation: they are -1 to 1\n");
    assertThat(program.line("universe correlations SPY --as-of 2024-02-05").err())
        .isEqualTo("tickstock: --as-of 2024-02-05 is in the future; today is 2024-02-01\n");
  }
}
