package ai.tickstock.universe;

import java.util.List;

/// `public.cache_entries` is not as it must be to be written to; the message says what to do.
public final class CacheEntriesRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CacheEntriesRefused(List<String> problems) {
    super("universes cannot be written for other applications: " + String.join("; ", problems));
  }
}
