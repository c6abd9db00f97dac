package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.X509TestCertificates;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomHostnamesTest {
  @Test
  void uploadedCertificate_isReadFromTheDocumentedFields() {
    var item =
        """
        {"id":"023e105f","hostname":"app.example.com",
         "ssl":{"type":"dv","status":"active","wildcard":true,"issuer":"DigiCertInc",
          "serial_number":"6743787633689793699141714808227354901","signature":"SHA256WithRSA",
          "custom_certificate":"-----BEGIN CERTIFICATE-----\\\\nMIIF\\\\n-----END CERTIFICATE-----",
          "custom_key":"-----BEGIN RSA PRIVATE KEY-----",
          "expires_on":"2021-02-06T18:11:23.531995Z","uploaded_on":"2020-02-06T18:11:23.531995Z"}}
        """;

    assertThat(CloudflareFixture.facts(read(item)))
        .isEqualTo(
            """
            id: 023e105f
            name: app.example.com
            status: active
            expires: 2021-02-06T18:11:23.531995Z
            issuer: DigiCertInc
            serial: 512ce66ad630e7b0cd49d076879d915
            hosts: app.example.com *.app.example.com
            + signature: SHA256WithRSA
            + type: dv
            + uploaded_on: 2020-02-06T18:11:23.531995Z
            """);
  }

  @Test
  void pemOfAnUploadedCertificate_takesPrecedence() {
    var pem =
        X509TestCertificates.pem(X509TestCertificates.make("CN=Own CA", "0abc"))
            .replace("\n", "\\n");
    var item =
        "{\"id\":\"a\",\"ssl\":{\"custom_certificate\":\"%s\",\"expires_on\":\"2033-01-01T00:00:00Z\"}}"
            .formatted(pem);

    assertThat(read(item).expiry()).isEqualTo(Expiry.on(X509TestCertificates.NOT_AFTER));
    assertThat(read(item).x509().serial()).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one renewed, the old one in list |EC:2031,EC:2033,RSA:2032|2032",
        "renewed in any order             |EC:2033,RSA:2032,EC:2031|2032",
        "the RSA one was not renewed      |EC:2033,RSA:2031        |2031",
        "no signatures: the newest        |:2031,:2033             |2033",
        "unreadable ones do not count     |EC:0001,EC:2031,RSA:0001|2031"
      })
  void endIsTheFirst_ofTheNewestOfEachSignature(String what, String leaves, String year) {
    var items =
        List.of(leaves.strip().split(",")).stream()
            .map(leaf -> leaf.split(":", -1))
            .map(
                leaf ->
                    "{\"signature\":\"%s\",\"expires_on\":\"%s-01-01T00:00:00Z\"}"
                        .formatted((Object[]) leaf))
            .toList();

    assertThat(read("{\"id\":\"a\",\"ssl\":{\"certificates\":" + items + "}}").notAfter())
        .as(what)
        .contains(Instant.parse(year + "-01-01T00:00:00Z"));
  }

  @Test
  void orderOfCertificatesWithTheSameExpiry_doesNotMatter() {
    var leaf =
        "{\"signature\":\"%s\",\"serial_number\":\"%d\",\"expires_on\":\"2033-01-01T00:00:00Z\"}";
    var one = leaf.formatted("EC", 1);
    var two = leaf.formatted("EC", 2);
    var three = leaf.formatted("RSA", 3);
    var item = "{\"id\":\"a\",\"ssl\":{\"certificates\":%s}}";

    assertThat(read(item.formatted(List.of(three, two, one))))
        .isEqualTo(read(item.formatted(List.of(one, two, three))));
  }

  @ParameterizedTest
  @CsvSource({
    "dv,'',true",
    "dv,custom_csr_id,false",
    "dv,custom_certificate,false",
    "dv,expires_on,false",
    "something,'',false"
  })
  void managed_whenItIsDvAndNotUploaded(String type, String field, boolean managed) {
    var more = field.isEmpty() ? "" : ",\"" + field + "\":\"x\"";

    assertThat(read("{\"id\":\"a\",\"ssl\":{\"type\":\"" + type + "\"" + more + "}}").managed())
        .isEqualTo(managed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one element            |2031|[{'certificates':[{'expires_on':'2031-01-01T00:00:00Z'}]}]",
        "the first ends first  "
            + " |2031|[{'certificates':[{'expires_on':'2031-01-01T00:00:00Z'}]},{'expires_on':'2033-01-01T00:00:00Z'}]",
        "the second ends first "
            + " |2032|[{'expires_on':'2033-01-01T00:00:00Z'},{'certificates':[{'expires_on':'2032-01-01T00:00:00Z'}]}]",
        "one without"
            + " certificate|2032|[{'status':'initializing'},{'expires_on':'2032-01-01T00:00:00Z'}]"
      })
  void endIsTheFirstOfAllElements_whenTlsIsAList(String what, String year, String ssl) {
    var item = "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":" + ssl.replace('\'', '"') + "}";

    assertThat(read(item).notAfter()).as(what).contains(Instant.parse(year + "-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"dv\"", "true", "[7]", "[null]", "[[{}]]"})
  void hostnameIsKept_whenTlsIsNeitherAnObjectNorAListOfThem(String ssl) {
    var item = "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":" + ssl + "}";

    assertThat(read(item).expiry()).isEqualTo(new Expiry.Unreadable("", null));
  }

  @Test
  void noCertificate_whenTheHostnameIsWithoutTls() {
    assertThat(
            CloudflareFixture.certificates(
                CloudflareFixture.HOSTNAMES,
                "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":null}",
                "{\"id\":\"b\",\"hostname\":\"b.example\"}",
                "{\"id\":\"c\",\"hostname\":\"c.example\",\"ssl\":[]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\",\"hostname\":null,\"ssl\":null}",
        "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{}}",
        "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{\"certificates\":null}}",
        "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{\"certificates\":[]}}",
        "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{\"certificates\":[null,7,{}]}}",
        "{\"id\":\"a\",\"hostname\":\"a.example\",\"ssl\":{\"status\":\"pending_validation\"}}"
      })
  void expiryIsUnreadable_whenNoneIsGiven(String item) {
    assertThat(read(item).expiry()).isEqualTo(new Expiry.Unreadable("", null));
  }

  @Test
  void unreadableDate_isKeptAsText() {
    assertThat(
            read("{\"id\":\"a\",\"ssl\":{\"certificates\":[{\"expires_on\":\"soon\"}]}}").expiry())
        .isEqualTo(new Expiry.Unreadable("soon", null));
  }

  private static Certificate read(String item) {
    return CloudflareFixture.certificates(CloudflareFixture.HOSTNAMES, item).getFirst();
  }
}
