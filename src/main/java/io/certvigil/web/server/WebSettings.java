package io.certvigil.web.server;

import io.certvigil.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code web} of the config.
 *
 * @param host an address or name to listen on
 * @param port 0 takes a free one
 * @param externalUrl where the pages are reached from outside; null where nobody said
 * @param insecure whether an address beyond loopback may do without TLS or without users
 * @param tls null where it speaks plain HTTP
 * @param users bcrypt hashes by name; empty where nobody is asked for a password
 */
public record WebSettings(
    String host,
    int port,
    @Nullable URI externalUrl,
    boolean insecure,
    @Nullable Tls tls,
    Map<String, Secret> users) {
  public static final WebSettings DEFAULTS = new WebSettings("127.0.0.1", 10365, null);

  /** PEM files; {@code clientCa} is null where clients need no certificate. */
  public record Tls(Path cert, Path key, @Nullable Path clientCa) {
    /**
     * Reads them.
     *
     * @return what is wrong, by the key of the config, such as {@code key_file}; empty where all
     *     can be used
     */
    public Map<String, String> problems() {
      return ReloadableTls.problems(this);
    }
  }

  public WebSettings {
    users = Map.copyOf(users);
  }

  /** Plain HTTP without users. */
  public WebSettings(String host, int port, @Nullable URI externalUrl) {
    this(host, port, externalUrl, false, null, Map.of());
  }

  /** Whether clients prove who they are by a certificate. */
  public boolean clientCertificates() {
    return tls != null && tls.clientCa() != null;
  }
}
