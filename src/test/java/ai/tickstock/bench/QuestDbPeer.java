package ai.tickstock.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import io.questdb.cairo.CairoConfiguration;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// QuestDB in this process: the day files are read here and appended in the order of time, which is
/// its fastest way in; each commit is on the disk.
///
/// @param folder for its database
record QuestDbPeer(DayFiles files, Path folder) implements Peer {
  private static final String TABLE =
      """
      CREATE TABLE bars (
        ts timestamp,
        ticker symbol CAPACITY 16384 CACHE,
        open double,
        high double,
        low double,
        close double,
        volume double,
        trades long)
      TIMESTAMP(ts) PARTITION BY MONTH BYPASS WAL\
      """;

  @Override
  public String name() {
    return "QuestDB";
  }

  @Override
  public String does() {
    return "columns by time, in this process; no key, no check, no ledger, one writer";
  }

  @Override
  public void prepare() throws IOException {
    drop();
    Files.createDirectories(folder);
  }

  @Override
  public void load() throws IOException {
    try (var engine = engine();
        var context = context(engine)) {
      engine.execute(TABLE, context);
      try (var writer = engine.getWriter(engine.verifyTableName("bars"), "bench");
          var all = Files.walk(files.flatFiles())) {
        for (var file : all.filter(Files::isRegularFile).sorted().toList()) {
          append(writer, file);
          writer.commit();
        }
      }
    } catch (SqlException e) {
      throw new BenchmarkFailed("QuestDB says: " + e.getMessage());
    }
  }

  /// ticker, volume, open, close, high, low, window_start, transactions
  private static void append(TableWriter writer, Path file) throws IOException {
    try (var text =
            new InputStreamReader(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16),
                StandardCharsets.US_ASCII);
        var lines = CsvReader.builder().ofCsvRecord(text)) {
      boolean isHeader = true;
      for (var line : lines) {
        if (isHeader) {
          isHeader = false;
          continue;
        }
        var row = writer.newRow(Long.parseLong(line.getField(6)) / 1000);
        row.putSym(1, line.getField(0));
        row.putDouble(2, Double.parseDouble(line.getField(2)));
        row.putDouble(3, Double.parseDouble(line.getField(4)));
        row.putDouble(4, Double.parseDouble(line.getField(5)));
        row.putDouble(5, Double.parseDouble(line.getField(3)));
        row.putDouble(6, Double.parseDouble(line.getField(1)));
        row.putLong(7, Long.parseLong(line.getField(7)));
        row.append();
      }
    }
  }

  @Override
  public Found scan() {
    try (var engine = engine();
        var context = context(engine);
        var query = engine.select(Peer.rule("ticker", "ts", "bars"), context);
        var rows = query.getCursor(context)) {
      if (!rows.hasNext()) {
        throw new BenchmarkFailed("no row from QuestDB");
      }
      return new Found(rows.getRecord().getLong(0), rows.getRecord().getLong(1));
    } catch (SqlException e) {
      throw new BenchmarkFailed("QuestDB says: " + e.getMessage());
    }
  }

  @Override
  public void drop() throws IOException {
    KeptData.remove(folder);
  }

  private CairoEngine engine() {
    CairoConfiguration durable =
        new DefaultCairoConfiguration(folder.toString()) {
          @Override
          public int getCommitMode() {
            return CommitMode.SYNC;
          }
        };
    return new CairoEngine(durable);
  }

  private static SqlExecutionContextImpl context(CairoEngine engine) {
    return new SqlExecutionContextImpl(engine, 1).with(AllowAllSecurityContext.INSTANCE, null);
  }
}
