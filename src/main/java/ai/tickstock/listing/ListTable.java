package ai.tickstock.listing;

import ai.tickstock.provider.ListingRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `listing_list` in one session's hands.
final class ListTable {
  private static final String NEWEST =
      """
      SELECT as_of, all_exchanges, trading, digest
      FROM listing_list
      WHERE source = :source AND verdict <> 'short'
        AND (CAST(:all_exchanges AS boolean) IS NULL OR all_exchanges = :all_exchanges)
      ORDER BY id DESC
      LIMIT 1
      """;

  private static final String NEWEST_OF_ALL =
      """
      SELECT source, as_of
      FROM listing_list
      WHERE verdict <> 'short'
      ORDER BY as_of DESC, id DESC
      LIMIT 1
      """;

  private static final String NOTE =
      """
      INSERT INTO listing_list (source, as_of, all_exchanges, trading, digest, verdict)
      VALUES (:source, :as_of, :all_exchanges, :trading, :digest, :verdict)
      """;

  private static final String NIGHTS =
      """
      SELECT count(DISTINCT as_of) FROM listing_list WHERE source = :source AND verdict = 'taken'
      """;

  private ListTable() {}

  /// The last list of all sources.
  record Latest(String source, LocalDate asOf) {}

  static Optional<Latest> newestOfAll(Handle h) {
    return h.createQuery(NEWEST_OF_ALL)
        .map((row, context) ->
            new Latest(row.getString("source"), row.getObject("as_of", LocalDate.class)))
        .findOne();
  }

  /// Of how many dates whole lists of a source were taken.
  static int nights(Handle h, String source) {
    return h.createQuery(NIGHTS).bind("source", source).mapTo(Integer.class).one();
  }

  /// A list that was taken before.
  ///
  /// @param trading rows of trading instruments
  record Taken(LocalDate asOf, boolean allExchanges, int trading, String digest) {}

  /// What was made of a list.
  enum Verdict {
    TAKEN,
    SHORT,
    REPEATED
  }

  /// The last list of a source, whatever exchanges it held.
  static Optional<Taken> newest(Handle h, String source) {
    return find(h, source, Optional.empty());
  }

  /// The last list of a source that held as many exchanges.
  static Optional<Taken> newest(Handle h, String source, boolean allExchanges) {
    return find(h, source, Optional.of(allExchanges));
  }

  private static Optional<Taken> find(Handle h, String source, Optional<Boolean> allExchanges) {
    return h.createQuery(NEWEST)
        .bind("source", source)
        .bind("all_exchanges", allExchanges.orElse(null))
        .map((row, context) ->
            new Taken(
                row.getObject("as_of", LocalDate.class),
                row.getBoolean("all_exchanges"),
                row.getInt("trading"),
                row.getString("digest")))
        .findOne();
  }

  static void note(Handle transaction, String source, Taken list, Verdict verdict) {
    transaction
        .createUpdate(NOTE)
        .bind("source", source)
        .bind("as_of", list.asOf())
        .bind("all_exchanges", list.allExchanges())
        .bind("trading", list.trading())
        .bind("digest", list.digest())
        .bind("verdict", verdict.name().toLowerCase(Locale.ROOT))
        .execute();
  }

  /// Equal for lists that say the same, in any order.
  static String digest(Collection<ListingRow> trading) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      trading.stream()
          .map(row ->
              String.join(
                  "|",
                  row.symbol().ticker(),
                  row.name().orElse(""),
                  row.exchange().orElse(""),
                  row.compositeFigi().orElse(""),
                  row.lastUpdated() + "\n"))
          .sorted()
          .forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
