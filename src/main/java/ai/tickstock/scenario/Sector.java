package ai.tickstock.scenario;

import java.util.EnumSet;
import java.util.List;

/// What moves with what: each group follows the market to a degree and has a walk of its own.
enum Sector {
  TECH(1.15, 0.12, "Technology", "Software", "Semiconductors", "Systems", "Data"),
  COMM(1.0, 0.10, "Communication", "Media", "Networks", "Telecom", "Studios"),
  DISC(1.1, 0.11, "Consumer", "Retail", "Motors", "Leisure", "Homes"),
  STAP(0.6, 0.08, "Staples", "Foods", "Brands", "Beverages", "Markets"),
  ENER(0.9, 0.20, "Energy", "Energy", "Petroleum", "Drilling", "Pipelines"),
  FINA(1.1, 0.12, "Financials", "Bancorp", "Financial", "Insurance", "Capital"),
  HLTH(0.8, 0.10, "Health Care", "Therapeutics", "Biosciences", "Medical", "Pharma"),
  INDU(1.05, 0.10, "Industrials", "Industries", "Aerospace", "Logistics", "Robotics"),
  MATL(1.05, 0.14, "Materials", "Materials", "Chemicals", "Mining", "Paper"),
  REAL(0.9, 0.12, "Real Estate", "Properties", "Realty", "REIT", "Land"),
  UTIL(0.5, 0.10, "Utilities", "Power", "Water", "Utilities", "Gas"),
  BROAD(1.0, 0.005, "Total Market"),
  SMALL(1.15, 0.07, "Small Cap"),
  BOND(0.03, 0.05, "Bond"),
  COMD(0.1, 0.15, "Commodity"),
  CRYP(0.8, 0.55, "Digital Asset"),
  INTL(0.9, 0.08, "International"),
  /// Funds that promise three times the day's move.
  LEV3(3.0, 0.20, "Daily 3X");

  /// How many times it moves with the market.
  final double marketBeta;

  /// Deviation of its own walk in a year, as a fraction.
  final double volatility;

  /// As invented funds name it.
  final String focus;

  /// What invented companies of it call their business; empty where there are only funds.
  private final String businesses;

  Sector(double marketBeta, double volatility, String focus, String... businesses) {
    this.marketBeta = marketBeta;
    this.volatility = volatility;
    this.focus = focus;
    this.businesses = String.join(" ", businesses);
  }

  /// One of all, evenly.
  static Sector any(long hash) {
    var all = EnumSet.allOf(Sector.class);
    return List.copyOf(all).get(Hash.below(hash, all.size()));
  }

  /// One of the eleven sectors in which companies are, evenly.
  static Sector ofCompany(long hash) {
    return List.copyOf(EnumSet.range(TECH, UTIL)).get(Hash.below(hash, 11));
  }

  /// What an invented company of it calls its business.
  String business(long hash) {
    var words = businesses.split(" ", -1);
    return words[Hash.below(hash, words.length)];
  }

  /// The standard industrial classification of its companies.
  String sicCode() {
    return switch (this) {
      case TECH -> "7372";
      case COMM -> "4841";
      case DISC -> "5651";
      case STAP -> "2000";
      case ENER -> "1311";
      case FINA -> "6021";
      case HLTH -> "2834";
      case INDU -> "3720";
      case MATL -> "2821";
      case REAL -> "6798";
      case UTIL -> "4911";
      case CRYP -> "6199";
      case BROAD, SMALL, BOND, COMD, INTL, LEV3 -> "6726";
    };
  }

  String sicDescription() {
    return switch (this) {
      case TECH -> "SERVICES-PREPACKAGED SOFTWARE";
      case COMM -> "CABLE & OTHER PAY TELEVISION SERVICES";
      case DISC -> "RETAIL-FAMILY CLOTHING STORES";
      case STAP -> "FOOD AND KINDRED PRODUCTS";
      case ENER -> "CRUDE PETROLEUM & NATURAL GAS";
      case FINA -> "NATIONAL COMMERCIAL BANKS";
      case HLTH -> "PHARMACEUTICAL PREPARATIONS";
      case INDU -> "AIRCRAFT & PARTS";
      case MATL -> "PLASTIC MATERIALS, SYNTH RESINS & NONVULCAN ELASTOMERS";
      case REAL -> "REAL ESTATE INVESTMENT TRUSTS";
      case UTIL -> "ELECTRIC SERVICES";
      case CRYP -> "FINANCE SERVICES";
      case BROAD, SMALL, BOND, COMD, INTL, LEV3 -> "UNIT INVESTMENT TRUSTS";
    };
  }
}
