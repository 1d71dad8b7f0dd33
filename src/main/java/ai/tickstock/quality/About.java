package ai.tickstock.quality;

import java.util.List;
import java.util.Optional;

/// What a rule is, for people.
///
/// @param id as it is named on the command line and stands with findings
/// @param severity of its findings, where they do not say another
/// @param evidence which rows show one of its findings
public record About(
    String id, Severity severity, String what, Evidence evidence, List<Parameter> parameters) {
  public About {
    parameters = List.copyOf(parameters);
  }

  /// Which stored rows show a finding.
  public enum Evidence {
    /// The daily bars around.
    DAYS,
    /// The sums of the session's minutes beside the daily bar.
    MINUTES,
    /// Refused rows as they were received.
    QUARANTINE,
    /// The bars of both sources as they were compared, and what is stored now.
    SECOND_SOURCE,
    /// The same for minutes.
    SECOND_SOURCE_MINUTES,
    /// What stands with the finding is all there is.
    NONE
  }

  /// A rule is its id: asked for each of very many candidates.
  @Override
  public boolean equals(Object other) {
    return other instanceof About about && about.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
