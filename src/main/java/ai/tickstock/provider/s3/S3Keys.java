package ai.tickstock.provider.s3;

/// The key pair of an object store, which is another one than the key of the vendor's other
/// addresses. Prints as `***`.
public record S3Keys(String accessKey, String secretKey) {
  /// The text with `***` wherever one of the keys stands in it: for everything that others said.
  String hiddenIn(String said) {
    return said.replace(secretKey, "***").replace(accessKey, "***");
  }

  @Override
  public String toString() {
    return "***";
  }
}
