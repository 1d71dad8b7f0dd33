package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import tools.jackson.core.JsonGenerator;

/// Writes minutes as bars, each in one piece: a page can hold 50,000 of them. For one thread.
final class MinuteWriter implements Rows {
  private static final int LONGEST = 512;

  private static final char[] V = named("v");
  private static final char[] VW = named("vw");
  private static final char[] O = named("o");
  private static final char[] C = named("c");
  private static final char[] H = named("h");
  private static final char[] L = named("l");
  private static final char[] T = named("t");
  private static final char[] N = named("n");

  private static char[] named(String name) {
    return (",\"" + name + "\":").toCharArray();
  }

  private final MinuteRows rows;
  private final RowText text = new RowText(LONGEST);

  MinuteWriter(MinuteRows rows) {
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void write(JsonGenerator json, int row) {
    text.clear();
    if (!Double.isNaN(rows.volume(row))) {
      field(V, rows.volume(row));
    }
    if (!Double.isNaN(rows.vwap(row))) {
      field(VW, rows.vwap(row));
    }
    field(O, rows.open(row));
    field(C, rows.close(row));
    field(H, rows.high(row));
    field(L, rows.low(row));
    text.append(T);
    text.append(rows.startMillis(row));
    if (rows.trades(row) >= 0) {
      text.append(N);
      text.append(rows.trades(row));
    }
    text.append('}');
    var chars = text.chars();
    chars[0] = '{';
    json.writeRawValue(chars, 0, text.length());
  }

  private void field(char[] name, double value) {
    text.append(name);
    text.number(value);
  }
}
