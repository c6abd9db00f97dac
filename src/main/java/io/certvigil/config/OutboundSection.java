package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import io.certvigil.model.Secret;
import io.certvigil.net.ClientIdentity;
import io.certvigil.net.NoProxy;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.PemFiles;
import io.certvigil.net.PemFiles.PemException;
import io.certvigil.net.ProxyServer;
import io.certvigil.net.SystemTrust;
import io.certvigil.net.TrustFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code proxy}, {@code no_proxy}, {@code ca_file}, {@code client_cert_file} and {@code
 * client_key_file} of one section, with what the environment gives as their defaults.
 */
final class OutboundSection {
  static final List<String> PROXY_VARIABLES = List.of("https_proxy", "HTTPS_PROXY");
  static final List<String> NO_PROXY_VARIABLES = List.of("no_proxy", "NO_PROXY");
  static final String CA_VARIABLE = "SSL_CERT_FILE";

  private static final String PROXY = "proxy";
  private static final String NO_PROXY = "no_proxy";
  private static final String CA = "ca_file";
  private static final String CERT = "client_cert_file";
  private static final String KEY = "client_key_file";

  /** The value of {@code proxy} that overrides the environment. */
  private static final String NONE = "none";

  private final Map<String, String> environment;
  private final SecretReader secrets;
  private final ConfigProblems report;
  private final SystemTrust system;
  private final NoProxy noProxy;
  private boolean proxyReported;
  private boolean caReported;

  OutboundSection(Map<String, String> environment, SecretReader secrets, ConfigProblems report) {
    this.environment = environment;
    this.secrets = secrets;
    this.report = report;
    system = secrets.resolves() ? SystemTrust.ofThisSystem() : SystemTrust.NONE;
    noProxy = secrets.resolves() ? noProxyOfEnvironment() : NoProxy.NONE;
  }

  OutboundSettings read(ConfigMapping block) {
    boolean own = block.hasAny(PROXY, PROXY + "_file");
    var proxy = own ? proxy(block) : secrets.resolves() ? proxyOfEnvironment() : null;
    var exceptions = block.section(NO_PROXY, noProxy, OutboundSection::noProxy);
    var ca = block.has(CA) ? block.<@Nullable TrustFile>get(CA, null, this::ca) : caOfEnvironment();
    return new OutboundSettings(
        block.path(), proxy, !own && proxy != null, exceptions, ca, system, identity(block));
  }

  private @Nullable ProxyServer proxy(ConfigMapping block) {
    var text = secrets.readAddress(block, PROXY, OutboundSection::checkProxy);
    if (text == null || text.reveal().isEmpty() || text.reveal().equals(NONE)) {
      return null;
    }
    try {
      return parsed(text.reveal());
    } catch (IllegalArgumentException e) {
      return null; // reported
    }
  }

  private static void checkProxy(ConfigValue value, String text) {
    if (!text.equals(NONE)) {
      try {
        ProxyServer.parse(text);
      } catch (IllegalArgumentException e) {
        throw value.problem(e.getMessage() + ", or " + NONE);
      }
    }
  }

  private ProxyServer parsed(String text) {
    var proxy = ProxyServer.parse(text);
    if (proxy.user() != null && proxy.password() != null) {
      secrets.add(new Secret(text.contains("://") ? text : "http://" + text));
      secrets.addLogin(proxy.user(), proxy.password());
    }
    return proxy;
  }

  private @Nullable ProxyServer proxyOfEnvironment() {
    var variable = variable(PROXY_VARIABLES);
    if (variable == null) {
      return null;
    }
    try {
      return parsed(value(variable).strip());
    } catch (IllegalArgumentException e) {
      if (!proxyReported) {
        proxyReported = true;
        report.addProblem(
            new ConfigProblem(
                0, 0, variable, "in the environment " + e.getMessage() + "; correct or unset it"));
      }
      return null;
    }
  }

  private NoProxy noProxyOfEnvironment() {
    var variable = variable(NO_PROXY_VARIABLES);
    var valid = new ArrayList<String>();
    for (var entry : variable == null ? List.<String>of() : NoProxy.split(value(variable))) {
      try {
        valid.addAll(new NoProxy(List.of(entry)).entries());
      } catch (IllegalArgumentException e) {
        report.addWarning(
            new ConfigProblem(
                0,
                0,
                String.valueOf(variable),
                ErrorWording.quote(entry) + " " + e.getMessage() + "; it is ignored"));
      }
    }
    return new NoProxy(valid);
  }

  /** The small one first, as other programs do; an empty one is not set. */
  private @Nullable String variable(List<String> names) {
    return names.stream().filter(name -> !value(name).isBlank()).findFirst().orElse(null);
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "");
  }

  private static NoProxy noProxy(ConfigValue value) {
    var entries = new ArrayList<String>();
    for (var item : value.isList() ? value.items() : List.of(value)) {
      for (var entry : NoProxy.split(item.text())) {
        try {
          entries.addAll(new NoProxy(List.of(entry)).entries());
        } catch (IllegalArgumentException e) {
          throw item.problem(e.getMessage() + ", was " + ErrorWording.quote(entry));
        }
      }
    }
    return new NoProxy(entries);
  }

  private @Nullable TrustFile ca(ConfigValue value) {
    var file = secrets.locateFile(value);
    try {
      return secrets.resolves() && !secrets.isUnchecked(value)
          ? new TrustFile(file, PemFiles.certificates(file))
          : null;
    } catch (PemException e) {
      throw value.problem(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable TrustFile caOfEnvironment() {
    var name = value(CA_VARIABLE);
    if (name.isBlank() || !secrets.resolves()) {
      return null;
    }
    try {
      var file = Path.of(name);
      return new TrustFile(file, PemFiles.certificates(file));
    } catch (PemException e) {
      if (!caReported) {
        caReported = true;
        report.addProblem(
            new ConfigProblem(
                0, 0, CA_VARIABLE, "in the environment: " + e.getMessage() + ", or unset it"));
      }
      return null;
    }
  }

  private @Nullable ClientIdentity identity(ConfigMapping block) {
    if (!block.hasAny(CERT, KEY)) {
      return null;
    }
    block.require(CERT, "is missing: " + KEY + " requires it");
    block.require(KEY, "is missing: " + CERT + " requires it");
    var cert = block.<@Nullable Path>get(CERT, null, secrets::locateFile);
    var key = block.<@Nullable Path>get(KEY, null, secrets::locateFile);
    return cert == null || key == null || !secrets.resolves() || isUnchecked(block)
        ? null
        : identity(block, cert, key);
  }

  /** Asks about both, so that each is noted. */
  private boolean isUnchecked(ConfigMapping block) {
    boolean cert = secrets.isUnchecked(block.existing(CERT));
    return secrets.isUnchecked(block.existing(KEY)) || cert;
  }

  private static @Nullable ClientIdentity identity(ConfigMapping block, Path cert, Path key) {
    var chain = block.get(CERT, List.<X509Certificate>of(), value -> chain(value, cert));
    var secret = block.<@Nullable PrivateKey>get(KEY, null, value -> key(value, key));
    if (chain.isEmpty() || secret == null) {
      return null;
    }
    try {
      if (!PemFiles.match(secret, chain.getFirst().getPublicKey())) {
        block.addProblem(KEY, "is not the key of the certificate in " + CERT);
      }
      return new ClientIdentity(cert, key, chain, secret);
    } catch (GeneralSecurityException e) {
      block.addProblem(KEY, "is a kind of key that Java does not support: use RSA or EC");
      return null;
    }
  }

  private static List<X509Certificate> chain(ConfigValue value, Path file) {
    try {
      return PemFiles.certificates(file);
    } catch (PemException e) {
      throw value.problem(String.valueOf(e.getMessage()));
    }
  }

  private static PrivateKey key(ConfigValue value, Path file) {
    try {
      return PemFiles.key(file);
    } catch (PemException e) {
      throw value.problem(String.valueOf(e.getMessage()));
    }
  }
}
