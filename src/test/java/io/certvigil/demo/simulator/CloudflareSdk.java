package io.certvigil.demo.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The official SDK for TypeScript; see {@link NodeScripts} for what it needs. */
public final class CloudflareSdk {
  private static final NodeScripts NODE =
      new NodeScripts(Path.of("src/test/js"), Path.of("target/sdk"));

  private CloudflareSdk() {}

  /** Installs it together with the scripts of the tests. */
  public static void install() throws IOException, InterruptedException {
    NODE.install();
  }

  /** Runs a script with this base URL, and returns its output. */
  public static List<String> run(String script, URI baseUrl)
      throws IOException, InterruptedException {
    var environment =
        Map.of(
            "CLOUDFLARE_BASE_URL", baseUrl.toString(),
            "CLOUDFLARE_API_TOKEN", SimulatedCloudflare.TOKEN.reveal());
    return NODE.run(script, environment);
  }
}
