package ai.tickstock.provider.massive;

/// One minute bar on its way from a page into the columns of the whole answer.
///
/// @param start milliseconds since 1970; 0 where the stamp could not be read
/// @param volume NaN where absent, as is the vwap
/// @param trades negative where absent
/// @param received the row's own text when something in it was unreadable, else empty
record MinuteRow(
    long start,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double vwap,
    int trades,
    String received) {}
