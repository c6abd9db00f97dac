package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.ApiBodies;
import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.model.Finding;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.ValidationRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each status, message and record of a pack and of a custom hostname means for renewals. */
class RenewalMappingTest {
  private static final String LEAF = "{\"id\":\"leaf\",\"expires_on\":\"2033-02-20T23:18:00Z\"}";
  private static final String LOST = "\\ud800";

  /** Stage, cause and actor; {@code owner} for whoever owns the DNS. */
  private static final Map<String, String> ISSUANCE =
      Map.of(
          "initializing", "pending initializing cloudflare",
          "initializing_timed_out", "failed initializing_timed_out cloudflare",
          "pending_validation", "pending pending_validation owner",
          "validation_timed_out", "failed validation_timed_out owner",
          "pending_issuance", "pending pending_issuance ca",
          "issuance_timed_out", "failed issuance_timed_out ca",
          "deployment_timed_out", "failed deployment_timed_out cloudflare");

  /** Every status of a pack and of the TLS of a hostname, and some that are not documented. */
  static Stream<String> statuses() {
    var documented =
        "initializing pending_validation deleted pending_issuance pending_deployment"
            + " pending_deletion pending_expiration expired active initializing_timed_out"
            + " validation_timed_out issuance_timed_out deployment_timed_out deletion_timed_out"
            + " pending_cleanup staging_deployment staging_active deactivating inactive"
            + " backup_issued holding_deployment";
    return Stream.of((documented + " something_new new_timed_out").split(" "));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void pack_byItsStatus(String status) {
    var expected = ISSUANCE.getOrDefault(status, "none").replace("owner", "you");

    assertThat(shown(pack("advanced", status, "", LEAF))).isEqualTo(expected);
    assertThat(shown(pack("sni_custom", status, "", LEAF))).as("not renewed").isEqualTo("none");
    if (!expected.equals("none")) {
      var served = found(CloudflareFixture.PACKS, pack("universal", status, "", LEAF)).getFirst();
      assertThat(served.kind()).hasToString("renewal_blocked");
      assertThat(served.servingUntil()).hasToString("2033-02-20T23:18:00Z");
      assertThat(served.subject().name()).isEqualTo("a.example, b.example and 1 more");
      var never = found(CloudflareFixture.PACKS, pack("universal", status, "", "")).getFirst();
      assertThat(never.kind()).hasToString("not_issued");
      assertThat(never.servingUntil()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void hostname_byTheStatusOfItsTls(String status) {
    var expected =
        ISSUANCE
            .getOrDefault(status, "none")
            .replace("owner", "customer")
            .replaceFirst("^pending", "new");

    assertThat(shown(hostname("active", status, ""))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "active, none, 0",
    "pending, hostname_at_risk new pending customer, 7",
    "active_redeploying, none, 0",
    "moved, hostname_at_risk failed moved customer, 7",
    "pending_deletion, none, 0",
    "deleted, none, 0",
    "pending_blocked, hostname_at_risk failed blocked cloudflare, 0",
    "blocked, hostname_at_risk failed blocked cloudflare, 0",
    "pending_migration, none, 0",
    "pending_provisioned, none, 0",
    "provisioned, none, 0",
    "test_pending, none, 0",
    "test_active, none, 0",
    "test_active_apex, none, 0",
    "test_blocked, none, 0",
    "test_failed, none, 0",
    "something_new, none, 0"
  })
  void hostname_byItsStatus(String status, String expected, int days) {
    var found = found(CloudflareFixture.HOSTNAMES, hostname(status, "active", ""));

    if (expected.equals("none")) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found.getFirst().kind().word() + " " + shown(found)).isEqualTo(expected);
      assertThat(found.getFirst().endsAfter()).isEqualTo(days);
      assertThat(found.getFirst().subject().name()).isEqualTo("shop.example");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The authority encountered a SERVFAIL during DNS lookup. Please check your DNS"
            + " reachability.|servfail|owner",
        "dns problem: looking up caa for www.example.com: dnssec: bogus|dnssec|owner",
        "CAA records block issuance. Please remove them or add the authority.|caa|owner",
        "The authority encountered a multiple perspective CAA check error.|perspectives|owner",
        "MPIC failure|perspectives|owner",
        "The authority has rate limited these domains. Please wait.|rate_limited|you",
        "Internal error with Certificate Authority. Please check later.|internal|ca",
        "The Certificate Authority will not issue for this domain.|refused|you",
        "blog.example.com reported as potential risk: google_safe_browsing|risk|owner",
        "blog.olympics.example reported as potential risk: google_safe_browsing|risk|owner",
        "servfail.example: 'a text' of 2027|text servfail.example: 'a text' of 0|owner"
      })
  void message_saysWhyAndWhoMustAct(String text, String cause, String actor) {
    var errors = "\"validation_errors\":[{\"message\":\"" + text + "\"}],";

    assertThat(shown(pack("advanced", "pending_validation", errors, LEAF)))
        .isEqualTo("pending " + cause + " " + actor.replace("owner", "you"));
    assertThat(shown(hostname("active", "pending_validation", errors)))
        .isEqualTo("new " + cause + " " + actor.replace("owner", "customer"));
    assertThat(shown(pack("advanced", "active", errors, LEAF))).startsWith("renewing " + cause);
    assertThat(shown(pack("advanced", "deleted", errors, LEAF))).isEqualTo("none");
    var moved = found(CloudflareFixture.HOSTNAMES, hostname("moved", "active", errors)).getFirst();
    assertThat(moved.causeId()).isEqualTo("moved");
    assertThat(moved.cause()).contains("has moved away", "; of its certificate: ");
  }

  @Test
  void unknownMessage_isShownWordForWord_withTheNumberOfOthers() {
    var errors = "\"validation_errors\":[{\"message\":\"Zz\"},{\"message\":\"Do <b>X</b>\"}],";

    assertThat(found(CloudflareFixture.PACKS, pack("advanced", "active", errors, LEAF)))
        .extracting(Finding::cause)
        .containsExactly("Cloudflare says: \"Do <b>X</b>\" (and 1 more)");
  }

  @Test
  void errorsOfTheOwnership_areNotThoseOfTheCertificate() {
    var errors = "\"verification_errors\":[\"custom hostname does not CNAME to this zone.\"],";
    var item = hostname("pending", "active", "").replaceFirst("\\{", "{" + errors);

    var found = found(CloudflareFixture.HOSTNAMES, item).getFirst();

    assertThat(found.cause())
        .endsWith("; Cloudflare says: \"custom hostname does not CNAME to this zone.\"")
        .doesNotContain("certificate");
  }

  @Test
  void records_areWhatIsNotInPlaceYet_withoutRepetition() {
    var records =
        """
        "validation_records":[null,
          {"status":"active","txt_name":"_old","txt_value":"done"},
          {"status":"pending","txt_name":"_acme-challenge.a.example","txt_value":"t1"},
          {"txt_name":"_acme-challenge.a.example","txt_value":"t1"},
          {"cname":"_c.a.example","cname_target":"target.example","txt_name":"no value"},
          {"http_url":"http://a.example/x","http_body":"body"},
          {"emails":["admin@a.example","other@a.example"]},
          {"txt_name":"_one","txt_value":"too many"}],
        """;

    assertThat(
            found(CloudflareFixture.PACKS, pack("advanced", "pending_validation", records, LEAF))
                .getFirst()
                .records())
        .containsExactly(
            new ValidationRecord("txt", "_acme-challenge.a.example", "t1"),
            new ValidationRecord("cname", "_c.a.example", "target.example"),
            new ValidationRecord("http", "http://a.example/x", "body"),
            new ValidationRecord("email", "", "admin@a.example"));
  }

  @Test
  void recordOfTheOwner_isFirst_untilTheHostnameIsActive() {
    var challenge = "\"validation_records\":[{\"txt_name\":\"_acme\",\"txt_value\":\"t\"}],";
    var owner = "{\"ownership_verification\":{\"type\":\"TXT\",\"name\":\"_cf\",\"value\":\"v\"},";
    var file = "\"ownership_verification_http\":{\"http_url\":\"u\",\"http_body\":\"b\"},";
    var ofCertificate = new ValidationRecord("txt", "_acme", "t");

    assertThat(records(hostname("moved", "active", challenge).replaceFirst("\\{", owner + file)))
        .containsExactly(new ValidationRecord("txt", "_cf", "v"), ofCertificate);
    assertThat(records(hostname("moved", "active", challenge).replaceFirst("\\{", "{" + file)))
        .containsExactly(new ValidationRecord("http", "u", "b"), ofCertificate);
    assertThat(
            records(
                hostname("active", "pending_validation", challenge)
                    .replaceFirst("\\{", owner + file)))
        .containsExactly(ofCertificate);
  }

  @Test
  void uploadedCertificate_isNotValidated() {
    var item =
        hostname("active", "pending_validation", "\"custom_certificate\":\"-----BEGIN\",")
            .replace("\"certificates\":[" + LEAF + "]", "\"wildcard\":false");

    assertThat(shown(item)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000\\u001b[2J\\r\\nSubject: x",
        "\\u202egnp.exe \\u2028 \\u0085",
        "x" + LOST + "y",
        "\\udc00" + LOST,
        "<script>alert(1)</script>"
      })
  void hostileText_isCleanedAndBounded(String text) {
    for (var hostile : List.of(text, text.repeat(100_000 / text.length()))) {
      var fields =
          """
          "validation_errors":[{"message":"%1$s"}],
          "validation_records":[{"txt_name":"%1$s","txt_value":"%1$s","emails":["%1$s"]}],
          """
              .formatted(hostile);
      var owner =
          "{\"verification_errors\":[\"%1$s\"],\"ownership_verification\":{\"type\":\"%1$s\",\"name\":\"%1$s\",\"value\":\"%1$s\"},"
              .formatted(hostile);
      var name = hostname("moved", hostile, fields).replace("shop.example", hostile);

      assertHarmless(
          found(
              CloudflareFixture.PACKS,
              pack("advanced", "pending_validation", fields, LEAF).replace("a.example", hostile)));
      assertHarmless(
          found(
              CloudflareFixture.HOSTNAMES, name.replace("{\"id\":\"h\"", owner + "\"id\":\"h\"")));
    }
  }

  private static void assertHarmless(List<Finding> found) {
    assertThat(found).hasSize(1);
    var one = found.getFirst();
    var texts =
        Stream.concat(
            Stream.of(one.cause(), one.causeId(), one.subject().name()),
            Stream.concat(
                one.hosts().stream(),
                one.records().stream()
                    .flatMap(record -> Stream.of(record.type(), record.name(), record.value()))));
    assertThat(texts)
        .allSatisfy(
            text -> {
              assertThat(text.length()).isLessThan(1200);
              assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
              assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
            });
  }

  /** A field that is null or of another type hides neither the certificate nor what is wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "5",
        "true",
        "\"text\"",
        "{}",
        "[]",
        "[null]",
        "[5]",
        "[\"x\"]",
        "[[]]",
        "[{}]",
        "[{\"message\":null,\"txt_name\":5}]",
        "[{\"message\":{},\"emails\":[null,5,{}]}]"
      })
  void wronglyTypedField_hidesNothing(String value) {
    var fields = "\"validation_errors\":%1$s,\"validation_records\":%1$s,".formatted(value);
    var owner =
        "{\"verification_errors\":%1$s,\"ownership_verification\":%1$s,\"ownership_verification_http\":%1$s,\"hosts\":%1$s,"
            .formatted(value);
    var pack = pack("advanced", "validation_timed_out", fields, LEAF);
    var hostname = hostname("moved", "active", fields).replaceFirst("\\{", owner);

    assertThat(CloudflareFixture.certificates(CloudflareFixture.PACKS, pack)).hasSize(1);
    assertThat(CloudflareFixture.certificates(CloudflareFixture.HOSTNAMES, hostname)).hasSize(1);
    assertThat(shown(pack)).isEqualTo("failed validation_timed_out you");
    assertThat(shown(hostname)).isEqualTo("failed moved customer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "{}", "[]", "\"\"", "\" \""})
  void unknownStatus_isNoFinding(String status) {
    var pack = pack("advanced", "STATUS", "", LEAF).replace("\"STATUS\"", status);
    var hostname = hostname("STATUS", "STATUS", "").replace("\"STATUS\"", status);

    assertThat(found(CloudflareFixture.PACKS, pack)).isEmpty();
    assertThat(found(CloudflareFixture.HOSTNAMES, hostname)).isEmpty();
    assertThat(CloudflareFixture.certificates(CloudflareFixture.PACKS, pack)).hasSize(1);
  }

  @Test
  void hostnameWithoutTls_isAtRiskToo() {
    assertThat(shown("{\"id\":\"h\",\"hostname\":\"shop.example\",\"status\":\"moved\"}"))
        .isEqualTo("failed moved customer");
  }

  private static String pack(String type, String status, String fields, String leaves) {
    return """
    {"id":"p","type":"%s","status":"%s","hosts":["a.example","b.example","c.example"],
     %s"certificate_authority":"google","certificates":[%s]}
    """
        .formatted(type, status, fields, leaves);
  }

  private static String hostname(String status, String tls, String fields) {
    return """
    {"id":"h","hostname":"shop.example","status":"%s",
     "ssl":{"type":"dv","status":"%s",%s"certificates":[%s]}}
    """
        .formatted(status, tls, fields, LEAF);
  }

  private static List<ValidationRecord> records(String item) {
    return found(CloudflareFixture.HOSTNAMES, item).getFirst().records();
  }

  private static List<Finding> found(Scope scope, String item) {
    var reading = CloudflareFixture.reading(scope, ApiBodies.page(List.of(item), 1, 50, 1));
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    return reading.about().found();
  }

  private static String shown(String item) {
    return shown(
        found(
            item.contains("\"hostname\"") ? CloudflareFixture.HOSTNAMES : CloudflareFixture.PACKS,
            item));
  }

  private static String shown(List<Finding> found) {
    return found.isEmpty()
        ? "none"
        : "%s %s %s"
            .formatted(
                found.getFirst().stage().word(),
                found.getFirst().causeId(),
                found.getFirst().actor().word());
  }
}
