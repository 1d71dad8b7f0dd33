package ai.tickstock.load;

import ai.tickstock.provider.RateLimit;

/// How many calls a vendor may be sent: its own limit, and what an operator wishes below that.
///
/// @param limit in any stretch of its length
/// @param aSecond most calls in any second; 0: no such wish
/// @param aDay most calls on a date in New York; 0: no such wish
public record CallBudget(RateLimit limit, int aSecond, int aDay) {
  public CallBudget {
    if (aSecond < 0 || aDay < 0) {
      throw new IllegalArgumentException(
          "a number of calls is not negative: " + aSecond + " a second, " + aDay + " a day");
    }
  }

  public static CallBudget of(RateLimit limit) {
    return new CallBudget(limit, 0, 0);
  }
}
