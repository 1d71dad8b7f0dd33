/// The vendor's flat files in its S3-compatible object store.
@NullMarked
package ai.tickstock.provider.s3;

import org.jspecify.annotations.NullMarked;
