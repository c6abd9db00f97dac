package io.certvigil.web.server;

import io.certvigil.model.Secret;
import io.certvigil.net.AddressRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code web} of the config.
 *
 * @param host the IP address or host name to listen on
 * @param port 0 selects a free port
 * @param externalUrl the address that browsers use; null if it is not set
 * @param insecure whether an address other than loopback is allowed without TLS or without users
 * @param tls null for plain HTTP
 * @param users bcrypt hashes by user name; empty if no password is required
 * @param access which requests are served
 */
public record WebSettings(
    String host,
    int port,
    @Nullable URI externalUrl,
    boolean insecure,
    @Nullable Tls tls,
    Map<String, Secret> users,
    Access access) {
  public static final WebSettings DEFAULTS = new WebSettings("127.0.0.1", 10365, null);

  /** PEM files; {@code clientCa} is null if clients need no certificate. */
  public record Tls(Path cert, Path key, @Nullable Path clientCa) {
    /**
     * Reads the files.
     *
     * @return the problems by config key, such as {@code key_file}; empty if all files can be used
     */
    public Map<String, String> problems() {
      return ReloadableTls.problems(this);
    }
  }

  /**
   * Which requests are served.
   *
   * @param hosts host names that requests may be addressed to, besides those that are always
   *     allowed
   * @param trustedProxies behind these, X-Forwarded-For names the client
   * @param mayChange who may change something: users, and names of client certificates after {@code
   *     cn:}
   * @param longestSilence the longest duration of a silence that is created over HTTP
   */
  public record Access(
      Set<String> hosts,
      List<AddressRange> trustedProxies,
      Set<String> mayChange,
      Duration longestSilence) {
    public static final Access DEFAULTS =
        new Access(Set.of(), List.of(), Set.of(), Duration.ofDays(90));

    public Access {
      hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
      trustedProxies = List.copyOf(trustedProxies);
      mayChange = Collections.unmodifiableSet(new LinkedHashSet<>(mayChange));
    }

    public Access withHosts(String... names) {
      var all = new LinkedHashSet<>(List.of(names));
      return new Access(all, trustedProxies, mayChange, longestSilence);
    }

    public Access withMayChange(String... names) {
      var all = new LinkedHashSet<>(List.of(names));
      return new Access(hosts, trustedProxies, all, longestSilence);
    }
  }

  public WebSettings {
    users = Map.copyOf(users);
  }

  /** Plain HTTP without users. */
  public WebSettings(String host, int port, @Nullable URI externalUrl) {
    this(host, port, externalUrl, false, null, Map.of());
  }

  /** With the default access. */
  public WebSettings(
      String host,
      int port,
      @Nullable URI externalUrl,
      boolean insecure,
      @Nullable Tls tls,
      Map<String, Secret> users) {
    this(host, port, externalUrl, insecure, tls, users, Access.DEFAULTS);
  }

  /** Whether clients are authenticated by certificates. */
  public boolean clientCertificates() {
    return tls != null && tls.clientCa() != null;
  }
}
