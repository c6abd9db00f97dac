package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.web.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code web} of the config. */
final class WebSection {
  private static final Pattern LISTEN = Pattern.compile("(\\[[^\\]]*]|[^:]*):([0-9]{1,5})");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  // One step doubles the time: 12 takes a quarter of a second, 16 four.
  private static final int DEAREST = 16;
  private static final int LONGEST_NAME = 100;

  private WebSection() {}

  static Settings read(Block block) {
    var listen = block.get("listen", Listen.USUAL, WebSection::listen);
    block.notYet("tls", ": put a proxy in front");
    var users = block.section("basic_auth_users", Map.<String, Secret>of(), WebSection::users);
    var url = block.<@Nullable URI>get("external_url", null, Value::address);
    block.done();
    return new Settings(listen.host(), listen.port(), url, false, null, users);
  }

  private static Map<String, Secret> users(Value value) {
    var users = new LinkedHashMap<String, Secret>();
    var block = value.block();
    for (var name : block.names()) {
      if (name.isEmpty() || name.contains(":") || name.length() > LONGEST_NAME) {
        block.wrong(name, "a user's name has 1 to " + LONGEST_NAME + " characters and no colon");
      } else {
        users.put(name, block.get(name, new Secret(""), WebSection::hash));
      }
    }
    return users;
  }

  /** No message shows it. */
  private static Secret hash(Value value) {
    var text = value.expanded();
    var form = BCRYPT.matcher(text);
    if (!form.matches()) {
      throw value.wrong(
          "must be the bcrypt hash of a password, such as \"htpasswd -nBC 12 NAME\" prints");
    }
    int cost = Integer.parseInt(form.group(1));
    if (cost > DEAREST) {
      throw value.wrong(
          "has cost %d, with which each check takes many seconds: at most %d, and 12 is usual"
              .formatted(cost, DEAREST));
    }
    return new Secret(text);
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
          "must be on loopback, such as 127.0.0.1:10365, with a proxy in front of it: TLS is not"
              + " available in this version yet"
              + value.was());
    }
    return new Listen(host, port);
  }

  private record Listen(String host, int port) {
    static final Listen USUAL = new Listen(Settings.DEFAULTS.host(), Settings.DEFAULTS.port());
  }
}
