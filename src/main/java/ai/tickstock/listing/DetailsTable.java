package ai.tickstock.listing;

import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.ListingDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The columns of `instrument` that only details fill.
final class DetailsTable {
  /// The vendor's market cap counts until it was computed first; shares are dated when they change.
  private static final String MERGE =
      """
      UPDATE instrument i SET
        list_date = coalesce(:listed_on, list_date),
        market_cap = CASE WHEN computed THEN market_cap ELSE coalesce(:market_cap, market_cap) END,
        weighted_shares = coalesce(:shares, weighted_shares),
        class_shares = coalesce(:class_shares, class_shares),
        shares_as_of = CASE WHEN (weighted_shares, class_shares) IS DISTINCT FROM
              (coalesce(:shares, weighted_shares), coalesce(:class_shares, class_shares))
          THEN CAST(:asked_on AS date) ELSE shares_as_of END,
        sic_code = coalesce(:sic_code, sic_code),
        sector = coalesce(:sector, sector),
        industry = coalesce(:industry, industry),
        updated_at = now()
      FROM (SELECT id AS of, market_cap_as_of IS NOT NULL AS computed
            FROM instrument WHERE id = :id) ours
      WHERE i.id = ours.of
        AND (list_date, market_cap, weighted_shares, class_shares, sic_code, sector, industry)
          IS DISTINCT FROM
            (coalesce(:listed_on, list_date),
             CASE WHEN computed THEN market_cap ELSE coalesce(:market_cap, market_cap) END,
             coalesce(:shares, weighted_shares), coalesce(:class_shares, class_shares),
             coalesce(:sic_code, sic_code), coalesce(:sector, sector),
             coalesce(:industry, industry))
      """;

  private static final String ASKED = "UPDATE instrument SET details_at = :at WHERE id = ANY(:ids)";

  private static final Sectors SECTORS = Sectors.bundled();

  private DetailsTable() {}

  /// @return instruments of which something was other
  static int write(Handle transaction, Map<InstrumentId, ListingDetails> details, Instant askedAt) {
    if (details.isEmpty()) {
      return 0;
    }
    int changed = 0;
    try (var batch = transaction.prepareBatch(MERGE)) {
      details.forEach((id, one) ->
          batch
              .bind("id", id.value())
              .bindByType("listed_on", one.listedOn().orElse(null), LocalDate.class)
              .bindByType(
                  "market_cap",
                  one.marketCap().isPresent() ? one.marketCap().getAsDouble() : null,
                  Double.class)
              .bindByType("shares", number(one.weightedShares()), Long.class)
              .bindByType("class_shares", number(one.classShares()), Long.class)
              .bind("asked_on", Bar.dateOf(askedAt))
              .bindByType("sic_code", one.sicCode().orElse(null), String.class)
              .bindByType("sector", one.sicCode().flatMap(SECTORS::of).orElse(null), String.class)
              .bindByType("industry", one.sicDescription().orElse(null), String.class)
              .add());
      for (int rows : batch.execute()) {
        changed += rows;
      }
    }
    transaction
        .createUpdate(ASKED)
        .bind("at", OffsetDateTime.ofInstant(askedAt, ZoneOffset.UTC))
        .bindArray("ids", Integer.class, InstrumentTable.numbers(details.keySet()))
        .execute();
    return changed;
  }

  private static @Nullable Long number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
