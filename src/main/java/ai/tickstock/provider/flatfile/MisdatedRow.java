package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.BarRow;

/// A readable row whose `window_start` is not the New York midnight it should be, or lies on
/// another New York date than a minute file's. It must not be stored: which day it belongs to is
/// not known.
///
/// @param line counted from 1, the header included
/// @param row starts when the row itself says
/// @param reason what the stamp says and what was expected
public record MisdatedRow(long line, BarRow row, String reason) {}
