package io.certvigil.cli.doctor;

import io.certvigil.config.CheckedConfig;
import io.certvigil.notify.NotifySettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets that the user of this command may not read, as after the documented installation,
 * where only root may: what needs one is reported as not checked, everything else is checked.
 */
record UncheckedSecrets(CheckedConfig checked) {
  private static final String CREDENTIALS = "cloudflare.credentials.";
  private static final String CHANNELS = "channels.";
  private static final String HEARTBEAT = "heartbeat";

  /** One check for each secret, under the name of what needs it. */
  List<Check> checks() {
    return checked.unchecked().stream()
        .map(
            path ->
                Check.warning(
                    subject(path), "not checked, run with sudo: this user may not read " + path))
        .toList();
  }

  private String subject(String path) {
    return Stream.concat(
            names().map(name -> named(path, CREDENTIALS, "token ", name)),
            channels().map(name -> named(path, CHANNELS, "channel ", name)))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(path.startsWith(HEARTBEAT + ".") ? HEARTBEAT : "config");
  }

  private static String named(String path, String place, String what, String name) {
    return path.startsWith(place + name + ".") ? what + name : "";
  }

  private Stream<String> names() {
    return checked.config().cloudflare().credentials().keySet().stream();
  }

  private Stream<String> channels() {
    return checked.config().alerting().channels().keySet().stream();
  }

  /** The credentials whose secret could be read, in the order of the config. */
  List<String> readableCredentials() {
    return names().filter(name -> checked.below(CREDENTIALS + name).isEmpty()).toList();
  }

  /** The receivers whose address could be read: a probe needs no other secret. */
  NotifySettings withoutUnknownAddresses() {
    var all = checked.config().alerting();
    var known = new LinkedHashMap<>(all.channels());
    known.keySet().removeIf(name -> hidesAddress(CHANNELS + name));
    return new NotifySettings(
        all.installation(),
        all.externalUrl(),
        known,
        all.routes(),
        all.digests(),
        hidesAddress(HEARTBEAT) ? null : all.heartbeat(),
        all.outbound());
  }

  private boolean hidesAddress(String key) {
    return checked.below(key).stream()
        .anyMatch(path -> path.matches(".*\\.urls?_file(\\[[0-9]+])?"));
  }
}
