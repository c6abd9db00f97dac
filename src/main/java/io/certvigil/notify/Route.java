package io.certvigil.notify;

import io.certvigil.policy.Matcher;
import io.certvigil.policy.Severity;
import java.util.List;

/**
 * One entry of {@code routes} of the config.
 *
 * @param minSeverity what is less is not taken
 * @param types globs over event types; {@code renewed} and {@code appeared} are told only where one
 *     of these names them without a {@code *}
 * @param to names of channels; empty tells nobody
 * @param goesOn whether later entries are looked at too
 */
public record Route(
    Matcher match,
    Severity minSeverity,
    List<String> types,
    List<String> to,
    boolean continueMatching) {
  public Route {
    types = List.copyOf(types);
    to = List.copyOf(to);
  }
}
