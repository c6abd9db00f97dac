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

/** {@code client-cert} as an operator types it, against a simulated Cloudflare. */
class ClientCertTest {
  private static final Secret OTHER = new Secret("another-token-that-may-only-read-000");
  private static final RequestMatcher CREATING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("POST");

  @TempDir private Path folder;
  private final InstantTicker time = new InstantTicker();
  private final SimulatedEstate estate = SimulatedEstate.uniform(1, 2, 3, 5, CommandRunner.TODAY);
  private final String zone = estate.zones().getFirst().zone().id();
  private final String zoneName = estate.zones().getFirst().zone().name();
  private final List<String> asked = new ArrayList<>();
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

  private record Said(int exit, String out, String err) {}

  private Said run(Prompt prompt, String words, String... more) {
    var terminal = new CommandRunner().time(time).answering(prompt);
    var all = new ArrayList<>(List.of("client-cert"));
    all.addAll(List.of(words.split(" ")));
    all.addAll(List.of(more));
    if (!words.contains("--zone")) {
      all.addAll(List.of("--zone", zoneName));
    }
    all.addAll(List.of("--config", config.toString()));
    int exit = terminal.run(all.toArray(String[]::new));
    return new Said(exit, terminal.out(), terminal.err());
  }

  private Said run(String words, String... more) {
    return run(Prompt.UNAVAILABLE, words, more);
  }

  private Prompt says(String answer) {
    return question -> {
      asked.add(question);
      return Optional.of(answer);
    };
  }

  private Said create(String... more) {
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
  void create_makesKeyAndCertificateThatBelongTogether(String type, String algorithm)
      throws Exception {
    var said = type.isEmpty() ? create() : create("--key-type", type);

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(belongs(key(key, algorithm), certificate(said.out()))).isTrue();
    assertThat(permissions(key)).isEqualTo("rw-------");
    assertThat(said.err())
        .contains("The key is in " + key, "Created: " + first() + " device-17.example.com, until ");
  }

  @Test
  void key_isNeitherPrintedNorLogged() throws Exception {
    var said = create("--debug");

    var inside = Files.readString(key).lines().toList().get(1);
    assertThat(said.exit()).isZero();
    assertThat(said.err()).contains("request sent").doesNotContain(inside, "PRIVATE KEY");
    assertThat(said.err()).doesNotContain(SimulatedCloudflare.TOKEN.reveal());
    assertThat(said.out()).doesNotContain(inside, "PRIVATE KEY");
  }

  @Test
  void create_takesACsr() throws Exception {
    var said = run("create --validity-days 30 --csr " + csr());

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(certificate(said.out()).getSubjectX500Principal().getName())
        .contains("CN=theirs.example.com");
  }

  @Test
  void create_writesTheCertificate() throws Exception {
    var out = folder.resolve("device.pem");

    var said = create("--out", out.toString());

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(belongs(key(key, "EC"), certificate(Files.readString(out)))).isTrue();
    assertThat(said.out())
        .contains("Name:          device-17.example.com", "Id:")
        .doesNotContain("BEGIN");
  }

  @Test
  void create_asJson_isTheApisOwnRecord() {
    var said = create("--output", "json");

    var record = JsonParser.parseString(said.out()).getAsJsonObject();
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
                + ": exists already and is never overwritten; give another name\n");
    assertThat(run("create --validity-days 9 --csr " + csr(), "--out", out.toString()).exit())
        .isEqualTo(2);
    assertThat(key).hasContent("precious");
    assertThat(out).hasContent("precious too");
    assertThat(remote.requests()).as("nothing was asked").isZero();
  }

  @Test
  void danglingLink_isNotFollowed() throws Exception {
    var target = folder.resolve("elsewhere");
    Files.createSymbolicLink(key, target);

    assertThat(create().exit()).isEqualTo(2);
    assertThat(target).doesNotExist();
  }

  @Test
  void missingDirectory_isSaidBeforeAnythingIsMade() {
    key = folder.resolve("nowhere/device.key");

    assertThat(create().err()).endsWith("there is no such directory; make it first\n");
    assertThat(held()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create --validity-days 9|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --csr a --key-out b|give one of --csr FILE and --key-out FILE",
        "create --validity-days 9 --key-out b|--key-out needs --common-name NAME: whom it is for",
        "create --validity-days 9 --csr a --key-type rsa-2048|--common-name and --key-type go with",
        "create --validity-days 0 --csr a|--validity-days must be 1 or more, was 0",
        "create --csr a|Missing required option: '--validity-days=DAYS'",
        "create --validity-days 9 --csr nope|nope: there is no such file",
        "create --validity-days 9 --key-out a --common-name x --key-type dsa|must be one of"
            + " ec-p256",
        "create --validity-days 9 --key-out a --common-name x --out a|must be two files",
        "get a/b|ID must be an id as certvigil client-cert list prints it",
        "get a --credential man|there is no credential man (did you mean main?): there are main",
        "revoke a --wait --patience 2d|--patience must be above 0s and at most 1d",
        "list --output xml|must be table, json or csv"
      })
  void badUsage_isOneLine(String words, String says) {
    var said = run(words);

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).hasLineCount(1).contains(says);
    assertThat(held()).isEqualTo(3);
  }

  @Test
  void badCsr_isNotSent() throws Exception {
    var file = folder.resolve("device.csr");
    Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    var said = run("create --validity-days 9 --csr " + file);

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .isEqualTo(
            "certvigil: --csr "
                + file
                + ": contains a private key, which must not be sent; give only the request\n");
    assertThat(remote.requests()).isZero();
  }

  @Test
  void quota_isToldAsCloudflareTellsIt() {
    estate.quota(3);

    var said = create();

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
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
  void lostAnswer_isFoundAgain() throws Exception {
    faults.inject(FaultKind.RESET, CREATING);

    var said = create();

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(belongs(key(key, "EC"), certificate(said.out()))).isTrue();
    assertThat(said.err())
        .contains("The answer was lost (network: ", "but it was carried out: " + first());
    assertThat(held()).isEqualTo(4);
  }

  @Test
  void lostRequest_isToldAsNotDone() {
    faults.loseRequest(FaultKind.HTML_502, CREATING);

    var said = create();

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err())
        .contains("certvigil: the answer was lost (http_5xx: HTTP 502")
        .contains("Cloudflare shows that nothing was created so far; the new key stays in " + key);
    assertThat(said.out()).isEmpty();
    assertThat(key).exists();
  }

  @Test
  void nobodyKnows_isToldSo() {
    faults.inject(FaultKind.RESET, CREATING);
    faults.inject(
        FaultKind.FORBIDDEN_403,
        RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("GET"));

    var said = create();

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err())
        .contains("nothing can be looked up (forbidden: ", "it may have been created or not")
        .contains("look before you repeat it: certvigil client-cert list --zone " + zoneName);
  }

  @Test
  void list_isSoonestFirst() {
    var said = run("list");

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).startsWith("ID").hasLineCount(4).contains(first(), "active");
    assertThat(run("list", "--output", "csv").out()).startsWith("id,name,status,not_before,");
    assertThat(JsonParser.parseString(run("list", "--output", "json").out()).getAsJsonArray())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.getAsJsonObject().get("ski")).isNotNull());
    assertThat(run("list", "--status", "revoked").err()).isEqualTo("No client certificate.\n");
  }

  @Test
  void list_saysWhenItIsNotWhole() {
    faults.inject(FaultKind.ONE_SHORT, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));

    var said = run("list");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.out()).hasLineCount(3);
    assertThat(said.err()).startsWith("certvigil: the list is not whole: incomplete: ");
  }

  @Test
  void get_showsOne_byTheZonesId() {
    var said = run("get " + first() + " --zone " + zone);

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("Id:            " + first(), "Status:        active");
    assertThat(remote.requests()).as("no zone was looked up").isEqualTo(1);
  }

  @Test
  void get_ofNothing_isBadNews() {
    var said = run("get 00000000000000000000000000000000");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("code 1551: Client certificate not found");
  }

  @Test
  void unknownZone_isBadNews() {
    var said = run("list --zone nope.example");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .isEqualTo(
            "certvigil: the zone nope.example is not among those that credential main can see;"
                + " check its spelling, or give its id\n");
  }

  @Test
  void sameNameInTwoAccounts_asksForTheId() {
    var account = estate.addAccount("0123456789abcdef0123456789abcdef", "second").id();
    estate.addZone("00112233445566778899aabbccddeeff", zoneName, account);

    var said = run("list");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
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
    var said = run("revoke " + first());

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err())
        .contains("Id:            " + first())
        .endsWith(
            "certvigil: nothing was revoked: there is no terminal to ask on; --yes revokes without"
                + " asking\n");
    assertThat(status(first())).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource({"'',1", "n,1", "yess,1", "y,0", "YES,0"})
  void revoke_doesWhatIsAnswered(String answer, int exit) {
    var said = run(says(answer), "revoke " + first());

    assertThat(said.exit()).isEqualTo(exit);
    assertThat(asked).hasSize(1);
    assertThat(status(first()))
        .isEqualTo(
            exit == 0 ? SimulatedCertificate.PENDING_REVOCATION : SimulatedCertificate.ACTIVE);
  }

  @Test
  void revoke_saysThatItTakesTime() {
    var said = run("revoke --yes " + first());

    assertThat(said.exit()).isZero();
    assertThat(said.out()).startsWith(first()).endsWith(": pending_revocation\n");
    assertThat(said.err()).contains("Cloudflare carries this out by and by; --wait waits for it");
  }

  @Test
  void revoke_waitsUntilItIsRevoked() {
    var said = run("revoke --yes --wait " + first());

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).endsWith(": revoked\n");
  }

  @Test
  void revoke_waitsNoLongerThanItShould() {
    var said = run("revoke --yes --wait --patience 3s " + first());

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).endsWith(": pending_revocation\n");
    assertThat(said.err())
        .contains("certvigil: after 3s it is still pending_revocation; Cloudflare goes on by");
  }

  @Test
  void secondRevocation_sendsNothing() {
    run("revoke --yes --wait " + first());
    faults.inject(
        FaultKind.FORBIDDEN_403,
        RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("DELETE"));

    var said = run("revoke " + first());

    assertThat(said.exit()).isZero();
    assertThat(said.err()).isEqualTo("It is revoked already; nothing was sent.\n");
  }

  @Test
  void reactivate_takesARevocationBack() {
    run("revoke --yes " + first());

    var said = run("reactivate --wait " + first(), "--output", "json");

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("\"status\":\"active\"");
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
                + " is active: only one that is pending_revocation can be reactivated; nothing was"
                + " sent\n");
    assertThat(revoked.exit()).isEqualTo(1);
    assertThat(revoked.err())
        .contains("is revoked, for good; nothing was sent; create another one");
  }

  @Test
  void zoneIsFoundByTheCredentialThatSeesIt() throws IOException {
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
