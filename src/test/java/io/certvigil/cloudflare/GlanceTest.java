package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Level;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GlanceTest {
  @TestFactory
  Stream<DynamicTest> everyList_isAskedForItsSmallestPage() {
    return Lists.sources().stream()
        .flatMap(
            source ->
                Arrays.stream(Level.values())
                    .filter(source::has)
                    .map(
                        level ->
                            DynamicTest.dynamicTest(
                                source + " " + level, () -> assertSmall(Lists.of(source, level)))));
  }

  private static void assertSmall(Listing<?, ?> listing) {
    var path = listing.glance("0123");

    if (listing.paginated()) {
      assertThat(path).contains("page=1&per_page=5").startsWith("/");
    } else {
      assertThat(path).doesNotContain("page=");
    }
  }
}
