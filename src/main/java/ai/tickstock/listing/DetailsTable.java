package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.ListingDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The columns of `instrument` that only details fill.
final class DetailsTable {
  private static final String MERGE =
      """
      UPDATE instrument SET
        list_date = coalesce(:listed_on, list_date),
        market_cap = coalesce(:market_cap, market_cap),
        weighted_shares = coalesce(:shares, weighted_shares),
        sic_code = coalesce(:sic_code, sic_code),
        sector = coalesce(:sector, sector),
        industry = coalesce(:industry, industry),
        updated_at = now()
      WHERE id = :id
        AND (list_date, market_cap, weighted_shares, sic_code, sector, industry) IS DISTINCT FROM
            (coalesce(:listed_on, list_date), coalesce(:market_cap, market_cap),
             coalesce(:shares, weighted_shares), coalesce(:sic_code, sic_code),
             coalesce(:sector, sector), coalesce(:industry, industry))
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
              .bindByType(
                  "shares",
                  one.weightedShares().isPresent() ? one.weightedShares().getAsLong() : null,
                  Long.class)
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
}
