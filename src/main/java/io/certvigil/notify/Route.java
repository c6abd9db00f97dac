package io.certvigil.notify;

import io.certvigil.policy.Matcher;
import io.certvigil.policy.Severity;
import java.util.List;

/**
 * One entry of {@code routes} of the config.
 *
 * @param minSeverity events of a lower severity do not match
 * @param types globs over event types; {@code certificate.renewed} and {@code certificate.appeared}
 *     match only if one of these globs names them without a {@code *}
 * @param to names of channels; if empty, the event is sent to no channel
 * @param continueMatching whether later routes are evaluated too
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
