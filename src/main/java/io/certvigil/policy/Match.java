package io.certvigil.policy;

import java.util.Map;

/**
 * Which certificates an override or a route is for. A missing key takes everything; globs as in
 * {@link io.certvigil.model.Globs}.
 *
 * @param source a source's word or a glob; empty takes all
 * @param zone glob over the zone's name; empty takes all, also what has no zone
 * @param account glob over the account's id and name
 * @param name glob over the certificate's name
 * @param labels label to glob
 */
public record Match(
    String source, String zone, String account, String name, Map<String, String> labels) {
  public static final Match ALL = new Match("", "", "", "", Map.of());

  public Match {
    labels = Map.copyOf(labels);
  }
}
