package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;

/** PackagedCommandsIT knows every documented command. */
class DocumentedCommandsTest {
  @Test
  void everyCommandOfReadmeAndRunbook_isExpected() throws IOException {
    var documented = new LinkedHashSet<>(DocumentedCommands.of(Path.of("README.md")));
    documented.addAll(DocumentedCommands.of(Path.of("docs/RUNBOOK.md")));
    assertThat(documented).hasSizeGreaterThan(50);

    assertThat(DocumentedCommands.expectations())
        .extracting(DocumentedCommands.Expectation::command)
        .doesNotHaveDuplicates()
        .containsAll(documented)
        .filteredOn(command -> !documented.contains(command))
        .containsExactly("certvigil check-config", "certvigil channel test ops-hook");
  }
}
