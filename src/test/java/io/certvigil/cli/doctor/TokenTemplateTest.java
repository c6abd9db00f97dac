package io.certvigil.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenTemplateTest {
  @Test
  void url_presetsDocumentedKeys_readOnly() {
    var query = URI.create(TokenTemplate.url()).getRawQuery();
    var keys = query.substring(query.indexOf('=') + 1, query.indexOf('&'));

    var preset = JsonParser.parseString(URLDecoder.decode(keys, UTF_8)).getAsJsonArray().asList();

    assertThat(preset)
        .extracting(one -> one.getAsJsonObject().get("key").getAsString())
        .containsExactlyInAnyOrder("zone", "ssl_and_certificates", "teams", "account_api_tokens");
    assertThat(preset)
        .allMatch(one -> one.getAsJsonObject().get("type").getAsString().equals("read"));
    assertThat(query).endsWith("&accountId=*&zoneId=all&name=Certvigil");
  }

  @Test
  void presetAndByHand_areWhatTheSourcesNeed() {
    var ofUser = Scope.ofUser(Source.API_TOKENS, "main").permission();
    var sources =
        Stream.concat(Arrays.stream(Source.values()).map(Source::permission), Stream.of(ofUser));

    assertThat(
            Stream.concat(TokenTemplate.PRESET.keySet().stream(), TokenTemplate.BY_HAND.stream()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("Zone: Zone"), sources).distinct().toList());
  }

  @Test
  void readme_hasTheSameTemplate() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(TokenTemplate.url())
        .contains(TokenTemplate.BY_HAND);
  }
}
