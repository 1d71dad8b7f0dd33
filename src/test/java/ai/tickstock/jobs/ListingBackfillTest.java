package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.NewListing.State;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// New listings of which bars do not come, night after night.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingBackfillTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  private static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);
  private static final LocalDate LISTED = LocalDate.parse("2025-03-03");

  private final SyntheticMarket market = new SyntheticMarket(42, CALENDAR);
  private final Database database = TestPostgres.migrated();
  private final RateLimiter limiter = RateLimiter.local(UNHURRIED, Clock.systemUTC());
  private volatile Instant now = Instant.EPOCH;
  private SimulatorServer server;
  private MassiveProvider provider;
  private FlappingProvider asked;
  private ListingBackfill backfill;

  @BeforeAll
  void list() {
    at(LISTED);
    server = SimulatorServer.start(SimulatorOptions.over(market, CALENDAR, () -> now));
    provider =
        MassiveProvider.connect(
            MassiveSettings.of(server.uri(), new ApiKey("night")), limiter, () -> now);
    asked = new FlappingProvider(provider, 0, 0);
    takeLists(database);
    backfill = backfill(database);
  }

  private Vendor vendor() {
    return new Vendor("simulator", asked, limiter);
  }

  private void takeLists(Database into) {
    new ListingWatch(
            into, ListingRules.DEFAULT, CALENDAR, CacheEntries.postgres(into, "DEFAULT"), () -> now)
        .fromVendor(vendor(), Optional.empty());
  }

  private ListingBackfill backfill(Database into) {
    var loader =
        new Loader(
            into,
            Optional.of(vendor()),
            UNHURRIED,
            LoadPolicy.DEFAULT,
            CALENDAR,
            () -> now,
            "test");
    return new ListingBackfill(
        into,
        loader,
        vendor(),
        provider,
        new Finality(CALENDAR, Duration.ofMinutes(15)),
        () -> now,
        5);
  }

  @BeforeEach
  void empty() {
    database.useTransaction(h -> h.execute("TRUNCATE new_listing, outbox_event CASCADE"));
    asked.answersBars(true);
  }

  @AfterAll
  void close() {
    provider.close();
    server.close();
    database.close();
  }

  @Test
  void whoHasNoBarYetIsAskedForEachNightAndThenOnceAWeek() throws InterruptedException {
    var silent = one(i -> market.history(i.symbol().ticker(), days()).isEmpty());
    found(silent, 8);
    int asks = 0;
    for (int night = 1; night <= 16; night++) {
      at(LISTED.plusDays(night));
      asks += backfill.run(LoadObserver.SILENT).size();
    }
    assertThat(asks).as("in the nights 1, 2, 9 and 16").isEqualTo(4);
    var listing = ListingBackfill.since(database, LISTED).getFirst();
    assertThat(listing.state()).isEqualTo(State.WAITING);
    assertThat(listing.next()).isEqualTo("asked for once a week");
  }

  @Test
  void whatFailsTenTimesIsStuckSaysWhatToDoAndEndsWhenItsBarsCome() throws InterruptedException {
    var traded = one(i -> market.history(i.symbol().ticker(), days()).size() > 10);
    found(traded, 8);
    asked.answersBars(false);
    for (int night = 9; night <= 10; night++) {
      at(LISTED.plusDays(night));
      backfill.run(LoadObserver.SILENT);
    }
    var stuck = ListingBackfill.since(database, LISTED).getFirst();
    assertThat(stuck.state()).isEqualTo(State.STUCK);
    assertThat(stuck.message()).isNotBlank();
    assertThat(stuck.next()).contains("tickstock load --symbols " + traded.symbol());
    assertThat(events("backfill.stuck")).isEqualTo(1);

    asked.answersBars(true);
    at(LISTED.plusDays(11));
    assertThat(backfill.run(LoadObserver.SILENT)).isEmpty();
    at(LISTED.plusDays(17));
    assertThat(backfill.run(LoadObserver.SILENT))
        .singleElement()
        .satisfies(listing -> assertThat(listing.state()).isEqualTo(State.COMPLETE));
  }

  @Test
  void whatIsOfAManualTypeIsToldAndItsBarsAreNotAskedFor() throws InterruptedException {
    try (var other = TestPostgres.migrated()) {
      at(LISTED);
      takeLists(other);
      EquityTypes.postgres(other)
          .set("CS", Map.of("update_frequency", "manual"), "only funds here", "test");
      // Enough for the lists not to be new any more, and for some to have come since.
      for (int night : new int[] {1, 2, 8, 15}) {
        at(LISTED.plusDays(night));
        takeLists(other);
      }
      var found = ListingBackfill.since(other, LISTED);
      var shares = found.stream().filter(listing -> type(other, listing).equals("CS")).toList();
      var asked = backfill(other).run(LoadObserver.SILENT);

      assertThat(shares)
          .isNotEmpty()
          .allSatisfy(listing -> {
            assertThat(listing.state()).isEqualTo(State.NOT_LOADED);
            assertThat(listing.next()).contains("tickstock types list");
          });
      assertThat(asked).isNotEmpty().noneMatch(listing -> type(other, listing).equals("CS"));
    }
  }

  private static String type(Database database, NewListing listing) {
    return Objects.requireNonNull(
            Instruments.postgres(database)
                .byId(List.of(listing.instrument()))
                .get(listing.instrument()))
        .type()
        .orElse("");
  }

  private Instrument one(Predicate<Instrument> wanted) {
    return Instruments.postgres(database).all(InstrumentFilter.EVERY).stream()
        .filter(Instrument::active)
        .filter(i -> i.type().filter("CS"::equals).isPresent())
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private static DateRange days() {
    return new DateRange(LISTED.minusDays(10), LISTED.plusDays(40));
  }

  private void found(Instrument instrument, int attempts) {
    database.useTransaction(h -> {
      NewListingTable.found(h, instrument.id(), instrument.symbol(), LISTED, now, State.WAITING);
      h.execute("UPDATE new_listing SET attempts = ?", attempts);
    });
  }

  private int events(String name) {
    return database.read(h ->
        h.createQuery("SELECT count(*) FROM outbox_event WHERE event = :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one());
  }

  private void at(LocalDate night) {
    now = night.atTime(LocalTime.of(21, 30)).atZone(Bar.NEW_YORK).toInstant();
  }
}
