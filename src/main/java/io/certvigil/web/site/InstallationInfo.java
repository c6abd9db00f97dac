package io.certvigil.web.site;

import java.util.Set;

/**
 * Identifies this daemon.
 *
 * @param installation the daemon's name from the config
 * @param channels the names of the configured channels; empty if no notifications are sent
 */
public record InstallationInfo(String installation, String version, Set<String> channels) {
  public InstallationInfo {
    channels = Set.copyOf(channels);
  }
}
