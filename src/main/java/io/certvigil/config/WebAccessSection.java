package io.certvigil.config;

import io.certvigil.net.AddressRange;
import io.certvigil.net.HostName;
import io.certvigil.web.server.WebSettings.Access;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys of {@code web} that decide which requests are served. */
final class WebAccessSection {
  private static final String CERTIFICATE = "cn:";
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final Set<String> users;
  private final boolean clientCertificates;

  /**
   * @param users the names of {@code web.basic_auth_users}
   * @param clientCertificates whether {@code web.tls.client_ca_file} is set
   */
  WebAccessSection(Set<String> users, boolean clientCertificates) {
    this.users = users;
    this.clientCertificates = clientCertificates;
  }

  Access read(ConfigMapping block) {
    var hosts = block.list("hosts", List.of(), WebAccessSection::hostName);
    var proxies = block.list("trusted_proxies", List.of(), WebAccessSection::addressRange);
    var mayChange = block.list("may_change", List.of(), this::whoMayChange);
    var longest =
        block.get(
            "longest_silence",
            Access.DEFAULTS.longestSilence(),
            value -> value.duration(SHORTEST, LONGEST));
    return new Access(new LinkedHashSet<>(hosts), proxies, new LinkedHashSet<>(mayChange), longest);
  }

  private static String hostName(ConfigValue value) {
    try {
      var name = HostName.of(value.text());
      if (!name.contains(":")) { // addresses need not be listed
        return name;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw value.problem(
        "must be a host name without scheme, port and wildcard, such as certs.example.com"
            + value.was());
  }

  private static AddressRange addressRange(ConfigValue value) {
    try {
      return AddressRange.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw value.problem("must be an IP address or a range such as 10.0.0.0/8" + value.was());
    }
  }

  private String whoMayChange(ConfigValue value) {
    var text = value.text();
    if (!text.startsWith(CERTIFICATE)) {
      return user(value, text);
    }
    if (text.length() == CERTIFICATE.length()) {
      throw value.problem("must name a client certificate after cn:, such as cn:ops");
    }
    if (!clientCertificates) {
      throw value.problem("requires web.tls.client_ca_file" + value.was());
    }
    return text;
  }

  private String user(ConfigValue value, String text) {
    if (!users.contains(text)) {
      throw value.problem(
          "must be a user of web.basic_auth_users, or cn: and the name of a client certificate"
              + value.was()
              + ErrorWording.suggest(text, List.copyOf(users)));
    }
    return text;
  }
}
