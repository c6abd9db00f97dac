package io.certvigil.web.server;

import io.certvigil.net.PemFiles;
import io.certvigil.net.PemFiles.PemException;
import io.certvigil.web.server.WebSettings.Tls;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server certificate, its key, and the CA certificates for client certificates. The files are
 * checked when a client connects, at most once a second, and read again if they changed. If the
 * changed files cannot be used, the previous certificate stays in use, and the error is logged once
 * per change.
 */
final class ReloadableTls implements SelectorManager.AcceptListener {
  private static final Logger log = LoggerFactory.getLogger(ReloadableTls.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  /** Suites of TLS 1.2 in a mode that has leaked by timing again and again. */
  private static final String CBC = "^.*_CBC_.*$";

  private static final String CERT = "cert_file";
  private static final String KEY = "key_file";
  private static final String CLIENT_CA = "client_ca_file";

  // The key stores exist only in memory, but the API requires a password.
  private static final String MEMORY_PASSWORD = "memory";

  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final TrustEpochs epochs = new TrustEpochs(this::reloadIfChanged);
  private Tls files;
  private List<String> stampsInUse;
  private long lastCheck = System.nanoTime();

  /**
   * @throws WebException if a file cannot be used
   */
  ReloadableTls(Tls files) {
    this.files = files;
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.addExcludeCipherSuites(CBC);
    factory.setKeyStorePassword(MEMORY_PASSWORD);
    stampsInUse = stamps(files);
    var first = read(files);
    first.applyTo(factory);
    epochs.begin(first.trustStore());
  }

  /** The TLS settings for new connections. */
  SslContextFactory.Server factory() {
    return factory;
  }

  /** Closes the connections of earlier files. */
  TrustEpochs epochs() {
    return epochs;
  }

  /**
   * Uses these files for new connections; an existing one is closed after its next response.
   *
   * @throws WebException if one cannot be used; then nothing changes
   */
  synchronized void replaceFiles(Tls next) {
    var stamps = stamps(next);
    install(read(next));
    files = next;
    stampsInUse = stamps;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    reloadIfChanged();
    epochs.accepted(channel);
  }

  private synchronized void reloadIfChanged() {
    if (System.nanoTime() - lastCheck < CHECK_INTERVAL.toNanos()) {
      return;
    }
    lastCheck = System.nanoTime();
    var now = stamps(files);
    if (now.equals(stampsInUse)) {
      return;
    }
    stampsInUse = now;
    try {
      var next = read(files);
      install(next);
      log.atInfo().addKeyValue("until", next.expiresAt()).log("TLS certificate reloaded");
    } catch (WebException e) {
      log.atError()
          .addKeyValue("problem", e.getMessage())
          .log("reloading the TLS certificate failed; keeping the previous one");
    }
  }

  private void install(KeyStores next) {
    try {
      factory.reload(same -> next.applyTo(factory));
    } catch (Exception e) {
      throw new WebException("web.tls: " + e.getMessage(), e);
    }
    epochs.begin(next.trustStore());
  }

  /** The problem of each file, by its config key; empty if all can be used. */
  static Map<String, String> problems(Tls files) {
    var problems = new LinkedHashMap<String, String>();
    check(problems, CERT, () -> PemFiles.certificates(files.cert()));
    check(problems, KEY, () -> PemFiles.key(files.key()));
    var clients = files.clientCa();
    if (clients != null) {
      check(problems, CLIENT_CA, () -> PemFiles.certificates(clients));
    }
    if (!problems.containsKey(CERT) && !problems.containsKey(KEY)) {
      check(problems, KEY, () -> keyStores(files));
    }
    return problems;
  }

  /** Reads a file, or fails with its problem. */
  private interface PemCheck {
    Object run() throws PemException;
  }

  private static void check(Map<String, String> problems, String key, PemCheck check) {
    try {
      Objects.requireNonNull(check.run());
    } catch (PemException e) {
      problems.put(key, String.valueOf(e.getMessage()));
    }
  }

  private static KeyStores read(Tls files) {
    var problems = problems(files);
    if (!problems.isEmpty()) {
      var first = problems.entrySet().iterator().next();
      throw new WebException("web.tls." + first.getKey() + ": " + first.getValue());
    }
    try {
      return keyStores(files);
    } catch (PemException e) {
      throw new WebException("web.tls: " + e.getMessage(), e); // changed between the two reads
    }
  }

  private static KeyStores keyStores(Tls files) throws PemException {
    var chain = PemFiles.certificates(files.cert());
    var key = PemFiles.key(files.key());
    try {
      if (!PemFiles.match(key, chain.getFirst().getPublicKey())) {
        throw new PemException(
            files.key(),
            "is not the key of the first certificate in "
                + files.cert()
                + ": put the server certificate before its intermediates");
      }
      var ours = empty();
      ours.setKeyEntry(
          "web", key, MEMORY_PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      var clients = files.clientCa();
      return new KeyStores(ours, clients == null ? null : trustStore(clients), chain.getFirst());
    } catch (GeneralSecurityException e) {
      throw new PemException(files.key(), "cannot be used as a key: " + e.getMessage());
    }
  }

  private static KeyStore trustStore(Path file) throws PemException, GeneralSecurityException {
    var store = empty();
    int count = 0;
    for (var certificate : PemFiles.certificates(file)) {
      store.setCertificateEntry("client-ca-" + count++, certificate);
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
  }

  /**
   * The key store and trust store made of the files.
   *
   * @param trustStore null if clients need no certificate
   */
  private record KeyStores(
      KeyStore keyStore, @Nullable KeyStore trustStore, X509Certificate certificate) {
    void applyTo(SslContextFactory.Server factory) {
      factory.setKeyStore(keyStore);
      factory.setTrustStore(trustStore);
      factory.setNeedClientAuth(trustStore != null);
    }

    String expiresAt() {
      return certificate.getNotAfter().toInstant().toString();
    }
  }

  /** Changes if a file was written or replaced: modification time, size and inode of each. */
  private static List<String> stamps(Tls files) {
    return Stream.of(files.cert(), files.key(), files.clientCa())
        .filter(Objects::nonNull)
        .map(ReloadableTls::stamp)
        .toList();
  }

  private static String stamp(Path file) {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class);
      return facts.lastModifiedTime() + " " + facts.size() + " " + facts.fileKey();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
