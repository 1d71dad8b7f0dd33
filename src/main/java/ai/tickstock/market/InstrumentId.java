package ai.tickstock.market;

/// Our own lasting number for one instrument, the same through renames. Given by the database.
public record InstrumentId(int value) implements Comparable<InstrumentId> {
  public InstrumentId {
    if (value <= 0) {
      throw new IllegalArgumentException("an instrument id is positive, not " + value);
    }
  }

  @Override
  public int compareTo(InstrumentId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "#" + value;
  }
}
