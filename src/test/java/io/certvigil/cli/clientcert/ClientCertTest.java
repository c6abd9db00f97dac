package io.certvigil.cli.clientcert;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.CommandOutput;
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
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
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

  private CommandOutput run(Prompt prompt, String words, String... more) {
    var all = new ArrayList<>(List.of("client-cert"));
    all.addAll(List.of(words.split(" ")));
    all.addAll(List.of(more));
    if (!words.contains("--zone")) {
      all.addAll(List.of("--zone", zoneName));
    }
    var terminal = new CommandRunner().time(time).answering(prompt).config(config);
    return terminal.run(all.toArray(String[]::new));
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

  private static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private void assertBelongsToKey(X509Certificate certificate, String algorithm) throws Exception {
    var base64 = Files.readString(key).replaceAll("-----[^-]*-----", "");
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    var hash = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    var signing = Signature.getInstance(hash);
    signing.initSign(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    var signature = signing.sign();
    var checking = Signature.getInstance(hash);
    checking.initVerify(certificate.getPublicKey());
    assertThat(checking.verify(signature)).isTrue();
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
    var result = type.isEmpty() ? create() : create("--key-type", type).succeeds();

    assertBelongsToKey(certificate(result.out()), algorithm);
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(result.err())
        .contains(
            "The key was written to " + key,
            "Created: " + first() + " device-17.example.com, expires ");
  }

  @Test
  void key_isNeitherPrintedNorLogged() throws Exception {
    var result = create("--debug");

    var inside = Files.readString(key).lines().toList().get(1);
    assertThat(result.succeeds().err())
        .contains("request sent")
        .doesNotContain(inside, "PRIVATE KEY");
    assertThat(result.err()).doesNotContain(SimulatedCloudflare.TOKEN.reveal());
    assertThat(result.out()).doesNotContain(inside, "PRIVATE KEY");
  }

  @Test
  void create_acceptsACsr() throws Exception {
    var result = run("create --validity-days 30 --csr " + csr()).succeeds();

    assertThat(certificate(result.out()).getSubjectX500Principal().getName())
        .contains("CN=theirs.example.com");
  }

  @Test
  void create_writesTheCertificate() throws Exception {
    var out = folder.resolve("device.pem");

    var result = create("--out", out.toString()).succeeds();

    assertBelongsToKey(certificate(Files.readString(out)), "EC");
    assertThat(result.out())
        .contains("Name:          device-17.example.com", "Id:")
        .doesNotContain("BEGIN");
  }

  @Test
  void create_asJson_isTheRecordOfTheApi() {
    var record = create("--output", "json").object();

    assertThat(record.get("id").getAsString()).isEqualTo(first());
    assertThat(record.get("validity_days").getAsInt()).isEqualTo(90);
    assertThat(record.keySet()).contains("csr", "ski", "location", "certificate_authority");
  }

  @Test
  void files_areNeverOverwritten() throws Exception {
    Files.writeString(key, "precious");
    var out = Files.writeString(folder.resolve("device.pem"), "precious too");

    create()
        .failsWith(
            2, "--key-out " + key + ": already exists and is never overwritten; give another name");
    run("create --validity-days 9 --csr " + csr(), "--out", out.toString()).fails(2);
    assertThat(key).hasContent("precious");
    assertThat(out).hasContent("precious too");
    assertThat(remote.requests()).as("no request was sent").isZero();
  }

  @Test
  void danglingLink_isNotFollowed() throws Exception {
    var target = folder.resolve("elsewhere");
    Files.createSymbolicLink(key, target);

    create().fails(2);
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
        "create --validity-days 9|2|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --csr a --key-out b|2|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --key-out b|2|--key-out needs --common-name NAME",
        "create --validity-days 9 --csr a --key-type rsa-2048|2|--common-name and --key-type need"
            + " --key-out",
        "create --validity-days 0 --csr a|2|--validity-days must be 1 or more, was 0",
        "create --csr a|2|Missing required option: '--validity-days=DAYS'",
        "create --validity-days 9 --csr nope|2|nope: there is no such file",
        "create --validity-days 9 --key-out a --common-name x --key-type dsa|2|must be one of"
            + " ec-p256",
        "create --validity-days 9 --key-out a --common-name x --out a|2|must be different files",
        "get a/b|2|ID must be an id from certvigil client-cert list",
        "get a --credential man|2|there is no credential man (did you mean main?); configured:"
            + " main",
        "revoke a --wait --patience 2d|2|--patience must be above 0s and at most 1d",
        "list --output xml|2|must be table, json or csv",
        "get 00000000000000000000000000000000|1|code 1551: Client certificate not found",
        "list --zone nope.example|1|the zone nope.example is not visible to credential main; check"
            + " its spelling, or give its id"
      })
  void badInput_isOneLine(String words, int exit, String says) {
    run(words).failsOnOneLine(exit, says);
    assertThat(held()).isEqualTo(3);
  }

  @Test
  void badCsr_isNotSent() throws Exception {
    var file = folder.resolve("device.csr");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    run("create --validity-days 9 --csr " + file)
        .failsWith(
            2,
            "--csr "
                + file
                + ": contains a private key, which must not be sent; give only the request");
    assertThat(remote.requests()).isZero();
  }

  @Test
  void exceededQuota_isReportedWithCloudflaresError() {
    estate.quota(3);

    create()
        .fails(
            1,
            "nothing was created: http_4xx: HTTP 400, code 1416",
            "; the new key stays in " + key);
    assertThat(key).exists();
  }

  @Test
  void permission_isNamed() throws IOException {
    remote.addToken(OTHER, ApiToken.ofUser().asReadOnly());
    configured("main", OTHER);

    create()
        .fails(
            3,
            "nothing was created: forbidden: HTTP 403",
            "the token needs the permission SSL and Certificates Write");
    run("revoke --yes " + first()).fails(3, "nothing was revoked: forbidden");
    assertThat(status(first())).isEqualTo("active");
  }

  @Test
  void lostResponse_isRecovered() throws Exception {
    faults.inject(FaultKind.RESET, CREATING);

    var result = create().succeeds();

    assertBelongsToKey(certificate(result.out()), "EC");
    assertThat(result.err())
        .contains("The response was lost (network: ", "but the request succeeded: " + first());
    assertThat(held()).isEqualTo(4);
  }

  @Test
  void lostRequest_isReportedAsNotDone() {
    faults.loseRequest(FaultKind.HTML_502, CREATING);

    var result = create();

    result.fails(
        3,
        "certvigil: the response was lost (http_5xx: HTTP 502",
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

    create()
        .fails(
            3,
            "the result cannot be checked (forbidden: ",
            "it may or may not have been created",
            "check before you repeat it: certvigil client-cert list --zone " + zoneName);
  }

  @Test
  void list_isSoonestFirst() {
    assertThat(run("list").succeeds().out())
        .matches("(?s) *IN  NAME .*")
        .hasLineCount(4)
        .contains(first(), "active");
    assertThat(run("list", "--output", "csv").out()).startsWith("id,name,status,not_before,");
    assertThat(run("list", "--output", "json").array())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.getAsJsonObject().get("ski")).isNotNull());
    assertThat(run("list", "--status", "revoked").err()).isEqualTo("No client certificates.\n");
  }

  @Test
  void list_failsIfItIsIncomplete() {
    faults.inject(FaultKind.ONE_SHORT, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));

    var result = run("list");

    result.failsOnOneLine(3, "certvigil: the list was not read completely: incomplete: ");
    assertThat(result.out()).hasLineCount(3);
  }

  @Test
  void get_showsOne_byTheZonesId() {
    assertThat(run("get " + first() + " --zone " + zone).succeeds().out())
        .contains("Id:            " + first(), "Status:        active");
    assertThat(remote.requests()).as("no zone was looked up").isEqualTo(1);
  }

  @Test
  void sameNameInTwoAccounts_asksForTheId() {
    var account = estate.addAccount("0123456789abcdef0123456789abcdef", "second").id();
    estate.addZone("00112233445566778899aabbccddeeff", zoneName, account);

    run("list")
        .fails(2, "several zones have this name; give the id of one: ", zone, "(account second)");
  }

  @Test
  void badToken_isUnreadable() throws IOException {
    configured("main", OTHER);

    run("list").fails(3);
    run("list --zone " + zone)
        .fails(3, "the token must be valid and have the permission SSL and Certificates Read");
  }

  @Test
  void revoke_needsAYes_whenThereIsNoTerminal() {
    assertThat(run("revoke " + first()).fails(2, "Id:            " + first()).err())
        .endsWith(
            "certvigil: nothing was revoked: there is no terminal for the confirmation; --yes"
                + " revokes without it\n");
    assertThat(status(first())).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource({"'',1", "n,1", "yess,1", "y,0", "YES,0"})
  void revoke_followsTheAnswer(String answer, int exit) {
    assertThat(run(says(answer), "revoke " + first()).exit()).isEqualTo(exit);
    assertThat(questions).hasSize(1);
    assertThat(status(first()))
        .isEqualTo(
            exit == 0 ? SimulatedCertificate.PENDING_REVOCATION : SimulatedCertificate.ACTIVE);
  }

  @Test
  void revoke_reportsThatItTakesTime() {
    var result = run("revoke --yes " + first());

    assertThat(result.succeeds().out()).startsWith(first()).endsWith(": pending_revocation\n");
    assertThat(result.err())
        .contains("Cloudflare completes this in the background; --wait waits for it");
  }

  @Test
  void revoke_waitsUntilItIsRevoked() {
    assertThat(run("revoke --yes --wait " + first()).succeeds().out()).endsWith(": revoked\n");
  }

  @Test
  void revoke_waitsNoLongerThanItsPatience() {
    var result = run("revoke --yes --wait --patience 3s " + first());

    result.fails(1, "certvigil: after 3s it is still pending_revocation; Cloudflare continues in");
    assertThat(result.out()).endsWith(": pending_revocation\n");
  }

  @Test
  void secondRevocation_sendsNothing() {
    run("revoke --yes --wait " + first());
    faults.inject(
        FaultKind.FORBIDDEN_403,
        RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("DELETE"));

    assertThat(run("revoke " + first()).succeeds().err())
        .isEqualTo("It is already revoked; no request was sent.\n");
  }

  @Test
  void reactivate_cancelsARevocation() {
    run("revoke --yes " + first());

    assertThat(run("reactivate --wait " + first(), "--output", "json").succeeds().out())
        .contains("\"status\":\"active\"");
  }

  @Test
  void reactivate_isOnlyForWhatIsPending() {
    run("reactivate " + first())
        .failsWith(
            1,
            first()
                + " is active: only a certificate that is pending_revocation can be reactivated; no"
                + " request was sent");

    run("revoke --yes --wait " + first());

    run("reactivate " + first())
        .fails(1, "is permanently revoked; no request was sent; create a new certificate");
  }

  @Test
  void zone_isFoundByTheCredentialWithAccess() throws IOException {
    Files.writeString(
        config,
        Files.readString(config)
            .replace("{ main:", "{ dead: { api_token: \"" + OTHER.reveal() + "\" }, main:"));

    run("list").succeeds();
    run("list --zone " + zone).succeeds();
    run("list --credential dead").fails(3);
  }
}
