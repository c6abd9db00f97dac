package io.certvigil.config;

import io.certvigil.web.server.WebSettings.Access;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The keys of {@code web} that decide which requests are served. */
final class WebAccessSection {
  private static final Pattern HOST_NAME =
      Pattern.compile("(?=.{1,254}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

  private WebAccessSection() {}

  static Access read(ConfigMapping block) {
    var hosts = block.list("hosts", List.of(), WebAccessSection::hostName);
    return new Access(new LinkedHashSet<>(hosts));
  }

  private static String hostName(ConfigValue value) {
    var text = value.text();
    if (!HOST_NAME.matcher(text).matches()) {
      throw value.problem(
          "must be a host name without scheme, port and wildcard, such as certs.example.com"
              + value.was());
    }
    return text.toLowerCase(Locale.ROOT);
  }
}
