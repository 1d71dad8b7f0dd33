package ai.tickstock.universe;

import ai.tickstock.listing.NearMatches;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// How people name universes: by key, with the kind before it where a key is used twice.
record UniverseKeys(List<Named> all) {
  private static final String ALL = "SELECT id, kind, key FROM universe ORDER BY key, kind";

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern COLON = Pattern.compile(":");
  private static final int NEAREST = 3;

  UniverseKeys {
    all = List.copyOf(all);
  }

  record Named(int id, String kind, String key) {
    private String prefix() {
      return UniverseKey.prefix(kind);
    }

    private String prefixed() {
      return UniverseKey.withKind(kind, key);
    }
  }

  static UniverseKeys read(Handle h) {
    return new UniverseKeys(
        h.createQuery(ALL)
            .map((row, context) ->
                new Named(row.getInt("id"), row.getString("kind"), row.getString("key")))
            .list());
  }

  /// The shortest text that means this one only: `etf_growth`, `etf:top_100`.
  String address(Named named) {
    return meantBy(named.key()).size() == 1 ? named.key() : named.prefixed();
  }

  Optional<Named> find(String address) {
    var meant = meantBy(address);
    return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
  }

  private List<Named> meantBy(String text) {
    return all.stream()
        .filter(one ->
            text.equals(one.key())
                || text.equals(one.prefixed())
                || text.equals(one.kind() + ":" + one.key()))
        .toList();
  }

  /// What an expression means.
  sealed interface Meaning {
    record Universes(List<Named> universes) implements Meaning {}

    record Nothing(Resolution resolution) implements Meaning {}
  }

  /// `a,b` and `a:b` unite; a kind before `:` belongs to the key after it.
  Meaning meaning(String expression) {
    var texts = texts(expression);
    if (texts.isEmpty()) {
      return new Meaning.Nothing(new Resolution.Unknown(List.of(expression), List.of()));
    }
    var unknown = texts.stream().filter(text -> meantBy(text).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      return new Meaning.Nothing(
          new Resolution.Unknown(
              unknown, unknown.stream().flatMap(this::nearest).distinct().toList()));
    }
    for (var text : texts) {
      var meant = meantBy(text);
      if (meant.size() > 1) {
        return new Meaning.Nothing(
            new Resolution.Ambiguous(text, meant.stream().map(Named::prefixed).toList()));
      }
    }
    return new Meaning.Universes(
        texts.stream().flatMap(text -> meantBy(text).stream()).distinct().toList());
  }

  private Stream<String> nearest(String unknown) {
    var candidates = new LinkedHashSet<String>();
    for (var one : all) {
      candidates.add(unknown.contains(":") ? one.prefixed() : address(one));
    }
    return NearMatches.of(unknown, candidates, NEAREST).stream();
  }

  private Set<String> texts(String expression) {
    var texts = new LinkedHashSet<String>();
    for (var part : COMMA.splitAsStream(expression).toList()) {
      var words = new ArrayList<String>();
      COLON.splitAsStream(part).map(String::strip).filter(w -> !w.isEmpty()).forEach(words::add);
      for (int i = 0; i < words.size(); i++) {
        boolean isKind = i + 1 < words.size() && isKind(words.get(i));
        texts.add(isKind ? words.get(i) + ":" + words.get(++i) : words.get(i));
      }
    }
    return texts;
  }

  private boolean isKind(String word) {
    return UniverseKey.isKind(word)
        || all.stream().anyMatch(one -> one.prefix().equals(word))
            && all.stream().noneMatch(one -> one.key().equals(word));
  }
}
