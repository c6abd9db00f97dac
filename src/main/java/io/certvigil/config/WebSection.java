package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.server.WebSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code web} of the config. */
final class WebSection {
  private static final Pattern LISTEN = Pattern.compile("(\\[[^\\]]*]|[^:]*):([0-9]{1,5})");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  private static final String CERT = "cert_file";
  private static final String KEY = "key_file";
  private static final String CLIENT_CA = "client_ca_file";
  private static final String ANYWHERE = "0.0.0.0";

  // One step doubles the time: 12 takes a quarter of a second, 16 four.
  private static final int DEAREST = 16;
  private static final int LONGEST_NAME = 100;

  private final Secrets secrets;

  WebSection(Secrets secrets) {
    this.secrets = secrets;
  }

  WebSettings read(Block block) {
    var listen = block.get("listen", Listen.USUAL, WebSection::listen);
    var tls = block.<@Nullable Tls>section("tls", null, value -> tls(value.block()));
    var users = block.section("basic_auth_users", Map.<String, Secret>of(), WebSection::users);
    boolean insecure = block.get("insecure", false, Value::bool);
    var url = block.<@Nullable URI>get("external_url", null, Value::address);
    block.done();
    var settings = new WebSettings(listen.host(), listen.port(), url, insecure, tls, users);
    if (!Loopback.is(listen.host())) {
      checkReach(block, settings);
    }
    return settings;
  }

  /** What other machines reach is encrypted and asks who comes, unless somebody wants it so. */
  private static void checkReach(Block block, WebSettings settings) {
    boolean encrypted = given(block, "tls");
    boolean asks =
        given(block, "basic_auth_users")
            || block.section("tls", false, value -> value.block().has(CLIENT_CA));
    if (encrypted && asks) {
      return;
    }
    var lacks =
        (encrypted ? "" : "web.tls")
            + (encrypted || asks ? "" : " and ")
            + (asks ? "" : "web.basic_auth_users (or web.tls.client_ca_file)");
    if (settings.insecure()) {
      block.odd("listen", "other machines reach this without " + lacks);
    } else {
      block.wrong(
          "listen",
          "other machines reach this, and so it needs "
              + lacks
              + "; or listen on 127.0.0.1 with a proxy in front, or say web.insecure: true");
    }
  }

  /** Whether something stands there, right or wrong: of what is wrong is told elsewhere. */
  private static boolean given(Block block, String key) {
    return block.section(key, false, value -> !value.block().names().isEmpty());
  }

  private @Nullable Tls tls(Block block) {
    var cert = file(block, CERT);
    var key = file(block, KEY);
    var clients = block.has(CLIENT_CA) ? file(block, CLIENT_CA) : null;
    block.done();
    if (cert == null || key == null || (clients == null && block.has(CLIENT_CA))) {
      return null;
    }
    var tls = new Tls(cert, key, clients);
    if (secrets.resolved()) {
      tls.problems().forEach((which, what) -> block.wrong(block.at(which).wrong(what)));
    }
    return tls;
  }

  private @Nullable Path file(Block block, String key) {
    return block.require(key, "is missing: a PEM file")
        ? block.<@Nullable Path>get(key, null, secrets::path)
        : null;
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
    return new Listen(host.isEmpty() ? ANYWHERE : host, port);
  }

  private record Listen(String host, int port) {
    static final Listen USUAL =
        new Listen(WebSettings.DEFAULTS.host(), WebSettings.DEFAULTS.port());
  }
}
