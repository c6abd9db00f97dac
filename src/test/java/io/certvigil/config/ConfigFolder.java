package io.certvigil.config;

import io.certvigil.model.Source;
import io.certvigil.redaction.Scrubber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated machine in one folder: its files, its environment, and the sources that this version
 * reads.
 */
final class ConfigFolder {
  static final Set<Source> READABLE =
      Set.of(Source.CLIENT_CERTIFICATES, Source.ACCESS_CERTIFICATES, Source.GATEWAY_CERTIFICATES);

  private final Path path;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Path file;

  ConfigFolder(Path path) {
    this.path = path;
  }

  ConfigFolder env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ConfigFolder file(String name, String content) {
    try {
      Files.createDirectories(path.resolve(name).toAbsolutePath().getParent());
      Files.writeString(path.resolve(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A config given by {@code --config}. */
  ConfigFolder config(String content) {
    file = path.resolve("certvigil.yml");
    return file("certvigil.yml", content);
  }

  ConfigFolder configFile(Path file) {
    this.file = file;
    return this;
  }

  ConfigInput sources() {
    var etc = path.resolve("etc/certvigil.yml");
    return new ConfigInput(
        file,
        environment,
        "host-1",
        etc,
        path.resolve("var"),
        READABLE,
        ConfigFolder::gap,
        "9.9.9",
        new Scrubber());
  }

  Config load() {
    return Config.load(sources());
  }

  List<String> warnings() {
    return relative(load().warnings());
  }

  /** The problems without the path of the folder. */
  List<String> problems() {
    try {
      load();
      return List.of();
    } catch (ConfigException e) {
      return relative(e.problems());
    }
  }

  private List<String> relative(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace(path + "/", "").replace(path.toString(), "FOLDER"))
        .toList();
  }

  private static Duration gap(String cron) {
    if (cron.split(" ", -1).length < 6) {
      throw new IllegalArgumentException("Unexpected end of expression.");
    }
    return Duration.ofMinutes(10);
  }
}
