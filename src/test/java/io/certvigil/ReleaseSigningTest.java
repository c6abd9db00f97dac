package io.certvigil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.certvigil.app.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signs a small release with a key that exists only here, and verifies it with the commands of
 * SECURITY.md.
 */
@Tag("gpg")
@Timeout(300)
class ReleaseSigningTest {
  private static final Pattern VERIFY =
      Pattern.compile("(?s)### How to verify a release.*?```sh\n(.*?)```");

  @TempDir private Path folder;

  private Path release;

  @BeforeEach
  void prepare() throws Exception {
    for (var program : List.of("gpg", "gpgv", "git")) {
      boolean installed = Files.isExecutable(Path.of("/usr/bin", program));
      assertThat(installed || System.getenv("CI") == null).as(program + " in CI").isTrue();
      assumeTrue(installed, program + " is not installed");
    }
    shell("mkdir -m 0700 keys user");
    shell("git init -q . && printf 'target/\\nkeys/\\nuser/\\n' >.gitignore && git add .");
    shell("git -c user.name=A -c user.email=a@example.com commit -q -m first");
    var target = Files.createDirectory(folder.resolve("target"));
    release = target.resolve("release");
    Files.writeString(target.resolve("certvigil_1.2.3_amd64.deb"), "the package");
    Files.writeString(target.resolve("certvigil-1.2.3.tar.gz"), "the archive");
    Files.writeString(target.resolve("sbom.json"), "{}");
    shell("gpg --batch -q --passphrase '' --quick-gen-key releaser@example.com ed25519 sign 1d");
  }

  @AfterEach
  void stopItsAgents() throws Exception {
    for (var home : List.of("keys", "user")) {
      if (Files.exists(folder.resolve(home))) {
        run(home, "gpgconf --kill all");
      }
    }
  }

  private void build() throws Exception {
    var result = collect();
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private CommandResult collect() throws IOException, InterruptedException {
    return BuildTool.run(
        folder, "ReleaseFiles.java", "target", "1.2.3", "3.9.9", "A <a@example.com>");
  }

  private void sign(String key) throws Exception {
    shell(Path.of("src/tools/sign-release").toAbsolutePath() + " " + key + " target/release");
  }

  private CommandResult run(String keys, String command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("/bin/sh", "-c", command).directory(folder.toFile());
    builder.environment().put("GNUPGHOME", folder.resolve(keys).toString());
    return CommandResult.of(builder, "");
  }

  /** As the releaser, whose key is in the folder keys. */
  private String shell(String command) throws Exception {
    var result = run("keys", command);
    assertThat(result.exit()).as(command + ": " + result.err()).isZero();
    return result.out();
  }

  /** As a user without any key, in the folder of the downloaded files. */
  private CommandResult verify() throws Exception {
    var block = VERIFY.matcher(Files.readString(Path.of("SECURITY.md")));
    assertThat(block.find()).isTrue();
    return run("user", "cd target/release && set -e\n" + block.group(1));
  }

  private static void changeOneByte(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void signedRelease_isVerifiedByTheDocumentedCommands() throws Exception {
    build();
    sign("releaser@example.com");

    var result = verify();

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("certvigil_1.2.3_amd64.deb: OK", "sbom.json: OK", "provenance.json: OK");
    assertThat(result.err()).contains("Good signature from \"releaser@example.com\"");
  }

  @Test
  void changedByteOfAnyFile_isDetected() throws Exception {
    build();
    sign("releaser@example.com");
    var names = new ArrayList<Path>();
    try (var files = Files.list(release)) {
      files.filter(file -> !file.toString().endsWith(".gpg")).forEach(names::add);
    }
    assertThat(names).hasSize(6);

    for (var file : names) {
      var right = Files.readAllBytes(file);
      changeOneByte(file);
      assertThat(verify().exit()).as(file.toString()).isNotZero();
      Files.write(file, right);
    }
    assertThat(verify().exit()).isZero();
  }

  /** Who can replace files and checksums has not the releaser's key. */
  @Test
  void signatureOfAnotherKey_isRefused() throws Exception {
    build();
    sign("releaser@example.com");
    shell("gpg --batch -q --passphrase '' --quick-gen-key other@example.com ed25519 sign 1d");
    changeOneByte(release.resolve("certvigil_1.2.3_amd64.deb"));
    shell("cd target/release && sha256sum *.deb *.gz *.json >SHA256SUMS");
    shell(
        "cd target/release && gpg --batch --yes --armor -u other@example.com -o SHA256SUMS.asc -b"
            + " SHA256SUMS");

    var result = verify();

    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("No public key");
  }

  @Test
  void provenance_namesEachFileTheCommitAndTheJdk() throws Exception {
    build();
    var first = Files.readString(release.resolve("provenance.json"));
    build();

    assertThat(release.resolve("provenance.json")).hasContent(first);
    var json = JsonParser.parseString(first).getAsJsonObject();
    assertThat(json.getAsJsonArray("subject")).hasSize(3);
    for (var subject : json.getAsJsonArray("subject")) {
      var name = subject.getAsJsonObject().get("name").getAsString();
      var sum = shell("sha256sum target/" + name).substring(0, 64);
      assertThat(subject.toString()).contains("\"sha256\":\"" + sum + "\"");
    }
    assertThat(first)
        .contains(
            shell("git rev-parse HEAD").strip(),
            Runtime.version().toString().replace("+", "%2B"),
            System.getProperty("java.vendor"),
            "A <a@example.com>")
        .doesNotContain(folder.toString());
  }

  @Test
  void uncommittedChanges_areNoRelease() throws Exception {
    Files.writeString(folder.resolve("new.txt"), "not committed");

    var result = collect();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("a release is made from a commit");
    assertThat(release).doesNotExist();
  }
}
