package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/// A flat file as it stands in the bucket at an instant.
///
/// @param modified when this edition came, in whole seconds
/// @param etag changes whenever the contents do; without the quotes
/// @param size bytes that `contents` writes
/// @param struck the faults that spoil this edition
record FlatFile(
    FlatFileName name,
    Instant modified,
    String etag,
    long size,
    List<FaultKind> struck,
    Contents contents) {
  FlatFile {
    struck = List.copyOf(struck);
  }

  /// Bytes that are made while they are written, the same each time.
  interface Contents {
    void write(OutputStream out) throws IOException;
  }
}
