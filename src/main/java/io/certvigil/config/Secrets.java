package io.certvigil.config;

import io.certvigil.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code x} or {@code x_file}. No message holds a secret, nor the name of a file: some write
 * the secret itself where its file should stand.
 */
final class Secrets {
  private static final Secret UNRESOLVED = new Secret("");
  private static final int LONGEST = 65_536;

  private final Sources from;
  private final boolean resolve;

  /**
   * @param resolve false for commands that need no secret: then none is looked for, and each is
   *     empty
   */
  Secrets(Sources from, boolean resolve) {
    this.from = from;
    this.resolve = resolve;
  }

  boolean resolved() {
    return resolve;
  }

  /** Null where it is missing or wrong; that is reported. */
  @Nullable Secret one(Block block, String key, BiConsumer<Value, String> check) {
    return several(block, key, 1, check).stream().findFirst().orElse(null);
  }

  /** A single one, or a list of at most so many. */
  List<Secret> several(Block block, String key, int most, BiConsumer<Value, String> check) {
    return read(
        block,
        key,
        (value, filed) ->
            most == 1 || !value.isList()
                ? List.of(read(value, filed, check))
                : each(value, most, item -> read(item, filed, check)));
  }

  /** A list of at most so many addresses, which are secret only where they carry a password. */
  List<Secret> addresses(Block block, String key, int most, BiConsumer<Value, String> check) {
    return read(
        block,
        key,
        (value, filed) ->
            each(
                value, most, item -> read(item, filed || !item.raw().contains("@"), filed, check)));
  }

  private List<Secret> read(
      Block block, String key, BiFunction<Value, Boolean, List<Secret>> read) {
    var file = key + "_file";
    if (block.hasBoth(key, file)) {
      block.wrong(file, "cannot stand beside " + key);
      return List.of();
    }
    if (!block.has(key) && !block.has(file)) {
      block.wrong(key, "is missing: give " + key + " or " + file);
      return List.of();
    }
    boolean filed = block.has(file);
    return block.get(filed ? file : key, List.of(), value -> read.apply(value, filed));
  }

  private static List<Secret> each(Value value, int most, Function<Value, Secret> read) {
    int count = value.items().size();
    if (count < 1 || count > most) {
      throw value.wrong("must hold from 1 to " + most + ", holds " + count);
    }
    return value.each(read);
  }

  private Secret read(Value value, boolean filed, BiConsumer<Value, String> check) {
    return read(value, filed, filed, check);
  }

  /**
   * @param open whether everybody may read what stands here
   */
  private Secret read(Value value, boolean open, boolean filed, BiConsumer<Value, String> check) {
    var raw = value.raw();
    if (!resolve) {
      return UNRESOLVED;
    }
    if (!open && Variables.none(raw)) {
      value.inlineSecret();
    }
    var text = (filed ? content(value) : value.expanded()).replaceFirst("[\r\n]+$", "");
    if (text.isBlank()) {
      throw value.wrong(filed ? "the file is empty" : "is empty");
    }
    check.accept(value, text);
    return new Secret(text);
  }

  private String content(Value value) {
    var path = find(value);
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw value.wrong("the file is larger than 64 kB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (AccessDeniedException e) {
      throw value.wrong("the file may not be read by this user");
    } catch (IOException e) {
      throw value.wrong("the file cannot be read" + (Files.isDirectory(path) ? ": a folder" : ""));
    }
  }

  /** Where a file that is named here is; it is not opened. */
  Path path(Value value) {
    return resolve ? find(value) : Path.of(value.text());
  }

  private Path find(Value value) {
    var name = value.text();
    if (name.startsWith("/")) {
      return existing(value, name, List.of(Path.of("/")), "no such file");
    }
    var folders =
        Stream.concat(from.directory("CREDENTIALS_DIRECTORY").stream(), beside()).toList();
    var where = String.join(" nor in ", folders.stream().map(Path::toString).toList());
    return existing(
        value,
        name,
        folders,
        "no such file in "
            + where
            + (from.directory("CREDENTIALS_DIRECTORY").isEmpty()
                ? "; CREDENTIALS_DIRECTORY is not set"
                : ""));
  }

  private static Path existing(Value value, String name, List<Path> folders, String none) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(path -> !Files.notExists(path))
        .findFirst()
        .orElseThrow(() -> value.wrong(none));
  }

  private Stream<Path> beside() {
    return from.found().map(file -> file.toAbsolutePath().normalize().getParent()).stream();
  }

  /** Goes into a header as it is. */
  static void checkToken(Value value, String text) {
    if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw value.wrong("must be one word of printable ASCII characters");
    }
  }
}
