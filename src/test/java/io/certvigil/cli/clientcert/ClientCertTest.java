package io.certvigil.cli.clientcert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.InstantTicker;
import io.certvigil.cli.terminal.Prompt;
import io.certvigil.cloudflare.clientcert.SigningRequest;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code client-cert} commands against a simulated Cloudflare. */
class ClientCertTest {
  private static final Secret OTHER = new Secret("another-token-that-may-only-read-000");
  private static final RequestMatcher CREATING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("POST");

  @TempDir private Path folder;
  private final InstantTicker time = new InstantTicker();
  private final SimulatedEstate estate = UniformEstate.of(1, 2, 3, 5, CommandRunner.TODAY);
  private final String zone = estate.zones().getFirst().zone().id();
  private final String zoneName = estate.zones().getFirst().zone().name();
  private final List<String> questions = new ArrayList<>();
  private final InjectedFaults faults = new InjectedFaults();
  private SimulatedCloudflare remote;
  private Path config;
  private Path key;

  @BeforeEach
  void open() throws IOException {
    remote = SimulatedCloudflare.start(estate, RateLimits.none(), time, faults);
    config = folder.resolve("certvigil.yml");
    key = folder.resolve("device.key");
    configured("main", SimulatedCloudflare.TOKEN);
  }

  @AfterEach
  void close() {
    remote.close();
  }

  private void configured(String credential, Secret token) throws IOException {
    Files.writeString(
        config,
        """
        cloudflare:
          base_url: %s
          timeout: 5s
          requests_per_5m: 60000
          credentials: { %s: { api_token: "%s" } }
        store: { url: "sqlite:%s" }
        """
            .formatted(
                remote.baseUrl(), credential, token.reveal(), folder.resolve("certvigil.db")));
  }

  private record CommandOutput(int exit, String out, String err) {}

  private CommandOutput run(Prompt prompt, String words, String... more) {
    var terminal = new CommandRunner().time(time).answering(prompt);
    var all = new ArrayList<>(List.of("client-cert"));
    all.addAll(List.of(words.split(" ")));
    all.addAll(List.of(more));
    if (!words.contains("--zone")) {
      all.addAll(List.of("--zone", zoneName));
    }
    all.addAll(List.of("--config", config.toString()));
    int exit = terminal.run(all.toArray(String[]::new));
    return new CommandOutput(exit, terminal.out(), terminal.err());
  }

  private CommandOutput run(String words, String... more) {
    return run(Prompt.UNAVAILABLE, words, more);
  }

  private Prompt says(String answer) {
    return question -> {
      questions.add(question);
      return Optional.of(answer);
    };
  }

  private CommandOutput create(String... more) {
    return run(
        "create --validity-days 90 --common-name device-17.example.com --key-out " + key, more);
  }

  private String first() {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).getFirst().id();
  }

  private int held() {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).size();
  }

  private String status(String id) {
    return estate.find(id).orElseThrow().statusAt(time.instant());
  }

  private static X509Certificate certificate(String pem) throws Exception {
    var bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(Path file, String algorithm) throws Exception {
    var base64 = Files.readString(file).replaceAll("-----[^-]*-----", "");
    var der = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) throws Exception {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(new byte[] {1, 2, 3});
    var signature = signing.sign();
    var checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(new byte[] {1, 2, 3});
    return checking.verify(signature);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path csr() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pem = SigningRequest.create(generator.generateKeyPair(), "theirs.example.com").pem();
    return Files.writeString(folder.resolve("device.csr"), pem.replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource({"'',EC", "ec-p256,EC", "rsa-2048,RSA"})
  void create_makesAKeyAndItsCertificate(String type, String algorithm) throws Exception {
    var result = type.isEmpty() ? create() : create("--key-type", type);

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(belongs(key(key, algorithm), certificate(result.out()))).isTrue();
    assertThat(permissions(key)).isEqualTo("rw-------");
    assertThat(result.err())
        .contains(
            "The key was written to " + key,
            "Created: " + first() + " device-17.example.com, expires ");
  }

  @Test
  void key_isNeitherPrintedNorLogged() throws Exception {
    var result = create("--debug");

    var inside = Files.readString(key).lines().toList().get(1);
    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("request sent").doesNotContain(inside, "PRIVATE KEY");
    assertThat(result.err()).doesNotContain(SimulatedCloudflare.TOKEN.reveal());
    assertThat(result.out()).doesNotContain(inside, "PRIVATE KEY");
  }

  @Test
  void create_acceptsACsr() throws Exception {
    var result = run("create --validity-days 30 --csr " + csr());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(certificate(result.out()).getSubjectX500Principal().getName())
        .contains("CN=theirs.example.com");
  }

  @Test
  void create_writesTheCertificate() throws Exception {
    var out = folder.resolve("device.pem");

    var result = create("--out", out.toString());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(belongs(key(key, "EC"), certificate(Files.readString(out)))).isTrue();
    assertThat(result.out())
        .contains("Name:          device-17.example.com", "Id:")
        .doesNotContain("BEGIN");
  }

  @Test
  void create_asJson_isTheRecordOfTheApi() {
    var result = create("--output", "json");

    var record = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(record.get("id").getAsString()).isEqualTo(first());
    assertThat(record.get("validity_days").getAsInt()).isEqualTo(90);
    assertThat(record.keySet()).contains("csr", "ski", "location", "certificate_authority");
  }

  @Test
  void files_areNeverOverwritten() throws Exception {
    Files.writeString(key, "precious");
    var out = Files.writeString(folder.resolve("device.pem"), "precious too");

    assertThat(create().exit()).isEqualTo(2);
    assertThat(create().err())
        .isEqualTo(
            "certvigil: --key-out "
                + key
                + ": already exists and is never overwritten; give another name\n");
    assertThat(run("create --validity-days 9 --csr " + csr(), "--out", out.toString()).exit())
        .isEqualTo(2);
    assertThat(key).hasContent("precious");
    assertThat(out).hasContent("precious too");
    assertThat(remote.requests()).as("no request was sent").isZero();
  }

  @Test
  void danglingLink_isNotFollowed() throws Exception {
    var target = folder.resolve("elsewhere");
    Files.createSymbolicLink(key, target);

    assertThat(create().exit()).isEqualTo(2);
    assertThat(target).doesNotExist();
  }

  @Test
  void missingDirectory_isReportedBeforeAnythingIsCreated() {
    key = folder.resolve("nowhere/device.key");

    assertThat(create().err()).endsWith("there is no such directory; create it first\n");
    assertThat(held()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create --validity-days 9|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --csr a --key-out b|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --key-out b|--key-out needs --common-name NAME",
        "create --validity-days 9 --csr a --key-type rsa-2048|--common-name and --key-type need"
            + " --key-out",
        "create --validity-days 0 --csr a|--validity-days must be 1 or more, was 0",
        "create --csr a|Missing required option: '--validity-days=DAYS'",
        "create --validity-days 9 --csr nope|nope: there is no such file",
        "create --validity-days 9 --key-out a --common-name x --key-type dsa|must be one of"
            + " ec-p256",
        "create --validity-days 9 --key-out a --common-name x --out a|must be different files",
        "get a/b|ID must be an id from certvigil client-cert list",
        "get a --credential man|there is no credential man (did you mean main?); configured: main",
        "revoke a --wait --patience 2d|--patience must be above 0s and at most 1d",
        "list --output xml|must be table, json or csv"
      })
  void badUsage_isOneLine(String words, String says) {
    var result = run(words);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1).contains(says);
    assertThat(held()).isEqualTo(3);
  }

  @Test
  void badCsr_isNotSent() throws Exception {
    var file = folder.resolve("device.csr");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    var result = run("create --validity-days 9 --csr " + file);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "certvigil: --csr "
                + file
                + ": contains a private key, which must not be sent; give only the request\n");
    assertThat(remote.requests()).isZero();
  }

  @Test
  void exceededQuota_isReportedWithCloudflaresError() {
    estate.quota(3);

    var result = create();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("nothing was created: http_4xx: HTTP 400, code 1416")
        .contains("; the new key stays in " + key);
    assertThat(key).exists();
  }

  @Test
  void permission_isNamed() throws IOException {
    remote.addToken(OTHER, ApiToken.ofUser().asReadOnly());
    configured("main", OTHER);

    var created = create();
    var revoked = run("revoke --yes " + first());

    assertThat(created.exit()).isEqualTo(3);
    assertThat(created.err())
        .contains("nothing was created: forbidden: HTTP 403")
        .contains("the token needs the permission SSL and Certificates Write");
    assertThat(revoked.exit()).isEqualTo(3);
    assertThat(revoked.err()).contains("nothing was revoked: forbidden");
    assertThat(status(first())).isEqualTo("active");
  }

  @Test
  void lostResponse_isRecovered() throws Exception {
    faults.inject(FaultKind.RESET, CREATING);

    var result = create();

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(belongs(key(key, "EC"), certificate(result.out()))).isTrue();
    assertThat(result.err())
        .contains("The response was lost (network: ", "but the request succeeded: " + first());
    assertThat(held()).isEqualTo(4);
  }

  @Test
  void lostRequest_isReportedAsNotDone() {
    faults.loseRequest(FaultKind.HTML_502, CREATING);

    var result = create();

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains("certvigil: the response was lost (http_5xx: HTTP 502")
        .contains(
            "according to Cloudflare nothing was created so far; the new key stays in " + key);
    assertThat(result.out()).isEmpty();
    assertThat(key).exists();
  }

  @Test
  void unknownResult_isReported() {
    faults.inject(FaultKind.RESET, CREATING);
    faults.inject(
        FaultKind.FORBIDDEN_403,
        RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("GET"));

    var result = create();

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains(
            "the result cannot be checked (forbidden: ", "it may or may not have been created")
        .contains("check before you repeat it: certvigil client-cert list --zone " + zoneName);
  }

  @Test
  void list_isSoonestFirst() {
    var result = run("list");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("ID").hasLineCount(4).contains(first(), "active");
    assertThat(run("list", "--output", "csv").out()).startsWith("id,name,status,not_before,");
    assertThat(JsonParser.parseString(run("list", "--output", "json").out()).getAsJsonArray())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.getAsJsonObject().get("ski")).isNotNull());
    assertThat(run("list", "--status", "revoked").err()).isEqualTo("No client certificates.\n");
  }

  @Test
  void list_failsIfItIsIncomplete() {
    faults.inject(FaultKind.ONE_SHORT, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));

    var result = run("list");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).hasLineCount(3);
    assertThat(result.err())
        .startsWith("certvigil: the list was not read completely: incomplete: ");
  }

  @Test
  void get_showsOne_byTheZonesId() {
    var result = run("get " + first() + " --zone " + zone);

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("Id:            " + first(), "Status:        active");
    assertThat(remote.requests()).as("no zone was looked up").isEqualTo(1);
  }

  @Test
  void get_ofAnUnknownId_isAFailure() {
    var result = run("get 00000000000000000000000000000000");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("code 1551: Client certificate not found");
  }

  @Test
  void unknownZone_isAFailure() {
    var result = run("list --zone nope.example");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "certvigil: the zone nope.example is not visible to credential main; check its"
                + " spelling, or give its id\n");
  }

  @Test
  void sameNameInTwoAccounts_asksForTheId() {
    var account = estate.addAccount("0123456789abcdef0123456789abcdef", "second").id();
    estate.addZone("00112233445566778899aabbccddeeff", zoneName, account);

    var result = run("list");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("several zones have this name; give the id of one: ", zone, "(account second)");
  }

  @Test
  void badToken_isUnreadable() throws IOException {
    configured("main", OTHER);

    assertThat(run("list").exit()).isEqualTo(3);
    assertThat(run("list --zone " + zone).err())
        .contains("the token must be valid and have the permission SSL and Certificates Read");
  }

  @Test
  void revoke_needsAYes_whenThereIsNoTerminal() {
    var result = run("revoke " + first());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("Id:            " + first())
        .endsWith(
            "certvigil: nothing was revoked: there is no terminal for the confirmation; --yes"
                + " revokes without it\n");
    assertThat(status(first())).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource({"'',1", "n,1", "yess,1", "y,0", "YES,0"})
  void revoke_followsTheAnswer(String answer, int exit) {
    var result = run(says(answer), "revoke " + first());

    assertThat(result.exit()).isEqualTo(exit);
    assertThat(questions).hasSize(1);
    assertThat(status(first()))
        .isEqualTo(
            exit == 0 ? SimulatedCertificate.PENDING_REVOCATION : SimulatedCertificate.ACTIVE);
  }

  @Test
  void revoke_reportsThatItTakesTime() {
    var result = run("revoke --yes " + first());

    assertThat(result.exit()).isZero();
    assertThat(result.out()).startsWith(first()).endsWith(": pending_revocation\n");
    assertThat(result.err())
        .contains("Cloudflare completes this in the background; --wait waits for it");
  }

  @Test
  void revoke_waitsUntilItIsRevoked() {
    var result = run("revoke --yes --wait " + first());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).endsWith(": revoked\n");
  }

  @Test
  void revoke_waitsNoLongerThanItsPatience() {
    var result = run("revoke --yes --wait --patience 3s " + first());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).endsWith(": pending_revocation\n");
    assertThat(result.err())
        .contains("certvigil: after 3s it is still pending_revocation; Cloudflare continues in");
  }

  @Test
  void secondRevocation_sendsNothing() {
    run("revoke --yes --wait " + first());
    faults.inject(
        FaultKind.FORBIDDEN_403,
        RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("DELETE"));

    var result = run("revoke " + first());

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEqualTo("It is already revoked; no request was sent.\n");
  }

  @Test
  void reactivate_cancelsARevocation() {
    run("revoke --yes " + first());

    var result = run("reactivate --wait " + first(), "--output", "json");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("\"status\":\"active\"");
  }

  @Test
  void reactivate_isOnlyForWhatIsPending() {
    var active = run("reactivate " + first());
    run("revoke --yes --wait " + first());
    var revoked = run("reactivate " + first());

    assertThat(active.exit()).isEqualTo(1);
    assertThat(active.err())
        .isEqualTo(
            "certvigil: "
                + first()
                + " is active: only a certificate that is pending_revocation can be reactivated; no"
                + " request was sent\n");
    assertThat(revoked.exit()).isEqualTo(1);
    assertThat(revoked.err())
        .contains("is permanently revoked; no request was sent; create a new certificate");
  }

  @Test
  void zone_isFoundByTheCredentialWithAccess() throws IOException {
    Files.writeString(
        config,
        Files.readString(config)
            .replace("{ main:", "{ dead: { api_token: \"" + OTHER.reveal() + "\" }, main:"));

    var byName = run("list");
    var byId = run("list --zone " + zone);

    assertThat(byName.exit()).as(byName.err()).isZero();
    assertThat(byId.exit()).as(byId.err()).isZero();
    assertThat(run("list --credential dead").exit()).isEqualTo(3);
  }
}
