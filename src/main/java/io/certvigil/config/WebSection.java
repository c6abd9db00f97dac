package io.certvigil.config;

import io.certvigil.web.Settings;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code web} of the config. */
final class WebSection {
  private static final Pattern LISTEN = Pattern.compile("(\\[[^\\]]*]|[^:]*):([0-9]{1,5})");

  private WebSection() {}

  static Settings read(Block block) {
    var listen = block.get("listen", Listen.USUAL, WebSection::listen);
    block.notYet("tls", ": put a proxy in front");
    block.notYet("basic_auth_users", ": put a proxy in front");
    var url = block.<@Nullable URI>get("external_url", null, Value::address);
    block.done();
    return new Settings(listen.host(), listen.port(), url);
  }

  private static Listen listen(Value value) {
    var form = LISTEN.matcher(value.text());
    int port = form.matches() ? Integer.parseInt(form.group(2)) : -1;
    if (port < 0 || port > 65_535) {
      throw value.wrong("must be address:port, such as 127.0.0.1:10365" + value.was());
    }
    var host = form.group(1).replaceAll("[\\[\\]]", "");
    if (!Loopback.is(host)) {
      throw value.wrong(
          "must be on loopback, such as 127.0.0.1:10365, with a proxy in front of it: TLS and"
              + " passwords are not available in this version yet"
              + value.was());
    }
    return new Listen(host, port);
  }

  private record Listen(String host, int port) {
    static final Listen USUAL = new Listen(Settings.DEFAULTS.host(), Settings.DEFAULTS.port());
  }
}
