package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A small mounted file system, and a thread that fills it. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 16 << 10;

  private final Path folder;
  private final Path junk;
  private volatile boolean filling;
  private @Nullable Thread filler;

  private SmallDisk(Path folder) {
    this.folder = folder;
    junk = folder.resolve("junk");
  }

  static SmallDisk mounted(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var options = "size=" + mebibytes + "m,mode=1777";
    boolean done = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    Campaign.require(done, "permission to mount a file system: root, or sudo without a password");
    return new SmallDisk(folder);
  }

  /** Runs the command as the current user, otherwise with sudo if it needs no password. */
  private static boolean run(String... command) throws InterruptedException {
    var sudo = new ArrayList<>(List.of("sudo", "-n"));
    sudo.addAll(List.of(command));
    return succeeds(List.of(command)) || succeeds(sudo);
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // the program is not installed
    }
  }

  Path folder() {
    return folder;
  }

  /** Fills all free space, and again any space that becomes free, until {@link #free}. */
  void fill() {
    filling = true;
    filler = Thread.ofPlatform().daemon().start(this::fillUntilFreed);
  }

  private void fillUntilFreed() {
    var block = new byte[BLOCK];
    while (filling) {
      try {
        Files.write(junk, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        pause(); // the disk is full, as intended
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
  public void close() {
    try {
      free();
      assertThat(run("umount", "-l", folder.toString())).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
