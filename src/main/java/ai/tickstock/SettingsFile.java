package ai.tickstock;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// A `tickstock.yaml`, read into the values that it gives, each with its line. Knows YAML, but not
/// which settings exist.
final class SettingsFile {
  /// A value that the file gives.
  ///
  /// @param profile the section that it stands in, without the percent sign; empty outside of
  ///   sections
  /// @param name dotted, e.g. `tickstock.vendor.name`
  /// @param text as written; empty when nothing is
  /// @param line from 1
  record Value(String profile, String name, String text, int line) {}

  private final Path path;
  private final String shown;
  private final List<Value> values = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private SettingsFile(Path path, String shown) {
    this.path = path;
    this.shown = shown;
  }

  /// Reads the file. What is wrong with it stands in `mistakes`, nothing is thrown.
  ///
  /// @param shown how messages call the file
  static SettingsFile read(Path path, String shown) {
    var file = new SettingsFile(path, shown);
    try {
      var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      var text = Files.readString(path);
      @SuppressWarnings("NullAway") // an empty document is null
      Optional<Node> root = Optional.ofNullable(yaml.compose(new StringReader(text)));
      root.ifPresent(file::top);
    } catch (CharacterCodingException e) {
      file.mistakes.add(shown + ": is not UTF-8 text");
    } catch (IOException e) {
      file.mistakes.add(shown + ": cannot be read: " + e.getClass().getSimpleName());
    } catch (MarkedYAMLException e) {
      file.mistakes.add(file.notYaml(e));
    } catch (YAMLException e) {
      file.mistakes.add(shown + ": is not valid YAML");
    }
    return file;
  }

  /// In the order of the file.
  List<Value> values() {
    return values;
  }

  List<String> mistakes() {
    return mistakes;
  }

  String at(int line) {
    return shown + ":" + line;
  }

  Path folder() {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
  }

  private void top(Node root) {
    if (root instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        var key = name(tuple.getKeyNode());
        if (key.startsWith("%")) {
          section(key.substring(1), tuple);
        } else {
          walk("", key, tuple.getValueNode());
        }
      }
    } else if (!(root instanceof ScalarNode scalar && scalar.getValue().isBlank())) {
      mistakes.add(at(line(root)) + ": expected settings, such as `tickstock:` and below it more");
    }
  }

  /// `"%prod": …` with a mapping below, or `"%prod.tickstock.vendor.name": …`.
  private void section(String key, NodeTuple tuple) {
    int dot = key.indexOf('.');
    if (dot >= 0) {
      walk(key.substring(0, dot), key.substring(dot + 1), tuple.getValueNode());
    } else if (tuple.getValueNode() instanceof MappingNode map) {
      for (NodeTuple inner : map.getValue()) {
        walk(key, name(inner.getKeyNode()), inner.getValueNode());
      }
    } else {
      values.add(new Value(key, "", "", line(tuple.getKeyNode())));
    }
  }

  private void walk(String profile, String name, Node node) {
    switch (node) {
      case MappingNode map -> {
        for (NodeTuple tuple : map.getValue()) {
          walk(profile, name + "." + name(tuple.getKeyNode()), tuple.getValueNode());
        }
      }
      case ScalarNode scalar -> {
        boolean nothing =
            scalar.isPlain() && (scalar.getValue().isEmpty() || scalar.getValue().equals("~"));
        var text = nothing ? "" : scalar.getValue().strip();
        values.add(new Value(profile, name, text, line(node)));
      }
      default -> mistakes.add(at(line(node)) + ": " + name + " takes one value, not a list");
    }
  }

  private static String name(Node key) {
    return key instanceof ScalarNode scalar ? scalar.getValue().strip() : "?";
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /// The parser's own message quotes the file, where a secret may stand; so only the place is told.
  private String notYaml(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    var place = mark == null ? shown : at(mark.getLine() + 1);
    return place
        + ": is not valid YAML"
        + (mark == null ? "" : " (column " + (mark.getColumn() + 1) + ")")
        + "; indent with spaces, put a space after each colon, and put what contains"
        + " % @ * & ! # or a colon in quotes, as in \"%prod\":";
  }
}
