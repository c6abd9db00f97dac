package io.certvigil.web.site;

import java.util.Set;

/**
 * Which daemon answers.
 *
 * @param installation as the config names this daemon
 * @param channels the names of the configured channels; empty if nobody is notified
 */
public record InstallationInfo(String installation, String version, Set<String> channels) {
  public InstallationInfo {
    channels = Set.copyOf(channels);
  }
}
