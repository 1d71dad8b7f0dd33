package ai.tickstock.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files that pages load, all from our own archives. Each stands under a path with its digest,
/// so that browsers keep it for ever.
final class Assets {
  static final String PATH = "/assets/";
  private static final int DIGITS = 16;
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, File> byPath = new LinkedHashMap<>();
  private final Map<String, String> paths = new LinkedHashMap<>();

  private static final class File {
    private final String type;
    private final byte[] content;

    private File(String type, byte[] content) {
      this.type = type;
      this.content = content;
    }
  }

  Assets() {
    add("console.css", "text/css; charset=utf-8", "/ai/tickstock/web/console.css");
    add("console.js", SCRIPT, "/ai/tickstock/web/console.js");
    add("symbol.js", SCRIPT, "/ai/tickstock/web/symbol.js");
    add("trends.js", SCRIPT, "/ai/tickstock/web/trends.js");
    add("charts.js", SCRIPT, "/ai/tickstock/web/charts/lightweight-charts.js");
    add("icon.svg", "image/svg+xml", "/ai/tickstock/web/icon.svg");
    add("htmx.js", SCRIPT, "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");
    add("sse.js", SCRIPT, "/META-INF/resources/webjars/htmx-ext-sse/2.2.2/sse.js");
  }

  private void add(String name, String type, String resource) {
    try (var in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + resource);
      }
      var content = in.readAllBytes();
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      var path = PATH + HexFormat.of().formatHex(digest).substring(0, DIGITS) + "/" + name;
      byPath.put(path, new File(type, content));
      paths.put(name, path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where a file is served.
  String path(String name) {
    var path = paths.get(name);
    if (path == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    return path;
  }

  void serve(Context context) {
    var file = byPath.get(context.path());
    if (file == null) {
      throw new Misasked(HttpStatus.NOT_FOUND, "there is no such file");
    }
    context
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .contentType(file.type)
        .result(file.content);
  }
}
