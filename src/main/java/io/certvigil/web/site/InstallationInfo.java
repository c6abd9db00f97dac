package io.certvigil.web.site;

/**
 * Identifies this daemon.
 *
 * @param installation the daemon's name from the config
 */
public record InstallationInfo(String installation, String version) {}
