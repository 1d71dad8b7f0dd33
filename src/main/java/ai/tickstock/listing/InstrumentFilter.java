package ai.tickstock.listing;

import java.util.Optional;
import java.util.Set;

/// Which instruments are meant.
///
/// @param delisted whether those that trade no more are meant as well
/// @param provisional whether those known from bars only are meant as well
/// @param types only these type codes (an instrument without a type is none of them); any when
///   empty
public record InstrumentFilter(boolean delisted, boolean provisional, Optional<Set<String>> types) {
  /// All that we know.
  public static final InstrumentFilter EVERY = new InstrumentFilter(true, true, Optional.empty());

  /// All that a list says are trading.
  public static final InstrumentFilter TRADING =
      new InstrumentFilter(false, false, Optional.empty());

  public InstrumentFilter {
    types = types.map(Set::copyOf);
  }
}
