package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Ref;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchTest {
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
  })
  void takes(String source, String zone, String account, String name, boolean expected) {
    var match = new Match(source, zone, account, name, Map.of());

    assertThat(match.takes(SCOPE, LABELS) && match.takesName("edge-1")).isEqualTo(expected);
  }

  @Test
  void labels_mustAllBeThere() {
    assertThat(labels(Map.of("team", "plat*")).takes(SCOPE, LABELS)).isTrue();
    assertThat(labels(Map.of("team", "web")).takes(SCOPE, LABELS)).isFalse();
    assertThat(labels(Map.of("team", "*", "tier", "*")).takes(SCOPE, LABELS)).isFalse();
  }

  @Test
  void zone_isAskedOfWhatHasOne() {
    var account = Scope.ofAccount(Source.GATEWAY_CERTIFICATES, new Ref("a1", "acme"));

    assertThat(new Match("", "*", "", "", Map.of()).takes(account, LABELS)).isFalse();
    assertThat(Match.ALL.takes(account, LABELS)).isTrue();
  }

  @Test
  void specificity_countsKeysThenExactWords() {
    var two = new Match("origin_*", "*.com", "", "", Map.of()).specificity();
    var exact = new Match("", "example.com", "", "", Map.of()).specificity();
    var glob = new Match("", "*.com", "", "", Map.of()).specificity();

    assertThat(two).isGreaterThan(exact);
    assertThat(exact).isGreaterThan(glob);
    assertThat(glob).isGreaterThan(Match.ALL.specificity());
  }

  private static Match labels(Map<String, String> labels) {
    return new Match("", "", "", "", labels);
  }
}
