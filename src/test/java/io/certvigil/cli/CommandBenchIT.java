package io.certvigil.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long commands of the distribution take, with and without the caches that {@code
 * certvigil-warm-up} makes, beside {@code java -version}: {@code mvn -B -Pbench verify
 * -Dit.test=CommandBenchIT}. Medians of seven runs in turn, wall and CPU time. The commands read
 * the database of a demo that has stopped.
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class CommandBenchIT {
  private static final int TIMES = 7;
  private static final Path PROGRAM = Path.of("target/certvigil/bin/certvigil").toAbsolutePath();
  private static final Pattern MINUTES = Pattern.compile("(\\d+)m([0-9.]+)s");

  @TempDir private Path folder;

  /** Seconds. */
  private record Cost(double wall, double cpu) {}

  @Test
  void commands_besideJava() throws Exception {
    assertThat(run(Map.of(), PROGRAM.resolveSibling("certvigil-warm-up").toString())).isZero();
    var config = demo();
    var java =
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version");
    report("java -version", median(Map.of(), java));
    for (var command : List.of("version", "--help", "list", "check", "alerts", "list --zonee x")) {
      var words = new ArrayList<>(List.of(PROGRAM.toString()));
      words.addAll(List.of(command.split(" ")));
      if (!command.startsWith("-") && !command.equals("version")) {
        words.addAll(List.of("--config", config.toString()));
      }
      report(command, median(Map.of(), words));
      report(command + ", no cache", median(Map.of("CERTVIGIL_AOT", "none"), words));
    }
  }

  /** Runs a demo until it has certificates; returns a config with its database. */
  private Path demo() throws IOException {
    var options = Map.of("CERTVIGIL_OPTS", "-Djava.io.tmpdir=" + folder);
    var log = folder.resolve("log");
    var builder = new ProcessBuilder(PROGRAM.toString(), "demo").redirectErrorStream(true);
    builder.environment().putAll(options);
    var demo = builder.redirectOutput(log.toFile()).start();
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.readString(log).contains("alert"));
    var state = folder.resolve("state");
    try (var files = Files.list(folder)) {
      var live = files.filter(file -> file.toString().contains("certvigil-demo")).findFirst();
      Files.createDirectory(state);
      run(
          Map.of(),
          PROGRAM.toString(),
          "backup",
          state.resolve("certvigil.db").toString(),
          "--config",
          live.orElseThrow().resolve("certvigil.yml").toString());
    }
    demo.destroy();
    demo.onExit().join();
    var config = folder.resolve("config.yml");
    Files.writeString(config, "store: { url: \"sqlite:" + state.resolve("certvigil.db") + "\" }\n");
    return config;
  }

  private Cost median(Map<String, String> environment, List<String> words) {
    var costs = Stream.generate(() -> cost(environment, words)).limit(TIMES).toList();
    return new Cost(
        costs.stream().mapToDouble(Cost::wall).sorted().toArray()[TIMES / 2],
        costs.stream().mapToDouble(Cost::cpu).sorted().toArray()[TIMES / 2]);
  }

  /** The shell prints the CPU time of its children, in the second line of {@code times}. */
  private Cost cost(Map<String, String> environment, List<String> words) {
    try {
      var out = folder.resolve("times");
      var all = new ArrayList<>(List.of("sh", "-c", "\"$@\" > /dev/null 2>&1; times", "sh"));
      all.addAll(words);
      var builder = new ProcessBuilder(all).redirectOutput(out.toFile());
      builder.environment().putAll(environment);
      long begin = System.nanoTime();
      builder.start().onExit().join();
      double wall = (System.nanoTime() - begin) / 1e9;
      var children = Files.readString(out, UTF_8).lines().toList().get(1);
      double cpu =
          MINUTES
              .matcher(children)
              .results()
              .mapToDouble(
                  one -> 60 * Double.parseDouble(one.group(1)) + Double.parseDouble(one.group(2)))
              .sum();
      return new Cost(wall, cpu);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(Map<String, String> environment, String... words) throws IOException {
    var builder = new ProcessBuilder(words).inheritIO();
    builder.environment().putAll(environment);
    return builder.start().onExit().join().exitValue();
  }

  @SuppressWarnings("SystemOut")
  private static void report(String what, Cost cost) {
    System.out.printf("BENCH %-28s %6.2f s %6.2f s CPU%n", what, cost.wall(), cost.cpu());
  }
}
