import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the files of a release in {@code TARGET/release}, with {@code provenance.json} (what
 * they were made from, as an in-toto statement with SLSA's predicate) and {@code SHA256SUMS} of all
 * of them, which {@code src/tools/sign-release} signs. {@code java -cp (Gson)
 * src/tools/ReleaseFiles.java TARGET VERSION MAVEN MAINTAINER}, in a clean Git checkout.
 *
 * <p>It writes no time and no name of a machine: two builds of a commit give the same bytes.
 */
final class ReleaseFiles {
  private static final String SUMS = "SHA256SUMS";

  private final Path release;
  private final Map<String, String> sums = new LinkedHashMap<>();

  private ReleaseFiles(Path release) {
    this.release = release;
  }

  static void main(String... args) throws Exception {
    if (!git("status", "--porcelain").isEmpty()) {
      System.err.println("release: uncommitted changes: a release is made from a commit");
      System.exit(1);
    }
    var target = Path.of(args[0]);
    var release = new ReleaseFiles(empty(target.resolve("release")));
    for (var glob :
        List.of("certvigil_" + args[1] + "_*.deb", "certvigil-" + args[1] + ".tar.gz")) {
      release.copy(target, glob);
    }
    release.copy(target, "sbom.json");
    var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    var provenance = gson.toJson(release.provenance(args[2], args[3])) + "\n";
    release.sum(Files.writeString(release.release.resolve("provenance.json"), provenance));
    release.writeSums();
  }

  private static Path empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var old = Files.list(folder)) {
      for (var file : old.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }

  private void copy(Path target, String glob) throws Exception {
    try (var found = Files.newDirectoryStream(target, glob)) {
      var files = found.iterator();
      if (!files.hasNext()) {
        System.err.println("release: no " + target.resolve(glob) + " (is Maven offline?)");
        System.exit(1);
      }
      var file = files.next();
      var to = release.resolve(file.getFileName());
      sum(Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING));
    }
  }

  private void sum(Path file) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    sums.put(file.getFileName().toString(), HexFormat.of().formatHex(digest.digest()));
  }

  private void writeSums() throws IOException {
    var lines = new ArrayList<String>();
    sums.forEach((name, sum) -> lines.add(sum + "  " + name));
    Files.write(release.resolve(SUMS), lines);
  }

  private Map<String, Object> provenance(String maven, String maintainer) throws Exception {
    var subjects = new ArrayList<Map<String, Object>>();
    sums.forEach(
        (name, sum) -> subjects.add(ordered("name", name, "digest", Map.of("sha256", sum))));
    var build =
        ordered(
            "buildType",
            "urn:certvigil:maven-dist:1",
            "externalParameters",
            ordered("command", "mvn -B -Pdist clean package", "deb.maintainer", maintainer),
            "resolvedDependencies",
            List.of(
                ordered("name", "source", "digest", Map.of("gitCommit", git("rev-parse", "HEAD"))),
                ordered(
                    "name",
                    "jdk",
                    "uri",
                    "pkg:generic/openjdk@" + Runtime.version().toString().replace("+", "%2B"),
                    "annotations",
                    ordered("vendor", System.getProperty("java.vendor"))),
                ordered("name", "maven", "uri", "pkg:generic/maven@" + maven)));
    return ordered(
        "_type",
        "https://in-toto.io/Statement/v1",
        "subject",
        subjects,
        "predicateType",
        "https://slsa.dev/provenance/v1",
        "predicate",
        ordered(
            "buildDefinition",
            build,
            "runDetails",
            Map.of("builder", Map.of("id", "urn:certvigil:releaser"))));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static String git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      System.err.println("release: needs a Git checkout, to name its commit");
      System.exit(1);
    }
    return output.strip();
  }
}
