package io.certvigil.config;

import io.certvigil.model.Source;
import io.certvigil.redaction.Scrubber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The input for loading a configuration: its origin and the capabilities of this program.
 *
 * @param file given by {@code --config}; null to look in the default places
 * @param environment the variables of the process
 * @param hostName the default of the installation name
 * @param defaultFile read if neither {@code --config} nor systemd names one; it may be missing
 * @param defaultStateFolder the folder of the database if systemd names none
 * @param readable the sources that this version reads
 * @param cron returns the longest gap between two times of a Quartz cron expression; throws {@link
 *     IllegalArgumentException} with the problem of an invalid one
 * @param version the version of this program, for messages
 * @param scrubber is told every secret that is read
 */
public record ConfigInput(
    @Nullable Path file,
    Map<String, String> environment,
    String hostName,
    Path defaultFile,
    Path defaultStateFolder,
    Set<Source> readable,
    Function<String, Duration> cron,
    String version,
    Scrubber scrubber) {
  private static final Path FILE = Path.of("/etc/certvigil/certvigil.yml");
  private static final Path STATE = Path.of("/var/lib/certvigil");
  private static final String NAME = "certvigil.yml";

  public ConfigInput {
    environment = Map.copyOf(environment);
    readable = Set.copyOf(readable);
  }

  /** As below, with a scrubber of its own. */
  public static ConfigInput of(
      @Nullable Path file, Map<String, String> environment, String hostName, String version) {
    return of(file, environment, hostName, version, new Scrubber());
  }

  /**
   * With the default places of a Linux system, all sources, and without support for cron
   * expressions.
   */
  public static ConfigInput of(
      @Nullable Path file,
      Map<String, String> environment,
      String hostName,
      String version,
      Scrubber scrubber) {
    var all = EnumSet.allOf(Source.class);
    return new ConfigInput(
        file, environment, hostName, FILE, STATE, all, ConfigInput::noCron, version, scrubber);
  }

  public ConfigInput with(Set<Source> readable, Function<String, Duration> cron) {
    return new ConfigInput(
        file,
        environment,
        hostName,
        defaultFile,
        defaultStateFolder,
        readable,
        cron,
        version,
        scrubber);
  }

  /** The file that is read; empty if there is none, so that only the environment counts. */
  public Optional<Path> configFile() {
    if (file != null) {
      return Optional.of(file);
    }
    return directory("CONFIGURATION_DIRECTORY")
        .map(folder -> folder.resolve(NAME))
        .filter(ConfigInput::mayExist)
        .or(() -> Optional.of(defaultFile).filter(ConfigInput::mayExist));
  }

  /** A folder that systemd names; the first one of several. */
  Optional<Path> directory(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(folders -> !folders.isBlank())
        .map(folders -> Path.of(folders.split(":", -1)[0]));
  }

  /** The database if the config names none. */
  Path defaultDatabase() {
    return directory("STATE_DIRECTORY").orElse(defaultStateFolder).resolve("certvigil.db");
  }

  /** The socket if the config names none: where systemd says, otherwise beside the database. */
  Path defaultSocket(Path database) {
    return directory("RUNTIME_DIRECTORY")
        .map(folder -> folder.resolve("certvigil.sock"))
        .orElse(socketBeside(database));
  }

  static Path socketBeside(Path database) {
    var name = String.valueOf(database.getFileName());
    var stem = name.endsWith(".db") ? name.substring(0, name.length() - 3) : name;
    return database.resolveSibling(stem + ".sock");
  }

  // A file that cannot be accessed counts as present: ignoring it would start with other settings.
  private static boolean mayExist(Path path) {
    return !Files.notExists(path);
  }

  private static Duration noCron(String expression) {
    throw new IllegalArgumentException("cron expressions are not supported here");
  }
}
