package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/// A line that is no bar: too few columns, a price that is missing or not a number.
///
/// @param line counted from 1, the header included
/// @param text the line as it stands in the file, at most 500 characters of it
/// @param why what is wrong, e.g. `close 'abc' is not a number`
/// @param symbol whose line it is, where that could be read
/// @param session the day it stands for, where that could be read
public record MalformedRow(
    long line, String text, String why, Optional<Symbol> symbol, Optional<LocalDate> session) {}
