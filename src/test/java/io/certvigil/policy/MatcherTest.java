package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {
  private static final Map<String, String> LABELS = Map.of("team", "platform");

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', true",
    "client_certificates, '', '', '', true",
    "client_*, '', '', '', true",
    "origin_ca, '', '', '', false",
    "'', example.com, '', '', true",
    "'', *.COM, '', '', true",
    "'', *.org, '', '', false",
    "'', '', acme, '', true",
    "'', '', a1, '', true",
    "'', '', a2, '', false",
    "'', '', '', edge-*, true",
    "'', '', '', edge-??, false",
    "'', !*.org, '', '', true",
    "'', !*.com, '', '', false",
    "'', '', !acme, '', false",
    "'', '', !a2, '', true",
    "'', '', '', !edge-2, true",
    "!client_*, '', '', '', false",
  })
  void takes(String source, String zone, String account, String name, boolean expected) {
    var match = new Matcher(source, zone, account, name, Map.of());

    assertThat(match.matches(certificate(SCOPE, "edge-1"))).isEqualTo(expected);
  }

  @Test
  void labels_mustAllMatch() {
    assertThat(labels(Map.of("team", "plat*")).matches(SCOPE, LABELS)).isTrue();
    assertThat(labels(Map.of("team", "web")).matches(SCOPE, LABELS)).isFalse();
    assertThat(labels(Map.of("team", "*", "tier", "*")).matches(SCOPE, LABELS)).isFalse();
  }

  @Test
  void zone_neverMatchesAScopeWithoutOne() {
    var account = Scope.ofAccount(Source.GATEWAY_CERTIFICATES, new ResourceRef("a1", "acme"));

    assertThat(new Matcher("", "*", "", "", Map.of()).matches(account, LABELS)).isFalse();
    assertThat(Matcher.ALL.matches(account, LABELS)).isTrue();
  }

  @Test
  void overrides_areMatchedAsCertificatesAre() {
    for (var glob : List.of("example.com", "*.COM", "*.org", "!*.org", "!*.com", "")) {
      var match = new Matcher("client_*", glob, "a?", "", Map.of("team", "plat*"));

      assertThat(match.matches(SCOPE, LABELS))
          .as(glob)
          .isEqualTo(match.matches(certificate(SCOPE, "edge-1")));
    }
  }

  @Test
  void alertAboutNoCertificate_matchesOnlyWithoutConditions() {
    assertThat(Matcher.ALL.matches(null)).isTrue();
    assertThat(new Matcher("", "!*.example", "", "", Map.of()).matches(null)).isFalse();
    assertThat(labels(Map.of("team", "*")).matches(null)).isFalse();
  }

  @Test
  void missingProperty_matchesNoGlob() {
    var unknown = new CertificateSubject("", null, List.of(), null, null, Map.of());

    assertThat(Matcher.ALL.matches(unknown)).isTrue();
    for (var glob : List.of("*", "!x")) {
      assertThat(new Matcher(glob, "", "", "", Map.of()).matches(unknown)).isFalse();
      assertThat(new Matcher("", glob, "", "", Map.of()).matches(unknown)).isFalse();
      assertThat(new Matcher("", "", glob, "", Map.of()).matches(unknown)).isFalse();
      assertThat(new Matcher("", "", "", glob, Map.of()).matches(unknown)).isFalse();
      assertThat(labels(Map.of("team", glob)).matches(unknown)).isFalse();
    }
  }

  @Test
  void specificity_countsKeysThenExactWords() {
    var two = new Matcher("origin_*", "*.com", "", "", Map.of()).specificity();
    var exact = new Matcher("", "example.com", "", "", Map.of()).specificity();
    var glob = new Matcher("", "*.com", "", "", Map.of()).specificity();

    assertThat(two).isGreaterThan(exact);
    assertThat(exact).isGreaterThan(glob);
    assertThat(glob).isGreaterThan(Matcher.ALL.specificity());
  }

  private static CertificateSubject certificate(Scope scope, String name) {
    var zone = scope.zone();
    return new CertificateSubject(
        "k1",
        scope.source().word(),
        List.of(scope.account().id(), scope.account().name()),
        zone == null ? null : zone.name(),
        name,
        LABELS);
  }

  private static Matcher labels(Map<String, String> labels) {
    return new Matcher("", "", "", "", labels);
  }
}
