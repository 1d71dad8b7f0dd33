package ai.tickstock.simulator;

import java.util.Arrays;
import java.util.List;

/// Lists of the vendor that hardly ever change.
final class FixedLists {
  /// Code and description.
  static final List<List<String>> TYPES =
      table(
          """
          CS|Common Stock
          PFD|Preferred Stock
          WARRANT|Warrant
          RIGHT|Rights
          BOND|Corporate Bond
          ETF|Exchange Traded Fund
          ETN|Exchange Traded Note
          ETV|Exchange Traded Vehicle
          SP|Structured Product
          ADRC|American Depository Receipt Common
          ADRP|American Depository Receipt Preferred
          ADRW|American Depository Receipt Warrants
          ADRR|American Depository Receipt Rights
          FUND|Fund
          BASKET|Basket
          UNIT|Unit
          LT|Liquidating Trust
          OS|Ordinary Shares
          GDR|Global Depository Receipts
          OTHER|Other Security Type
          NYRS|New York Registry Shares
          AGEN|Agency Bond
          EQLK|Equity Linked Bond
          ETS|Single-security ETF
          """);

  /// Id, type, MIC (empty for the two tapes) and name.
  static final List<List<String>> EXCHANGES =
      table(
          """
          1|exchange|XASE|NYSE American, LLC
          2|exchange|XBOS|Nasdaq OMX BX, Inc.
          3|exchange|XCIS|NYSE National, Inc.
          4|TRF|XADF|FINRA Alternative Display Facility
          5|SIP||Unlisted Trading Privileges
          6|exchange|XISE|International Securities Exchange, LLC - Stocks
          7|exchange|EDGA|Cboe EDGA
          8|exchange|EDGX|Cboe EDGX
          9|exchange|XCHI|NYSE Texas, Inc.
          10|exchange|XNYS|New York Stock Exchange
          11|exchange|ARCX|NYSE Arca, Inc.
          12|exchange|XNAS|Nasdaq
          13|SIP||Consolidated Tape Association
          14|exchange|LTSE|Long-Term Stock Exchange
          15|exchange|IEXG|Investors Exchange
          16|exchange|CBSX|Cboe Stock Exchange
          17|exchange|XPHL|Nasdaq Philadelphia Exchange LLC
          18|exchange|BATY|Cboe BYX
          19|exchange|BATS|Cboe BZX
          20|exchange|EPRL|MIAX Pearl
          21|exchange|MEMX|Members Exchange
          22|exchange|24EQ|24X National Exchange LLC
          23|exchange|TXSE|Texas Stock Exchange LLC
          62|ORF|OOTC|OTC Equity Security
          201|TRF|FINY|FINRA NYSE TRF
          202|TRF|FINN|FINRA Nasdaq TRF Carteret
          203|TRF|FINC|FINRA Nasdaq TRF Chicago
          """);

  private FixedLists() {}

  /// The name of an exchange by its MIC; the text itself where it is none.
  static String exchange(String mic) {
    return EXCHANGES.stream()
        .filter(e -> e.get(2).equals(mic))
        .map(e -> e.get(3))
        .findFirst()
        .orElse(mic);
  }

  private static List<List<String>> table(String text) {
    return text.lines().map(line -> Arrays.asList(line.split("\\|", -1))).toList();
  }
}
