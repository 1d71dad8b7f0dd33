package ai.tickstock.simulator;

/// The flat files that the vendor has of bars.
enum FlatFileKind {
  DAYS("day_aggs_v1"),
  MINUTES("minute_aggs_v1");

  private final String folder;

  FlatFileKind(String folder) {
    this.folder = folder;
  }

  /// Below the data set's folder, in the bucket and on disks.
  String folder() {
    return folder;
  }
}
