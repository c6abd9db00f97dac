package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own, and somebody who fills it. */
final class Disk implements AutoCloseable {
  private static final int BLOCK = 16 << 10;

  private final Path folder;
  private final Path junk;
  private volatile boolean filling;
  private @Nullable Thread filler;

  private Disk(Path folder) {
    this.folder = folder;
    junk = folder.resolve("junk");
  }

  /** Needs the right to mount. Where it is missing the test is skipped, but never in CI. */
  static Disk mounted(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    boolean done = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder);
    if (!done && System.getenv("CI") == null) {
      Assumptions.abort("a file system cannot be mounted here: run as root");
    }
    assertThat(done).as("a tmpfs is mounted; in CI run as root").isTrue();
    return new Disk(folder);
  }

  private static boolean run(Object... command) throws IOException, InterruptedException {
    var words = List.of(command).stream().map(Object::toString).toList();
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  Path folder() {
    return folder;
  }

  /** Takes all that is free, and again what becomes free, until {@link #free}. */
  void fill() {
    filling = true;
    filler = Thread.ofPlatform().daemon().start(this::pour);
  }

  private void pour() {
    var block = new byte[BLOCK];
    while (filling) {
      try {
        Files.write(junk, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        pause(); // it is full: that is what we want
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void free() throws InterruptedException {
    filling = false;
    if (filler != null) {
      filler.join();
    }
    try {
      Files.deleteIfExists(junk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      free();
      assertThat(run("umount", "-l", folder)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
