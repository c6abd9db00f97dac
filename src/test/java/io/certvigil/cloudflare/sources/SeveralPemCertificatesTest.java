package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.IssuedCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every list with a PEM, with several certificates in it. */
class SeveralPemCertificatesTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  private static final IssuedCertificate ROOT = IssuedCertificate.root("Root", in(3_650));
  private static final IssuedCertificate INTERMEDIATE = ROOT.issue("Intermediate", in(5));
  private static final IssuedCertificate LEAF = INTERMEDIATE.issue("a.example", in(300));
  private static final IssuedCertificate OTHER_ROOT = IssuedCertificate.root("Other", in(6));
  private static final IssuedCertificate OTHER_LEAF = OTHER_ROOT.issue("b.example", in(90));

  private static final String CERTIFICATE = "{\"id\":\"a\",%s\"certificate\":\"%s\"}";
  private static final String MTLS = "{\"id\":\"a\",%s\"certificates\":\"%s\"}";
  private static final String CA = "{\"id\":\"a\",\"ca\":true,%s\"certificates\":\"%s\"}";
  private static final String CA_BEHIND = "{\"id\":\"a\",%s\"certificates\":\"%s\",\"ca\":true}";
  private static final String NO_CA = "{\"id\":\"a\",%s\"certificates\":\"%s\",\"ca\":false}";
  private static final String UPLOADED =
      "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{%s\"custom_certificate\":\"%s\"}}";
  private static final String ISSUED =
      "{\"id\":\"a\",\"ssl\":{\"certificates\":[{%s\"certificate\":\"%s\"}]}}";
  private static final String SAML =
      "{\"uid\":\"a\",\"current_certificate\":{%s\"public_certificate\":\"%s\"}}";

  private static Instant in(int days) {
    return TODAY.plus(Duration.ofDays(days));
  }

  private static Scope ofAccount(Source source) {
    return Scope.ofAccount(source, CloudflareFixture.ACCOUNT);
  }

  private static Scope ofZone(Source source) {
    return Scope.ofZone(source, CloudflareFixture.ACCOUNT, CloudflareFixture.ZONE);
  }

  /** The lists in which every certificate of a PEM is trusted. */
  static Stream<Arguments> listsOfTrustAnchors() {
    return Stream.of(
        arguments(CloudflareFixture.GATEWAY, CERTIFICATE),
        arguments(CloudflareFixture.MTLS, CA),
        arguments(CloudflareFixture.MTLS, CA_BEHIND),
        arguments(CloudflareFixture.MTLS, MTLS),
        arguments(CloudflareFixture.TRUSTED, CERTIFICATE));
  }

  /** The lists in which a PEM is that of a certificate with its chain. */
  static Stream<Arguments> listsOfLeaves() {
    return Stream.of(
        arguments(CloudflareFixture.CLIENTS, CERTIFICATE),
        arguments(CloudflareFixture.MTLS, NO_CA),
        arguments(ofZone(Source.ORIGIN_CA), CERTIFICATE),
        arguments(ofZone(Source.ORIGIN_PULL), CERTIFICATE),
        arguments(ofZone(Source.ORIGIN_PULL_HOSTNAMES), CERTIFICATE),
        arguments(CloudflareFixture.HOSTNAMES, UPLOADED),
        arguments(CloudflareFixture.HOSTNAMES, ISSUED),
        arguments(ofAccount(Source.SAML_CERTIFICATES), SAML));
  }

  static Stream<Arguments> everyList() {
    return Stream.concat(listsOfTrustAnchors(), listsOfLeaves());
  }

  /** Reads an item with these certificates in its PEM, in this order. */
  private static Certificate read(
      Scope scope, String item, String listedEnd, IssuedCertificate... all) {
    var pem = Stream.of(all).map(IssuedCertificate::pem).collect(Collectors.joining());
    var dates =
        Stream.of("expires_on", "not_after")
            .map(field -> "\"%s\":\"%s\",".formatted(field, listedEnd))
            .collect(Collectors.joining());
    return CloudflareFixture.certificates(
            scope, item.formatted(listedEnd.isEmpty() ? "" : dates, pem.replace("\n", "\\n")))
        .getFirst();
  }

  private static List<String> deciding(Certificate certificate) {
    return certificate.x509().pemCertificates().stream()
        .filter(PemCertificate::decides)
        .map(PemCertificate::name)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("listsOfTrustAnchors")
  void intermediateDecides_behindItsRoot(Scope scope, String item) {
    var read = read(scope, item, in(5).toString(), ROOT, INTERMEDIATE);

    assertThat(read.notAfter()).contains(in(5));
    assertThat(read.x509().fingerprintSha256()).isEqualTo(INTERMEDIATE.fingerprint());
    assertThat(deciding(read)).containsExactly("Intermediate");
  }

  @ParameterizedTest
  @MethodSource("listsOfTrustAnchors")
  void secondAuthorityDecides_whenItEndsFirst(Scope scope, String item) {
    var read = read(scope, item, in(3_650).toString(), ROOT, OTHER_ROOT);

    assertThat(read.notAfter()).contains(in(6));
    assertThat(read.x509().serial()).isEqualTo(OTHER_ROOT.serial());
    assertThat(deciding(read)).containsExactly("Other");
  }

  @ParameterizedTest
  @MethodSource("listsOfTrustAnchors")
  void rootDecides_whenItEndsFirst(Scope scope, String item) {
    assertThat(read(scope, item, "", OTHER_LEAF, OTHER_ROOT).notAfter()).contains(in(6));
  }

  @ParameterizedTest
  @MethodSource("listsOfLeaves")
  void intermediateDecides_whenItEndsBeforeTheLeaf(Scope scope, String item) {
    var read = read(scope, item, in(300).toString(), ROOT, INTERMEDIATE, LEAF);

    assertThat(read.notAfter()).contains(in(5));
    assertThat(read.x509().fingerprintSha256()).isEqualTo(LEAF.fingerprint());
    assertThat(deciding(read)).containsExactly("Intermediate");
    assertThat(read.lifetime()).contains(Duration.ofDays(3_650));
  }

  @ParameterizedTest
  @MethodSource("listsOfLeaves")
  void rootBreaksNothing_inTheChainOfALeaf(Scope scope, String item) {
    var read = read(scope, item, "", OTHER_ROOT, OTHER_LEAF);

    assertThat(read.notAfter()).contains(in(90));
    assertThat(read.x509().serial()).isEqualTo(OTHER_LEAF.serial());
    assertThat(deciding(read)).containsExactly("b.example");
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void neverLaterThanTheDateOfTheList(Scope scope, String item) {
    var chain = read(scope, item, in(4).toString(), ROOT, INTERMEDIATE, LEAF);
    var alone = read(scope, item, in(4).toString(), LEAF);

    assertThat(chain.notAfter()).contains(in(4));
    assertThat(chain.x509().serial()).isEqualTo(LEAF.serial());
    assertThat(chain.x509().pemCertificates()).hasSize(3);
    assertThat(deciding(chain)).isEmpty();
    assertThat(alone.notAfter()).contains(in(4));
    assertThat(alone.x509().pemCertificates()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void equalInAnyOrder(Scope scope, String item) {
    assertThat(read(scope, item, "", ROOT, LEAF, INTERMEDIATE))
        .isEqualTo(read(scope, item, "", LEAF, INTERMEDIATE, ROOT));
  }

  @Test
  void certificateIsNamedAfterTheLeaf_behindItsRoot() {
    var read = read(ofZone(Source.ORIGIN_PULL), CERTIFICATE, "", ROOT, INTERMEDIATE, LEAF);

    assertThat(read.name()).isEqualTo("a.example");
  }

  @Test
  void newestOfAHostname_isTheNewestLeaf_whateverItsIntermediate() {
    var old = OTHER_ROOT.issue("a.example", in(20));
    var item =
        "{\"id\":\"a\",\"ssl\":{\"certificates\":[{\"certificate\":\"%s\"},{\"certificate\":\"%s\"}]}}"
            .formatted(
                old.pem().replace("\n", "\\n"),
                (LEAF.pem() + INTERMEDIATE.pem()).replace("\n", "\\n"));

    var read = CloudflareFixture.certificates(CloudflareFixture.HOSTNAMES, item).getFirst();

    assertThat(read.x509().serial()).isEqualTo(LEAF.serial());
    assertThat(read.notAfter()).contains(in(5));
  }
}
