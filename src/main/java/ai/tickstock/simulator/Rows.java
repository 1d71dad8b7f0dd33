package ai.tickstock.simulator;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// The rows of an answer in their order, written when it is their turn.
interface Rows {
  int size();

  /// @param row from 0
  void write(JsonGenerator json, int row);

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
