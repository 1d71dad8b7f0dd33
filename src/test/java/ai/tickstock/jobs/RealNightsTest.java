package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.DatedList;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.ReferenceList;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Real lists of real nights: NYSE, Arca, American and Cboe BZX in January 2025, all exchanges in
/// July 2026.
class RealNightsTest {
  private static final List<String> NIGHTS =
      List.of(
          "10", "13", "14", "15", "16", "17", "21", "22", "23", "24", "27", "28", "29", "30", "31");

  private final Database database = TestPostgres.migrated();
  private final ListingWatch watch =
      new ListingWatch(
          database,
          ListingRules.DEFAULT,
          TradingCalendar.nyse(),
          CacheEntries.postgres(database, "DEFAULT"),
          Clock.systemUTC());
  private final Instruments instruments = Instruments.postgres(database);

  @Test
  void tellWhoWasRenamedWhoLeftAndWhoIsAnother() {
    for (var day : NIGHTS) {
      take("listings_daily/2025-01-" + day, "2025-01-" + day, false);
    }

    assertThat(renames())
        .containsExactlyInAnyOrderEntriesOf(Map.of("XYZ", "SQ", "LAR", "LAAC", "ACCS", "ISDR"));
    assertThat(of(RecordedChange.Kind.LEFT_LIST))
        .contains("SMAR", "ARCH", "GATO", "OBDE", "B", "IQDE", "MJUS", "AEVA", "LGPS", "CEIX");
    assertThat(of(RecordedChange.Kind.DELISTED)).isEmpty();
    assertThat(changes().questions())
        .singleElement()
        .satisfies(question -> assertThat(question.symbol()).hasToString("CNR"));

    take("tickers_all_2026-07-31", "2026-07-31", true);

    assertThat(of(RecordedChange.Kind.DELISTED))
        .contains("SMAR", "ARCH", "GATO", "OBDE", "B", "IQDE", "MJUS")
        .doesNotContain("AEVA", "LGPS");
    assertThat(on("SMAR", "2025-01-21").delistDate()).contains(LocalDate.parse("2025-01-22"));
    assertThat(on("AEVA", "2025-01-10").active()).isTrue();
    assertThat(on("AEVA", "2025-01-10").exchange()).hasToString("Optional[XNAS]");
    assertThat(on("LGPS", "2025-01-17").active()).isTrue();
    assertThat(on("B", "2025-01-24").name()).contains("Barnes Group, Inc. Common Stock");
    assertThat(on("B", "2026-07-31").name()).contains("Barrick Mining Corporation Common Shares");
    assertThat(instruments.at(new Symbol("B"), LocalDate.parse("2025-06-01"))).isEmpty();
  }

  private Map<String, String> renames() {
    return changes().since(LocalDate.EPOCH).stream()
        .filter(change -> change.kind() == RecordedChange.Kind.RENAMED)
        .collect(Collectors.toMap(change -> change.after(), change -> change.before()));
  }

  private List<String> of(RecordedChange.Kind kind) {
    return changes().since(LocalDate.EPOCH).stream()
        .filter(change -> change.kind() == kind)
        .map(change -> change.symbol().ticker())
        .toList();
  }

  private ListingChanges changes() {
    return ListingChanges.postgres(database, new BarsAndMemberships(database), Clock.systemUTC());
  }

  private Instrument on(String ticker, String date) {
    return instruments.at(new Symbol(ticker), LocalDate.parse(date)).orElseThrow();
  }

  private void take(String name, String date, boolean allExchanges) {
    var file =
        SharedData.fileOrSkip(
            "reference/" + name + ".jsonl.gz", "real nights of listings, renames and delistings");
    var read = new DatedList(LocalDate.parse(date), file, allExchanges).read();
    var list = ((FileRead.Complete<ReferenceList>) read).value();
    watch.fromFile(list, "files");
  }
}
