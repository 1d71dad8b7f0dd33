package ai.tickstock.simulator;

import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/// What a fund holds: of equities the companies with the most shares, of its sector where it has
/// one, and cash in the last place. Other funds hold what has no ticker. The weights fall with the
/// rank and add up to 1.
final class EtfBasket {
  /// A large part of the market is in a fund, not always the same one.
  private static final double CHOSEN = 0.8;

  private static final Map<String, String> INDUSTRIES =
      Map.ofEntries(
          Map.entry("technology", "7372"),
          Map.entry("communication_services", "4841"),
          Map.entry("consumer_discretionary", "5651"),
          Map.entry("consumer_staples", "2000"),
          Map.entry("energy", "1311"),
          Map.entry("financials", "6021"),
          Map.entry("health_care", "2834"),
          Map.entry("industrials", "3720"),
          Map.entry("materials", "2821"),
          Map.entry("real_estate", "6798"),
          Map.entry("utilities", "4911"));

  private final FundDay day;
  private final Holdable holdable;

  /// Places among what can be held, in the order of rank.
  private final int[] shares;

  private final Optional<Double> worth;

  /// The sum of the parts, by which they become weights; 0 where nobody has asked yet.
  private final double parts;

  private EtfBasket(
      FundDay day, Holdable holdable, int[] shares, Optional<Double> worth, double parts) {
    this.day = day;
    this.holdable = holdable;
    this.shares = shares;
    this.worth = worth;
    this.parts = parts;
  }

  static EtfBasket of(FundDay day, Holdable holdable) {
    return new EtfBasket(day, holdable, shares(day, holdable), Optional.empty(), 0);
  }

  /// The same fund on another day; its shares are looked for again only where other companies are
  /// listed then.
  EtfBasket on(FundDay other) {
    boolean same = holdable.listedOn(other.effective()).equals(holdable.listedOn(day.effective()));
    return same ? new EtfBasket(other, holdable, shares, Optional.empty(), 0) : of(other, holdable);
  }

  private static int[] shares(FundDay day, Holdable holdable) {
    if (!day.ofShares()) {
      return new int[0];
    }
    var industry = day.sector().map(INDUSTRIES::get);
    var listed = holdable.listedOn(day.effective());
    long dice = Dice.of(51, day.fund().name());
    var held = new int[day.holdings() - 1];
    int count = 0;
    for (int place = listed.nextSetBit(0);
        place >= 0 && count < held.length;
        place = listed.nextSetBit(place + 1)) {
      if ((industry.isEmpty() || holdable.isOf(industry.get(), place))
          && Dice.roll(dice, holdable.get(place).index()) < CHOSEN) {
        held[count++] = place;
      }
    }
    return Arrays.copyOf(held, count);
  }

  /// The same with what its parts are worth.
  EtfBasket priced(Market market) {
    return new EtfBasket(
        day,
        holdable,
        shares,
        day.worth(market),
        IntStream.rangeClosed(1, day.holdings()).mapToDouble(EtfBasket::part).sum());
  }

  private static double part(int rank) {
    return 1.0 / (rank + 4);
  }

  /// The ranks of the parts that pass, 1 for the largest.
  IntStream ranks(PartFilter filter) {
    var passing = filter.on(day.effective());
    var held =
        IntStream.rangeClosed(1, shares.length).filter(rank -> passing.get(shares[rank - 1]));
    return filter.passesNameless()
        ? IntStream.concat(held, IntStream.rangeClosed(shares.length + 1, day.holdings()))
        : held;
  }

  /// What a call asks of the parts of baskets.
  static final class PartFilter {
    private final Holdable holdable;
    private final Filter<String> ticker;
    private final Filter<String> code;
    private final Filter<String> isin;
    private final Filter<String> figi;
    private final Filter<String> sedol;
    private final Map<LocalDate, BitSet> passing = new HashMap<>();

    PartFilter(Call call, Holdable holdable) {
      this.holdable = holdable;
      ticker = Filter.ofText(call, "constituent_ticker");
      code = Filter.ofText(call, "us_code");
      isin = Filter.ofText(call, "isin");
      figi = Filter.ofText(call, "figi");
      sedol = Filter.ofText(call, "sedol");
    }

    boolean isEmpty() {
      return passesNameless();
    }

    /// Whether a part that is no share of a company passes.
    boolean passesNameless() {
      return ticker.isEmpty()
          && code.isEmpty()
          && isin.isEmpty()
          && figi.isEmpty()
          && sedol.isEmpty();
    }

    /// The places that pass on a date.
    private BitSet on(LocalDate date) {
      return passing.computeIfAbsent(
          date,
          d -> {
            var places = new BitSet();
            holdable.listedOn(d).stream()
                .filter(place -> passes(holdable.get(place), d))
                .forEach(places::set);
            return places;
          });
    }

    private boolean passes(Instrument share, LocalDate date) {
      return ticker.test(share.tickerOn(date))
          && code.test(ReferenceEndpoints.cusip(share))
          && isin.test(ReferenceEndpoints.isin(share))
          && figi.test(share.compositeFigi())
          && sedol.test(EtfBasket.sedol(share));
    }
  }

  private Optional<Instrument> share(int rank) {
    return rank <= shares.length ? Optional.of(holdable.get(shares[rank - 1])) : Optional.empty();
  }

  private Optional<String> ticker(Instrument share) {
    return share.tickerOn(day.effective());
  }

  private static String sedol(Instrument share) {
    return "B" + ReferenceEndpoints.cusip(share).substring(1, 7);
  }

  void write(JsonGenerator json, Market market, int rank) {
    double weight = part(rank) / parts;
    json.writeStartObject();
    day.writeKey(json);
    json.writeNumberProperty("constituent_rank", rank);
    Json.number(json, "weight", Math.rint(weight * 1e9) / 1e9);
    var value = worth.map(w -> Math.rint(w * weight * 100) / 100);
    value.ifPresent(v -> Json.number(json, "market_value", v));
    json.writeStringProperty("currency_traded", "USD");
    var share = share(rank);
    if (share.isPresent()) {
      writeShare(json, market, share.get(), value);
    } else {
      boolean cash = day.ofShares();
      json.writeStringProperty(
          "constituent_name",
          cash ? "US DOLLAR" : day.focus().toUpperCase(Locale.ROOT) + " " + rank);
      json.writeStringProperty("asset_class", cash ? "Cash" : day.assetClass());
      value.ifPresent(v -> Json.number(json, "shares_held", v));
    }
    json.writeEndObject();
  }

  private void writeShare(
      JsonGenerator json, Market market, Instrument share, Optional<Double> value) {
    var ticker = ticker(share).orElseThrow();
    json.writeStringProperty("constituent_ticker", ticker);
    json.writeStringProperty("constituent_name", share.name());
    json.writeStringProperty("asset_class", "Equity");
    json.writeStringProperty("security_type", "Common Stock");
    json.writeStringProperty("country_of_exchange", "US");
    json.writeStringProperty("exchange", FixedLists.exchange(share.exchange()));
    json.writeStringProperty("us_code", ReferenceEndpoints.cusip(share));
    json.writeStringProperty("isin", ReferenceEndpoints.isin(share));
    json.writeStringProperty("sedol", sedol(share));
    Json.text(json, "figi", share.compositeFigi());
    var close = FundDay.close(market, ticker, day.effective());
    value
        .flatMap(v -> close.map(c -> Math.rint(v / c)))
        .ifPresent(held -> Json.number(json, "shares_held", held));
  }
}
