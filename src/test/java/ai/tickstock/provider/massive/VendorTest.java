package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/// What the tests of the adapter share: a scripted vendor, a limiter that does not wait, a clock
/// that stands.
abstract class VendorTest {
  static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");
  static final Symbol QQXA = new Symbol("QQXA");
  static final DateRange MARCH =
      new DateRange(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-31"));
  static final Waits NO_WAITS =
      new Waits(Duration.ofNanos(1), Duration.ofNanos(1), 100, Duration.ofHours(1));

  final ScriptedVendor vendor = new ScriptedVendor();
  final RecordingLimiter limiter = new RecordingLimiter();
  private MassiveProvider provider;

  MassiveProvider provider() {
    return provider(settings -> settings);
  }

  MassiveProvider provider(UnaryOperator<MassiveSettings> change) {
    return provider(change, NO_WAITS);
  }

  MassiveProvider provider(UnaryOperator<MassiveSettings> change, Waits waits) {
    if (provider == null) {
      provider =
          MassiveProvider.connect(
              change.apply(vendor.settings()), limiter, InstantSource.fixed(NOW), waits);
    }
    return provider;
  }

  @AfterEach
  void closeBoth() {
    if (provider != null) {
      provider.close();
    }
    vendor.close();
  }

  static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  static ProviderFailure failure(Answer<?> answer) {
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    return ((Answer.Failed<?>) answer).failure();
  }
}
