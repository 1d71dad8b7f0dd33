package ai.tickstock.simulator;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JsonGenerator;

/// Writes bars. A page can hold 50,000 of them, so each is put straight into the bytes of the body,
/// without an object a number. For one thread.
abstract class BarWriter implements Rows {
  /// Bytes of a row at most: the longest text of a price has some 340.
  private static final int LONGEST = 4096;

  static final byte[] V = named("v");
  static final byte[] VW = named("vw");
  static final byte[] O = named("o");
  static final byte[] C = named("c");
  static final byte[] H = named("h");
  static final byte[] L = named("l");
  static final byte[] T = named("t");
  static final byte[] N = named("n");

  /// What stands before the value of a field.
  static byte[] named(String name) {
    return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  private final RowText text = new RowText(0);

  /// Puts the fields of a row.
  abstract void put(int row);

  @Override
  public int bytes() {
    return 110;
  }

  @Override
  public void write(JsonGenerator json, int row) {
    throw new IllegalStateException("bars are written as an array");
  }

  @Override
  public void write(JsonGenerator json, Bytes body, int count, IntUnaryOperator order) {
    json.writeRawValue("");
    json.flush();
    writeArray(body, count, order);
  }

  /// Writes all of them in their order, where the generator stands.
  final void write(JsonGenerator json) {
    var array = new Bytes(1024 + size() * bytes());
    writeArray(array, size(), row -> row);
    json.writeRawValue(array.text());
  }

  private void writeArray(Bytes body, int count, IntUnaryOperator order) {
    for (int i = 0; i < count; i++) {
      var room = body.room(LONGEST);
      int start = body.size();
      // The comma before the first field has the place of the bracket.
      text.goOn(room, start + 1);
      put(order.applyAsInt(i));
      text.append('}');
      room[start] = (byte) (i == 0 ? '[' : ',');
      room[start + 1] = '{';
      body.grow(text.length() - start);
    }
    body.write(']');
  }

  final void field(byte[] name, double value) {
    text.append(name);
    text.number(value);
  }

  final void field(byte[] name, long value) {
    text.append(name);
    text.append(value);
  }

  /// As it is.
  final void append(byte[] more) {
    text.append(more);
  }
}
