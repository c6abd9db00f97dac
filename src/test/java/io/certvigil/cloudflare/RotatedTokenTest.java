package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Reading;
import io.certvigil.model.Secret;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a token that was rotated in its file is read again when Cloudflare refuses it. */
class RotatedTokenTest {
  private static final String REFUSED =
      "{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"Authentication error\"}]}";

  private final AtomicReference<String> file = new AtomicReference<>("old-token-0123");
  private final Scrubber scrubber = new Scrubber();

  @ParameterizedTest
  @CsvSource({
    "401, new-token-4567, true",
    "403, new-token-4567, true",
    "401, old-token-0123, false"
  })
  void refusedToken_isReadAgain(int status, String inFile, boolean read) {
    var page = ApiBodies.page(List.of(), 1, 50, 0);
    try (var api = new FakeApi((request, out) -> answer(request, out, status, page));
        var cloudflare = client(api)) {
      file.set(inFile);

      var reading = cloudflare.read("main", CloudflareFixture.CLIENTS);

      assertThat(reading instanceof Reading.Complete).isEqualTo(read);
      assertThat(scrubber.scrub("it is " + inFile)).isEqualTo("it is ***");
    }
  }

  private static void answer(FakeApi.Request request, OutputStream out, int status, String page)
      throws IOException, InterruptedException {
    boolean known = String.valueOf(request.headers().get("authorization")).endsWith("4567");
    FakeApi.always(known ? 200 : status, known ? page : REFUSED).answer(request, out);
  }

  private Cloudflare client(FakeApi api) {
    var token = Secret.rereadable(file.get(), () -> Optional.of(file.get()));
    return new Cloudflare(
        new CloudflareSettings(
            api.url(), Duration.ofSeconds(20), 600, Map.of("main", new Credential.Token(token))),
        "1",
        () -> CloudflareFixture.NOW,
        _ -> {},
        new SimpleMeterRegistry(),
        scrubber,
        new NameResolver(),
        new VirtualTicker(),
        () -> 0.5);
  }
}
