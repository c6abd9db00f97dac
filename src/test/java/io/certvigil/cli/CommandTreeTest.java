package io.certvigil.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command that is asked for is the same alone as among all others. */
class CommandTreeTest {
  private static final CommandLine ALL = tree();

  private static CommandLine tree(String... args) {
    return Main.commandLine(new CommandRunner().context(), args);
  }

  static Stream<String> commands() {
    return ALL.getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_isTheSameAlone(String name) {
    var alone = tree(name, "--help").getSubcommands();

    if (!List.of("help", "completion").contains(name)) {
      assertThat(alone.keySet()).containsExactly(name);
    }
    assertThat(usages(Map.of(name, requireNonNull(alone.get(name)))))
        .isEqualTo(usages(Map.of(name, requireNonNull(ALL.getSubcommands().get(name)))));
  }

  private static List<String> usages(Map<String, CommandLine> commands) {
    return commands.values().stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(one.getUsageMessage()), usages(one.getSubcommands()).stream()))
        .toList();
  }

  @Test
  void everyCommandIsThere_whereAnotherCanBeMentioned() {
    var all = ALL.getSubcommands().keySet();

    for (var args : List.of("", "lst", "--help", "help", "completion", "--config x list")) {
      assertThat(tree(args.split(" ")).getSubcommands().keySet()).as(args).isEqualTo(all);
    }
    assertThat(tree().getSubcommands().keySet()).isEqualTo(all);
  }
}
