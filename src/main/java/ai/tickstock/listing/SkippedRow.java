package ai.tickstock.listing;

/// A row of a list that was not used.
///
/// @param ticker as the list writes it
/// @param detail what was seen, in words
public record SkippedRow(String ticker, Reason reason, String detail) {
  public enum Reason {
    /// The list gives the same composite FIGI to another ticker: the one that we know it under,
    /// else that of the newer row.
    FIGI_UNDER_ANOTHER_TICKER,
    /// We know the ticker from a later date than the list's.
    LIST_IS_OLDER,
    /// A delisted instrument that we do not hold, and only a part of the list was asked for.
    DELISTED_AND_UNKNOWN,
    /// Said to be delisted, without a date.
    DELISTED_WITHOUT_DATE,
    /// Said to be delisted since a date of which somebody decided that it was not.
    SOMEBODY_SAID_OTHERWISE
  }

  @Override
  public String toString() {
    return ticker + " " + reason + ": " + detail;
  }
}
