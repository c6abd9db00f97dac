package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.ListEndpoint;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FirstPageTest {
  @TestFactory
  Stream<DynamicTest> everyList_hasASmallestPage() {
    return Arrays.stream(Source.values())
        .flatMap(
            source ->
                Arrays.stream(ScopeLevel.values())
                    .filter(source::existsAt)
                    .map(
                        level ->
                            DynamicTest.dynamicTest(
                                source + " " + level,
                                () -> assertSmall(ListEndpoints.of(source, level)))));
  }

  private static void assertSmall(ListEndpoint<?> listing) {
    var path = listing.smallestPage("0123");

    if (listing.paginated()) {
      assertThat(path).contains("page=1&per_page=5").startsWith("/");
    } else {
      assertThat(path).doesNotContain("page=");
    }
  }
}
