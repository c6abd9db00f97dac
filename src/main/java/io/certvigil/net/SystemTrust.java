package io.certvigil.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CA certificates that this system trusts, in the file where its distribution keeps them. They
 * are read when they are needed first, once for all that share this object.
 */
public final class SystemTrust {
  /** Without any. */
  public static final SystemTrust NONE = new SystemTrust(null, "");

  private static final Logger log = LoggerFactory.getLogger(SystemTrust.class);

  /** Debian, Ubuntu, Alpine; Fedora and RHEL; SUSE; others. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private static final String END = "-----END CERTIFICATE-----";

  private final @Nullable Path file;
  private final String state;
  private @Nullable List<X509Certificate> certificates;

  private SystemTrust(@Nullable Path file, String state) {
    this.file = file;
    this.state = state;
  }

  /** The store of this system; none if there is no file in any of the usual places. */
  public static SystemTrust ofThisSystem() {
    return PLACES.stream().filter(Files::isReadable).findFirst().map(SystemTrust::in).orElse(NONE);
  }

  static SystemTrust in(Path file) {
    try {
      var state = Files.getLastModifiedTime(file) + " " + Files.size(file);
      return new SystemTrust(file, state);
    } catch (IOException e) {
      return NONE;
    }
  }

  /**
   * The certificates that Java can parse; the others are skipped, because one bad certificate of
   * the system must not break all connections.
   */
  synchronized List<X509Certificate> certificates() {
    var known = certificates;
    if (known == null) {
      known = file == null ? List.of() : read(file);
      certificates = known;
    }
    return known;
  }

  private static List<X509Certificate> read(Path file) {
    var found = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : Files.readString(file, ISO_8859_1).split(END, -1)) {
        int begin = block.indexOf("-----BEGIN CERTIFICATE-----");
        if (begin >= 0) {
          add(found, factory, block.substring(begin) + END);
        }
      }
    } catch (IOException | CertificateException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("trust store of the system not read; the one of Java is used alone");
    }
    return List.copyOf(found);
  }

  private static void add(List<X509Certificate> found, CertificateFactory factory, String pem) {
    var bytes = pem.getBytes(ISO_8859_1);
    try {
      var in = new ByteArrayInputStream(bytes);
      found.add((X509Certificate) factory.generateCertificate(in));
    } catch (CertificateException e) {
      log.atDebug().addKeyValue("error", e.getMessage()).log("certificate of the system skipped");
    }
  }

  /** Whether it is the same file with the same time and size. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SystemTrust trust
        && Objects.equals(trust.file, file)
        && trust.state.equals(state);
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, state);
  }
}
