package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Names that a night's list held for the first time.
///
/// @param list date of that list
/// @param names not empty, by ticker
public record IpoFound(LocalDate list, List<Name> names) implements NewNotice {
  public IpoFound {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no new name in the list of " + list);
    }
  }

  /// @param name empty when the list has none; so type and exchange
  public record Name(String symbol, String name, String type, String exchange) {}

  @Override
  public Severity severity() {
    return Severity.NORMAL;
  }

  @Override
  public String cause() {
    return "ipo_found " + list + " " + names.getFirst().symbol();
  }

  @Override
  public String subject() {
    var symbols = names.stream().map(Name::symbol).toList();
    return (names.size() == 1 ? "IPO found: " : names.size() + " IPOs found: ")
        + Listed.shortly(symbols);
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(list);
  }

  @Override
  public Content content() {
    return Content.of(
            names.size() == 1
                ? "The list of " + list + " holds a name that no list held before."
                : "The list of "
                    + list
                    + " holds "
                    + names.size()
                    + " names that no list held before.")
        .grid(
            List.of("Symbol", "Name", "Type", "Exchange"),
            names.stream().map(n -> List.of(n.symbol(), n.name(), n.type(), n.exchange())).toList())
        .command("tickstock symbols watch --show --since " + list);
  }
}
