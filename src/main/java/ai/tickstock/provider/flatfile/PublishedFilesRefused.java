package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.ProviderFailure;

/// The list of the published files cannot be had.
public final class PublishedFilesRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PublishedFilesRefused(ProviderFailure failure) {
    super(failure.toString());
  }
}
