package ai.tickstock.provider;

import java.time.Duration;
import java.util.Optional;

/// Why a vendor gave no answer, with the address of the failure. Never holds a key.
///
/// @param address method, path and query without any key, e.g. `GET
///   /v2/aggs/ticker/SPY/range/1/day/2024-01-02/2024-06-28`
/// @param httpStatus of the last try; 0 when there was no HTTP answer
/// @param attempts tries made, at least 1; 0 when an open circuit refused to try
/// @param message what the vendor or the network said, and what to do where that is known; one line
/// @param retryAfter how long to leave the vendor alone before trying again, where that is known
public record ProviderFailure(
    Kind kind,
    String address,
    int httpStatus,
    int attempts,
    String message,
    Optional<Duration> retryAfter) {

  public enum Kind {
    /// The limit was still exceeded after all retries.
    RATE_LIMITED(true),
    /// The plan does not include this endpoint.
    NOT_ENTITLED_ENDPOINT(false),
    /// The plan includes the endpoint but not these dates (too old, or today before the end of the
    /// day).
    NOT_ENTITLED_TIMEFRAME(false),
    /// The vendor knows no such symbol (details only: bars of an unknown symbol are an empty
    /// answer).
    UNKNOWN_SYMBOL(false),
    /// An answer that is not what the documentation promises: no JSON, cut off, another symbol, a
    /// page that repeats.
    BAD_ANSWER(true),
    /// No answer: refused connection, time-out, or 5xx after all retries, or the circuit is open.
    UNREACHABLE(true),
    /// 401: the key is missing, wrong or revoked. Only an operator can mend it.
    KEY_REFUSED(false),
    /// The asking thread was interrupted, which says nothing about the vendor. Its interrupt flag
    /// is set again: whoever asked winds up.
    INTERRUPTED(true);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /// Whether asking again later can help.
    public boolean isPassing() {
      return passing;
    }
  }

  @Override
  public String toString() {
    return kind
        + " "
        + address
        + (httpStatus == 0 ? "" : " HTTP " + httpStatus)
        + " after "
        + attempts
        + (attempts == 1 ? " try: " : " tries: ")
        + message;
  }
}
