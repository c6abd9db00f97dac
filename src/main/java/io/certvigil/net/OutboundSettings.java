package io.certvigil.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How connections to one remote are made: {@code proxy}, {@code no_proxy}, {@code ca_file}, {@code
 * client_cert_file} and {@code client_key_file}.
 *
 * @param section the path of the config whose keys these are, such as {@code channels.ops}, for
 *     messages
 * @param proxy null to connect directly
 * @param fromEnvironment whether the proxy is the one of {@code HTTPS_PROXY}, through which this
 *     machine itself is never reached
 * @param noProxy what is reached directly in any case
 * @param ca trusted beside Java's own CAs and those of the system; null for none
 * @param system the CAs of the system
 * @param identity shown to a server that asks for a client certificate; null for none
 */
public record OutboundSettings(
    String section,
    @Nullable ProxyServer proxy,
    boolean fromEnvironment,
    NoProxy noProxy,
    @Nullable TrustFile ca,
    SystemTrust system,
    @Nullable ClientIdentity identity) {

  /** Directly, with the trust store of Java. */
  public static final OutboundSettings DIRECT =
      new OutboundSettings("", null, false, NoProxy.NONE, null, SystemTrust.NONE, null);

  /**
   * The proxy for this connection; empty if it is made directly.
   *
   * @param host in the form of {@link HostName#of}
   */
  Optional<ProxyServer> proxyFor(String host, int port) {
    boolean local = fromEnvironment && HostName.isLoopback(host);
    return Optional.ofNullable(proxy).filter(_ -> !local && !noProxy.covers(host, port));
  }

  /** What to change for another proxy. */
  String proxyKey() {
    return fromEnvironment ? "HTTPS_PROXY" : key("proxy");
  }

  /** The full path of a key of this section. */
  String key(String name) {
    return section.isEmpty() ? name : section + "." + name;
  }
}
