package ai.tickstock.universe;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the instrument under a member's ticker is the one that the list means.
public sealed interface MemberMatch {
  Member member();

  /// It is.
  record Found(Member member, Instrument instrument) implements MemberMatch {}

  /// No instrument has the ticker.
  record UnknownToVendor(Member member) implements MemberMatch {}

  /// The ticker belongs to somebody else.
  ///
  /// @param name of the instrument under the ticker
  record AnotherCompany(Member member, Instrument instrument, String name) implements MemberMatch {}

  /// Compares each member with the instrument that it is bound to, else with the present holder of
  /// its ticker; in the order of the members.
  static List<MemberMatch> all(List<Member> members, Instruments instruments) {
    return all(
        members,
        instruments.current(members.stream().map(Member::symbol).toList()),
        instruments.byId(members.stream().flatMap(m -> m.instrument().stream()).toList()));
  }

  /// As `all`, with the instruments looked up before. A bound member is found whatever its name is
  /// now; so is one without an expected name, and one whose instrument has no name yet.
  static List<MemberMatch> all(
      List<Member> members, Map<Symbol, Instrument> current, Map<InstrumentId, Instrument> bound) {
    return members.stream().map(member -> match(member, current, bound)).toList();
  }

  private static MemberMatch match(
      Member member, Map<Symbol, Instrument> current, Map<InstrumentId, Instrument> bound) {
    var ours = member.instrument().map(bound::get);
    if (ours.isPresent()) {
      return new Found(member, ours.get());
    }
    var holder = Optional.ofNullable(current.get(member.symbol()));
    if (holder.isEmpty()) {
      return new UnknownToVendor(member);
    }
    var name = holder.get().name();
    if (name.isEmpty() || CompanyName.of(member.expectedName()).isMeantBy(name.get())) {
      return new Found(member, holder.get());
    }
    return new AnotherCompany(member, holder.get(), name.get());
  }
}
