package ai.tickstock.provider.flatfile;

/// How reading one file ended: all of it, or nothing of it. A file that breaks off half-way gives
/// no rows.
public sealed interface FileRead<T> {
  /// The file was read to its end.
  record Complete<T>(T value) implements FileRead<T> {}

  /// The file cannot be taken; nothing of it was handed over.
  record Failed<T>(FileFailure failure) implements FileRead<T> {}
}
