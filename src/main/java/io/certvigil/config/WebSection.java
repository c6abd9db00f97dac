package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.net.HostName;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.server.WebSettings.Tls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code web} of the config. */
final class WebSection {
  private static final Pattern LISTEN = Pattern.compile("(\\[[^\\]]*]|[^:]*):([0-9]{1,5})");
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  private static final String CERT = "cert_file";
  private static final String KEY = "key_file";
  private static final String CLIENT_CA = "client_ca_file";
  private static final String USERS = "basic_auth_users";
  private static final String ALL_ADDRESSES = "0.0.0.0";

  // One step doubles the time: cost 12 takes a quarter of a second, 16 takes four seconds.
  private static final int MAX_BCRYPT_COST = 16;
  private static final String DIFFERENT_COSTS =
      "has hashes of different cost, so response times reveal which user names exist: use the same"
          + " cost for all, such as 12";
  private static final int LONGEST_NAME = 100;
  private static final int MAX_SOCKET = 107;

  private final SecretReader secrets;

  WebSection(SecretReader secrets) {
    this.secrets = secrets;
  }

  /** {@code socket}; a path as long as the system allows it for a socket. */
  static Path socket(ConfigMapping block, Path otherwise) {
    return block.get(
        "socket",
        otherwise,
        value -> {
          var text = value.text();
          if (!text.startsWith("/") || text.getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET) {
            throw value.problem(
                "must be an absolute path of at most %d bytes, such as /run/certvigil/certvigil.sock"
                        .formatted(MAX_SOCKET)
                    + value.was());
          }
          return Path.of(text).normalize();
        });
  }

  WebSettings read(ConfigMapping block) {
    var listen = block.get("listen", Listen.DEFAULT, WebSection::listen);
    var tls = block.<@Nullable Tls>section("tls", null, value -> tls(value.mapping()));
    var users = block.section(USERS, Map.<String, Secret>of(), this::users);
    boolean insecure = block.get("insecure", false, ConfigValue::bool);
    var url = block.<@Nullable URI>get("external_url", null, ConfigValue::address);
    boolean certificates = asksForCertificates(block);
    var names = hasContent(block, USERS) ? block.mapping(USERS).keys() : Set.<String>of();
    var access = new WebAccessSection(names, certificates).read(block);
    block.rejectUnknownKeys();
    if (users.values().stream().map(WebSection::cost).filter(cost -> cost > 0).distinct().count()
        > 1) {
      block.addWarning(USERS, DIFFERENT_COSTS);
    }
    var settings = new WebSettings(listen.host(), listen.port(), url, insecure, tls, users, access);
    if (!Loopback.isLoopback(listen.host())) {
      checkExposure(block, settings);
    }
    return settings;
  }

  /**
   * A listener that other machines can reach requires encryption and authentication, unless {@code
   * insecure} is set.
   */
  private static void checkExposure(ConfigMapping block, WebSettings settings) {
    boolean encrypted = hasContent(block, "tls");
    boolean asks = hasContent(block, USERS) || asksForCertificates(block);
    if (encrypted && asks) {
      return;
    }
    var lacks =
        (encrypted ? "" : "web.tls")
            + (encrypted || asks ? "" : " and ")
            + (asks ? "" : "web.basic_auth_users (or web.tls.client_ca_file)");
    if (settings.insecure()) {
      block.addWarning("listen", "is reachable from other machines without " + lacks);
    } else {
      block.addProblem(
          "listen",
          "is reachable from other machines and requires "
              + lacks
              + "; or listen on 127.0.0.1 behind a proxy, or set web.insecure: true");
    }
  }

  private static boolean asksForCertificates(ConfigMapping block) {
    return block.section("tls", false, value -> value.mapping().has(CLIENT_CA));
  }

  /** Whether the key has content, valid or not: problems of it are reported elsewhere. */
  private static boolean hasContent(ConfigMapping block, String key) {
    return block.section(key, false, value -> !value.mapping().keys().isEmpty());
  }

  private @Nullable Tls tls(ConfigMapping block) {
    var cert = file(block, CERT);
    var key = file(block, KEY);
    var clients = block.has(CLIENT_CA) ? file(block, CLIENT_CA) : null;
    block.rejectUnknownKeys();
    if (cert == null || key == null || (clients == null && block.has(CLIENT_CA))) {
      return null;
    }
    var tls = new Tls(cert, key, clients);
    if (secrets.resolves()) {
      var hidden =
          Stream.of(CERT, KEY, CLIENT_CA)
              .filter(which -> block.has(which) && secrets.isUnchecked(block.existing(which)))
              .toList();
      tls.problems().entrySet().stream()
          .filter(found -> !hidden.contains(found.getKey()))
          .forEach(
              found -> block.addProblem(block.existing(found.getKey()).problem(found.getValue())));
    }
    return tls;
  }

  private @Nullable Path file(ConfigMapping block, String key) {
    block.require(key, "is missing: a PEM file");
    return block.<@Nullable Path>get(key, null, secrets::locateFile);
  }

  private Map<String, Secret> users(ConfigValue value) {
    var users = new LinkedHashMap<String, Secret>();
    var block = value.mapping();
    for (var name : block.keys()) {
      if (name.isEmpty() || name.contains(":") || name.length() > LONGEST_NAME) {
        block.addProblem(
            name, "a user name must have 1 to " + LONGEST_NAME + " characters and no colon");
      } else {
        var hash = block.get(name, new Secret(""), WebSection::hash);
        secrets.add(hash);
        users.put(name, hash);
      }
    }
    return users;
  }

  /** The cost of a bcrypt hash; 0 for one that could not be read. */
  private static int cost(Secret hash) {
    var form = BCRYPT.matcher(hash.reveal());
    return form.matches() ? Integer.parseInt(form.group(1)) : 0;
  }

  /** No message contains the hash. */
  private static Secret hash(ConfigValue value) {
    var text = value.expanded();
    var form = BCRYPT.matcher(text);
    if (!form.matches()) {
      throw value.problem(
          "must be the bcrypt hash of a password, as printed by \"htpasswd -nBC 12 NAME\"");
    }
    int cost = Integer.parseInt(form.group(1));
    if (cost > MAX_BCRYPT_COST) {
      throw value.problem(
          "has cost %d, which makes each check take many seconds: use at most %d, and 12 is usual"
              .formatted(cost, MAX_BCRYPT_COST));
    }
    return new Secret(text);
  }

  private static Listen listen(ConfigValue value) {
    var form = LISTEN.matcher(value.text());
    int port = form.matches() ? Integer.parseInt(form.group(2)) : -1;
    if (port < 0 || port > 65_535) {
      throw value.problem("must be address:port, such as 127.0.0.1:10365" + value.was());
    }
    var host = form.group(1).replaceAll("[\\[\\]]", "");
    try {
      return new Listen(host.isEmpty() ? ALL_ADDRESSES : HostName.of(host), port);
    } catch (IllegalArgumentException e) {
      throw value.problem("must be address:port, such as 127.0.0.1:10365" + value.was());
    }
  }

  private record Listen(String host, int port) {
    static final Listen DEFAULT =
        new Listen(WebSettings.DEFAULTS.host(), WebSettings.DEFAULTS.port());
  }
}
