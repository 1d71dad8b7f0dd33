package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/// Small files of the kinds that the documentation speaks of: real ones are not in the checkout.
final class DocumentedFiles {
  private static final String HEADER =
      "ticker,volume,open,close,high,low,window_start,transactions";
  private static final LocalDate FIRST = LocalDate.parse("2020-08-03");
  private static final LocalDate LAST = LocalDate.parse("2020-09-04");
  private static final LocalDate SPLIT = LocalDate.parse("2020-08-31");
  private static final List<String> TICKERS = List.of("AAPL", "QQQ", "SPY");

  private DocumentedFiles() {}

  /// Below the folder: `data` (a data folder of day and minute files), `other-vendor` (per-ticker
  /// files), and the files of facts.
  static void write(Path folder) throws IOException {
    var data = folder.resolve("data");
    var days = data.resolve("flatfiles/us_stocks_sip/day_aggs_v1");
    var minutes = data.resolve("flatfiles/us_stocks_sip/minute_aggs_v1");
    var byTicker = new ArrayList<List<String>>();
    TICKERS.forEach(_ -> byTicker.add(new ArrayList<>(List.of(HEADER))));
    for (var session : TradingCalendar.nyse().sessions(new DateRange(FIRST, LAST))) {
      var rows = new ArrayList<String>(List.of(HEADER));
      for (int i = 0; i < TICKERS.size(); i++) {
        var row = row(i, session.date(), midnight(session.date()));
        rows.add(row);
        byTicker.get(i).add(row);
      }
      gzip(dated(days, session.date()), rows);
    }
    for (int i = 0; i < TICKERS.size(); i++) {
      gzip(folder.resolve("other-vendor/" + TICKERS.get(i) + ".csv.gz"), byTicker.get(i));
    }
    gzip(dated(minutes, SPLIT), minutes(SPLIT));
    var list = new ArrayList<String>();
    TICKERS.forEach(ticker ->
        list.add(
            "{\"ticker\":\"%s\",\"name\":\"%s of files\",\"type\":\"%s\",\"primary_exchange\":\"XNAS\",\"active\":true}"
                .formatted(ticker, ticker, ticker.equals("AAPL") ? "CS" : "ETF")));
    list.add("{\"ticker\":\"META\",\"name\":\"Meta Platforms\",\"type\":\"CS\",\"active\":true}");
    gzip(data.resolve("reference/tickers_all_2026-07-31.jsonl.gz"), list);
    var split = List.of("ticker,execution_date,split_from,split_to", "AAPL," + SPLIT + ",1,4");
    plain(data.resolve("actions/splits.csv"), split);
    plain(folder.resolve("splits.csv"), split);
    plain(
        folder.resolve("funds.csv"),
        List.of(
            "symbol,family,category,aum_millions,expense_ratio",
            "SPY,State Street,Blend,650000,0.0009"));
    plain(
        folder.resolve("halts.csv"),
        List.of("ticker,first,last,detail", "AAPL,2020-08-10,2020-08-11,news pending"));
    plain(
        folder.resolve("spin-offs.csv"),
        List.of("ticker,ex_date,detail", "AAPL,2020-08-10,a part of it"));
    plain(
        folder.resolve("bad.yaml"),
        List.of("tickstock:", "  vendor:", "    base-ulr: x", "  load:", "    concurrency: many"));
  }

  private static String row(int which, LocalDate session, long start) {
    double split = which == 0 && !session.isBefore(SPLIT) ? 4 : 1;
    double close = (300 + 50 * which + session.getDayOfMonth() % 5) / split;
    return String.format(
        Locale.ROOT,
        "%s,%d,%.2f,%.2f,%.2f,%.2f,%d,%d",
        TICKERS.get(which),
        1_000_000 + 1_000 * session.getDayOfMonth(),
        close - 0.5,
        close,
        close + 1,
        close - 1,
        start,
        900 + session.getDayOfMonth());
  }

  private static List<String> minutes(LocalDate session) {
    var rows = new ArrayList<String>(List.of(HEADER));
    for (int minute = 0; minute < 390; minute++) {
      for (int i = 0; i < TICKERS.size(); i++) {
        rows.add(row(i, session, midnight(session) + (570L + minute) * 60_000_000_000L));
      }
    }
    return rows;
  }

  private static long midnight(LocalDate session) {
    return session.atStartOfDay(Bar.NEW_YORK).toEpochSecond() * 1_000_000_000L;
  }

  private static Path dated(Path folder, LocalDate date) {
    return folder.resolve(
        String.format(
            Locale.ROOT, "%d/%02d/%s.csv.gz", date.getYear(), date.getMonthValue(), date));
  }

  private static void plain(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  private static void gzip(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
