package io.certvigil.demo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCertificateApiTest {
  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String first() throws Exception {
    return fixture.clientCertificates()
        + "/"
        + fixture.ids(fixture.clientCertificates() + "?status=all").getFirst();
  }

  private static String status(HttpResponse<String> response) {
    return SimulatorFixture.json(response).getAsJsonObject("result").get("status").getAsString();
  }

  @Test
  void certificate_isTheSameAsInTheList() throws Exception {
    var listed = fixture.items(fixture.clientCertificates()).getFirst();

    assertThat(fixture.json(first()).get("result")).isEqualTo(listed);
  }

  @Test
  void certificate_isNotFoundInAnotherZone() throws Exception {
    var other = fixture.estate.zones().getLast().zone().id();

    assertThat(fixture.get(first().replace(fixture.zone(), other)).statusCode()).isEqualTo(404);
  }

  @Test
  void revocation_isPendingFirst() throws Exception {
    var deleted = fixture.send("DELETE", first(), "");

    assertThat(status(deleted)).isEqualTo("pending_revocation");
  }

  @Test
  void revocation_settles() throws Exception {
    var one = first();
    fixture.send("DELETE", one, "");
    fixture.clock.advance(SimulatedEstate.SETTLING);

    assertThat(status(fixture.get(one))).isEqualTo("revoked");
  }

  @Test
  void reactivation_isPendingThenActive() throws Exception {
    var one = first();
    fixture.send("DELETE", one, "");
    var patched = fixture.send("PATCH", one, "{\"reactivate\":true}");
    fixture.clock.advance(SimulatedEstate.SETTLING);

    assertThat(status(patched)).isEqualTo("pending_reactivation");
    assertThat(status(fixture.get(one))).isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"reactivate\":true}", "{}", "nonsense", "{\"reactivate\":[]}"})
  void reactivation_isRejected_forAnActiveCertificate(String body) throws Exception {
    assertThat(fixture.send("PATCH", first(), body).statusCode()).isEqualTo(400);
  }

  @Test
  void revoked_isListedOnlyOnRequest() throws Exception {
    fixture.send("DELETE", first(), "");
    fixture.clock.advance(SimulatedEstate.SETTLING.plus(Duration.ofSeconds(1)));

    var path = fixture.clientCertificates() + "?per_page=50";
    assertThat(fixture.items(path)).hasSize(22);
    assertThat(fixture.items(path + "&status=revoked")).hasSize(1);
    assertThat(fixture.items(path + "&status=all")).hasSize(23);
  }

  @Test
  void created_isListedFirst() throws Exception {
    var created = create(csr());

    var id = SimulatorFixture.json(created).getAsJsonObject("result").get("id").getAsString();
    assertThat(fixture.ids(fixture.clientCertificates())).first().isEqualTo(id);
    assertThat(created.body()).contains("\"common_name\":\"new.example\"");
    assertThat(created.body()).contains("\"expires_on\":\"2027-02-18T22:00:00Z\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"csr\":\"x\",\"validity_days\":90}",
        "",
        "{\"csr\":[],\"validity_days\":{}}"
      })
  void invalidRequest_isRejected(String body) throws Exception {
    var response = fixture.send("POST", fixture.clientCertificates(), body);

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void created_hasTheKeyOfItsCsr() throws Exception {
    var csr = csr();

    var created = SimulatorFixture.json(create(csr)).getAsJsonObject("result");

    var pem = created.get("certificate").getAsString();
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    assertThat(certificate.getPublicKey().getEncoded())
        .isEqualTo(Csr.of(csr).orElseThrow().publicKey().getEncoded());
    assertThat(created.get("csr").getAsString()).isEqualTo(csr);
  }

  @Test
  void quota_isEnforced() throws Exception {
    fixture.estate.quota(24);

    assertThat(create(csr()).statusCode()).isEqualTo(200);
    assertThat(create(csr()).statusCode()).isEqualTo(400);
    assertThat(fixture.ids(fixture.clientCertificates() + "?per_page=50")).hasSize(24);
  }

  @Test
  void readOnlyToken_changesNothing() throws Exception {
    fixture.cloudflare.addToken(SimulatedCloudflare.TOKEN, ApiToken.ofUser().asReadOnly());

    assertThat(create(csr()).statusCode()).isEqualTo(403);
    assertThat(fixture.send("DELETE", first(), "").statusCode()).isEqualTo(403);
    assertThat(status(fixture.get(first()))).isEqualTo("active");
  }

  @Test
  void fault_isAfterTheChange_orInsteadOfIt() throws Exception {
    var creating = RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("POST");
    fixture.faults().inject(FaultKind.SERVER_ERROR_500, creating.times(1));
    fixture.faults().loseRequest(FaultKind.SERVER_ERROR_500, creating.times(1));
    fixture.faults().inject(FaultKind.FORBIDDEN_403, creating);

    for (int status : new int[] {500, 500, 403}) {
      assertThat(create(csr()).statusCode()).isEqualTo(status);
    }

    assertThat(fixture.ids(fixture.clientCertificates() + "?per_page=50")).hasSize(24);
  }

  @Test
  void zone_isReturnedByItsId() throws Exception {
    var zone = fixture.json("/zones/" + fixture.zone()).getAsJsonObject("result");

    assertThat(zone.get("id").getAsString()).isEqualTo(fixture.zone());
    assertThat(fixture.get("/zones/" + "0".repeat(32)).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> create(String csr) throws Exception {
    var body = new JsonObject();
    body.addProperty("csr", csr);
    body.addProperty("validity_days", 90);
    return fixture.send("POST", fixture.clientCertificates(), body.toString());
  }

  private static String csr() throws Exception {
    var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=new.example"), keys.getPublic())
            .build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate()));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(request);
    }
    return text.toString();
  }
}
