package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.FundProfiles.Taken;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Profiles of funds from a vendor that has them for some keys only.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FundProfilesTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();

  /// The morning after Good Friday and a weekend.
  private static final Instant MONDAY_MORNING = Instant.parse("2025-04-21T10:00:00Z");

  private final Database database = TestPostgres.migrated();
  private final RateLimiter limiter =
      RateLimiter.local(RateLimit.perSecond(10_000), Clock.systemUTC());
  private final SimulatorServer server =
      SimulatorServer.start(
          SimulatorOptions.over(new SyntheticMarket(42, CALENDAR), CALENDAR, () -> MONDAY_MORNING)
              .withKeys(Map.of("business", PlanProfile.BUSINESS, "starter", PlanProfile.STARTER)));
  private final MassiveProvider business = provider("business");
  private final MassiveProvider starter = provider("starter");

  private MassiveProvider provider(String key) {
    return MassiveProvider.connect(
        MassiveSettings.of(server.uri(), new ApiKey(key)), limiter, () -> MONDAY_MORNING);
  }

  @BeforeAll
  void list() {
    new ListingWatch(
            database,
            ListingRules.DEFAULT,
            CALENDAR,
            CacheEntries.postgres(database, "DEFAULT"),
            () -> MONDAY_MORNING)
        .fromVendor(new Vendor("simulator", business, limiter), Optional.empty());
  }

  @BeforeEach
  void empty() {
    database.useTransaction(h -> h.execute("TRUNCATE etf_fact"));
  }

  @AfterAll
  void close() {
    business.close();
    starter.close();
    server.close();
    database.close();
  }

  @Test
  void areThoseOfTheLatestDayThatHasSomeOverAWeekendAndAHoliday() {
    var taken = given(profiles(business).latest());

    assertThat(taken.profiles()).isPositive();
    assertThat(taken.count().funds()).isPositive();
    assertThat(taken.calls()).isBetween(2, 5);
    assertThat(EtfFacts.postgres(database).all()).isNotEmpty();
    assertThat(given(profiles(business).latest()).count().added()).isZero();
  }

  @Test
  void ofSingleFundsSayWhoHasNone() {
    var fund =
        Instruments.postgres(database).all(InstrumentFilter.EVERY).stream()
            .filter(Instrument::active)
            .filter(i -> i.type().filter("ETF"::equals).isPresent())
            .map(Instrument::symbol)
            .findFirst()
            .orElseThrow();
    var taken = given(profiles(business).of(List.of(fund, new Symbol("NOFUND"))));

    assertThat(taken.profiles()).isEqualTo(1);
    assertThat(taken.without()).containsExactly(new Symbol("NOFUND"));
  }

  @Test
  void areNotAskedForAgainWhereThePlanHasThemNotAndNothingIsStored() {
    assertThat(profiles(starter).latest())
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.failure().kind())
                  .isEqualTo(ProviderFailure.Kind.NOT_ENTITLED_ENDPOINT);
              assertThat(failed.cost().calls()).isEqualTo(1);
            });
    assertThat(EtfFacts.postgres(database).all()).isEmpty();
  }

  private FundProfiles profiles(MassiveProvider provider) {
    return new FundProfiles(database, provider, CALENDAR, () -> MONDAY_MORNING);
  }

  private static Taken given(Answer<Taken> answer) {
    return ((Answer.Given<Taken>) answer).value();
  }
}
