package ai.tickstock.provider.flatfile;

/// Carries a failure out of the depth of a reader; never leaves the package.
final class RefusedFile extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient FileFailure failure;

  RefusedFile(FileFailure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  FileFailure failure() {
    return failure;
  }
}
