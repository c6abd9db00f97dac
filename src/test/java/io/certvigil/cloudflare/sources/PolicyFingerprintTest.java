package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFingerprintTest {
  private static final String POLICY =
      "{'id':'p1','effect':'allow','resources':{'zone.a':'*','zone.b':'*'},"
          + "'permission_groups':[{'id':'g1','name':'Zone Read'},{'id':'g2','name':'SSL Read'}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'p9','effect':'allow','resources':{'zone.a':'*','zone.b':'*'},'permission_groups':[{'id':'g1'},{'id':'g2'}]}|true",
        "{'permission_groups':[{'id':'g2','meta':{}},{'name':'X','id':'g1'}],'resources':{'zone.b':'*','zone.a':'*'},'effect':'allow'}|true",
        "{'effect':'deny','resources':{'zone.a':'*','zone.b':'*'},'permission_groups':[{'id':'g1'},{'id':'g2'}]}|false",
        "{'effect':'allow','resources':{'zone.a':'*'},'permission_groups':[{'id':'g1'},{'id':'g2'}]}|false",
        "{'effect':'allow','resources':{'zone.a':{'x':'*'},'zone.b':'*'},'permission_groups':[{'id':'g1'},{'id':'g2'}]}|false",
        "{'effect':'allow','resources':{'zone.a':'*','zone.b':'*'},'permission_groups':[{'id':'g1'}]}|false"
      })
  void sameOnlyIfItAllowsTheSame(String policy, boolean same) {
    assertThat(of(policy).equals(of(POLICY))).isEqualTo(same);
  }

  @Test
  void orderOfThePolicies_doesNotMatter() {
    var other = "{'id':'p2','effect':'deny'}";

    assertThat(of(POLICY + "," + other)).isEqualTo(of(other + "," + POLICY));
    assertThat(of(POLICY + "," + other)).isNotEqualTo(of(POLICY)).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"policies\":null}", "{\"policies\":[]}", "7"})
  void noFingerprint_withoutPolicies(String token) {
    assertThatThrownBy(() -> read(token))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage("a token without policies");
  }

  private static String of(String policies) {
    return read("{\"policies\":[" + policies.replace('\'', '"') + "]}");
  }

  private static String read(String json) {
    return PolicyFingerprint.read(new JsonReader(new StringReader(json)), new PemCache());
  }
}
