package ai.tickstock.simulator;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JsonGenerator;

/// The rows of an answer in their order, written when it is their turn.
interface Rows {
  int size();

  /// @param row from 0
  void write(JsonGenerator json, int row);

  /// About how many bytes a row has.
  default int bytes() {
    return 100;
  }

  /// Writes an array of so many rows.
  ///
  /// @param body what the generator writes to
  /// @param order the row at each place of the array
  default void write(JsonGenerator json, Bytes body, int count, IntUnaryOperator order) {
    json.writeStartArray();
    for (int i = 0; i < count; i++) {
      write(json, order.applyAsInt(i));
    }
    json.writeEndArray();
  }

  static Rows of(List<Consumer<JsonGenerator>> rows) {
    return new Rows() {
      @Override
      public int size() {
        return rows.size();
      }

      @Override
      public void write(JsonGenerator json, int row) {
        rows.get(row).accept(json);
      }
    };
  }
}
