package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code x} or {@code x_file}. No message contains a secret or the name of a file, because
 * users sometimes write the secret itself in place of the file name.
 */
final class SecretReader {
  private static final Logger log = LoggerFactory.getLogger(SecretReader.class);
  private static final Secret UNRESOLVED = new Secret("");
  private static final int MAX_SIZE = 65_536;
  private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

  /** Beside the config: from here the shipped unit takes the credentials of the service. */
  private static final String FOLDER = "credentials";

  /** Which secrets are read. */
  enum Mode {
    /** Each; what cannot be read is a problem. */
    ALL,
    /** As {@link #ALL}, but what this user may not read is noted and stays empty. */
    PERMITTED,
    /** None; each is empty. */
    NONE
  }

  private final ConfigInput input;
  private final Mode mode;

  /** Paths of the keys whose file this user may not read. */
  private final List<String> unchecked = new ArrayList<>();

  SecretReader(ConfigInput from, Mode mode) {
    this.input = from;
    this.mode = mode;
  }

  boolean resolves() {
    return mode != Mode.NONE;
  }

  /** Paths of the keys whose file this user may not read, with {@link Mode#PERMITTED}. */
  List<String> unchecked() {
    return unchecked;
  }

  /** A secret that is read elsewhere. */
  void add(Secret secret) {
    input.scrubber().add(secret);
  }

  /** The user of this password: both are hidden together, too. */
  void addLogin(String user, Secret password) {
    input.scrubber().addLogin(user, password);
  }

  /** Null if it is missing or invalid; that is reported. */
  @Nullable Secret readOne(ConfigMapping block, String key, BiConsumer<ConfigValue, String> check) {
    return readSeveral(block, key, 1, check).stream().findFirst().orElse(null);
  }

  /** A single secret, or a list with at most this many. */
  List<Secret> readSeveral(
      ConfigMapping block, String key, int most, BiConsumer<ConfigValue, String> check) {
    return read(
        block,
        key,
        (value, filed) ->
            most == 1 || !value.isList()
                ? List.of(read(value, filed, check))
                : each(value, most, item -> read(item, filed, check)));
  }

  /** A list with at most this many addresses, which are secret only if they contain a password. */
  List<Secret> readAddresses(
      ConfigMapping block, String key, int most, BiConsumer<ConfigValue, String> check) {
    return read(
        block,
        key,
        (value, filed) ->
            each(
                value, most, item -> read(item, filed || !item.raw().contains("@"), filed, check)));
  }

  /**
   * One address, which is secret only if it contains a password. Null if it is missing or invalid;
   * that is reported.
   */
  @Nullable Secret readAddress(
      ConfigMapping block, String key, BiConsumer<ConfigValue, String> check) {
    return read(
            block,
            key,
            (value, filed) ->
                List.of(read(value, filed || !value.raw().contains("@"), filed, check)))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /**
   * One value of a key that is known already.
   *
   * @param filed whether the value names a file
   */
  Secret value(ConfigValue value, boolean filed, BiConsumer<ConfigValue, String> check) {
    return read(value, filed, check);
  }

  private List<Secret> read(
      ConfigMapping block, String key, BiFunction<ConfigValue, Boolean, List<Secret>> read) {
    var file = key + "_file";
    if (block.hasBoth(key, file)) {
      block.addProblem(file, "cannot be combined with " + key);
      return List.of();
    }
    if (!block.has(key) && !block.has(file)) {
      block.addProblem(key, "is missing: give " + key + " or " + file);
      return List.of();
    }
    boolean filed = block.has(file);
    return block.get(filed ? file : key, List.of(), value -> read.apply(value, filed));
  }

  private static List<Secret> each(
      ConfigValue value, int most, Function<ConfigValue, Secret> read) {
    int count = value.items().size();
    if (count < 1 || count > most) {
      throw value.problem("must have 1 to " + most + ", has " + count);
    }
    return value.mapItems(read);
  }

  private Secret read(ConfigValue value, boolean filed, BiConsumer<ConfigValue, String> check) {
    return read(value, filed, filed, check);
  }

  /**
   * @param open whether the value is not secret
   */
  private Secret read(
      ConfigValue value, boolean open, boolean filed, BiConsumer<ConfigValue, String> check) {
    var raw = value.raw();
    if (mode == Mode.NONE) {
      return UNRESOLVED;
    }
    if (!open && VariableExpansion.containsNone(raw)) {
      value.recordInlineSecret();
    }
    if (filed && isUnchecked(value)) {
      return UNRESOLVED;
    }
    var text = checked(value, filed, check);
    return filed ? Secret.rereadable(text, () -> readAgain(value, check)) : new Secret(text);
  }

  private String checked(ConfigValue value, boolean filed, BiConsumer<ConfigValue, String> check) {
    var text = (filed ? readFile(value) : value.expanded()).replaceFirst("[\r\n]+$", "");
    if (text.isBlank()) {
      throw value.problem(filed ? emptyFile(value) : "is empty");
    }
    input.scrubber().add(new Secret(text));
    check.accept(value, text);
    return text;
  }

  /** Empty if the file cannot be read now or its content is not valid: the secret before stays. */
  private Optional<String> readAgain(ConfigValue value, BiConsumer<ConfigValue, String> check) {
    try {
      return Optional.of(checked(value, true, check));
    } catch (ConfigProblem e) {
      log.atWarn()
          .addKeyValue("problem", e.getMessage())
          .log("refused secret cannot be read again");
      return Optional.empty();
    }
  }

  private String readFile(ConfigValue value) {
    var path = locate(value);
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw value.problem("the file is larger than 64 kB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (AccessDeniedException e) {
      throw value.problem("the file cannot be read by this user: permission denied" + withSudo());
    } catch (IOException e) {
      throw value.problem(
          "the file cannot be read" + (Files.isDirectory(path) ? ": it is a folder" : ""));
    }
  }

  /** Beside the service, whose secrets are readable by root only. */
  private String withSudo() {
    return input.directory(CREDENTIALS).isEmpty() ? "; run this with sudo" : "";
  }

  /** Whether this user may not read the file, and needs not: it is noted then. */
  boolean isUnchecked(ConfigValue value) {
    if (mode != Mode.PERMITTED || isPermitted(locate(value))) {
      return false;
    }
    value.addUnchecked("not checked, run with sudo: this user may not read the file");
    unchecked.add(value.path());
    return true;
  }

  /** Opens the file, since only that asks for the permissions of all its folders. */
  private static boolean isPermitted(Path path) {
    try (var in = Files.newInputStream(path)) {
      return in != null;
    } catch (AccessDeniedException e) {
      return false;
    } catch (IOException e) {
      return true; // another problem, which is reported when it is read
    }
  }

  /**
   * The unit gives an empty credential for a file that is missing when it starts. The name is that
   * of an existing credential, so it is no secret.
   */
  private String emptyFile(ConfigValue value) {
    var name = value.text();
    boolean credential =
        !name.startsWith("/")
            && input
                .directory(CREDENTIALS)
                .filter(folder -> Files.exists(folder.resolve(name)))
                .isPresent();
    var folder = configFolder().findFirst();
    if (!credential || folder.isEmpty()) {
      return "the file is empty";
    }
    return "systemd gave an empty credential: write the secret to %s (mode 0600), which was missing or empty at the start, then run systemctl restart certvigil"
        .formatted(folder.get().resolve(FOLDER).resolve(name));
  }

  /** The path of the file that this value names; the file is not opened. */
  Path locateFile(ConfigValue value) {
    return resolves() ? locate(value) : Path.of(value.text());
  }

  private Path locate(ConfigValue value) {
    var name = value.text();
    if (name.startsWith("/")) {
      return firstExisting(value, name, List.of(Path.of("/")), "no such file");
    }
    var systemd = input.directory(CREDENTIALS);
    var beside = configFolder().toList();
    var folders =
        Stream.of(
                systemd.stream(),
                beside.stream(),
                // The service may not enter it.
                beside.stream().filter(_ -> systemd.isEmpty()).map(one -> one.resolve(FOLDER)))
            .flatMap(Function.identity())
            .toList();
    var where = String.join(" nor in ", folders.stream().map(Path::toString).toList());
    return firstExisting(
        value,
        name,
        folders,
        "no such file in "
            + where
            + (systemd.isEmpty() ? "; CREDENTIALS_DIRECTORY is not set" : ""));
  }

  private static Path firstExisting(
      ConfigValue value, String name, List<Path> folders, String none) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(path -> !Files.notExists(path))
        .findFirst()
        .orElseThrow(() -> value.problem(none));
  }

  private Stream<Path> configFolder() {
    return input.configFile().map(file -> file.toAbsolutePath().normalize().getParent()).stream();
  }

  /** Checks a token, which is sent unchanged in a header. */
  static void checkToken(ConfigValue value, String text) {
    if (text.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw value.problem("must be the token alone: leave out the word Bearer");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw value.problem("must be one word of printable ASCII characters");
    }
  }
}
