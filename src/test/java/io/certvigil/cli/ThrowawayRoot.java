package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.app.CommandResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A copy of this machine's files that is thrown away: what commands write goes to memory, in a
 * mount namespace of their own. Processes that still run in it end with it. Needs root and overlay
 * file systems.
 */
final class ThrowawayRoot implements AutoCloseable {
  /**
   * Its first process: mounts, says so, and ends when its input does, also if this one is killed.
   */
  private static final String INIT =
      """
      set -e
      mount -t tmpfs -o mode=755 tmpfs "$1"
      mkdir "$1/up" "$1/work" "$1/root"
      mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root"
      mount -t proc proc "$1/root/proc"
      mount --rbind /dev "$1/root/dev"
      mount -t tmpfs -o mode=755 tmpfs "$1/root/run"
      mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
      mount --bind "$2" "$1/root/mnt"
      echo mounted
      cat >/dev/null
      """;

  private final Process holder;
  private final Path root;
  private final long init;

  private ThrowawayRoot(Process holder, Path root) {
    this.holder = holder;
    this.root = root;
    this.init = holder.children().findFirst().orElseThrow().pid();
  }

  /**
   * Makes the copy; {@code /mnt} in it is this checkout.
   *
   * @param folder empty, where it is mounted
   */
  static ThrowawayRoot mount(Path folder) throws IOException {
    var holder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--propagation",
                "private",
                "sh",
                "-c",
                INIT,
                "init",
                folder.toString(),
                Path.of("").toAbsolutePath().toString())
            .redirectErrorStream(true)
            .start();
    var said = firstLine(holder);
    if (!"mounted".equals(said)) {
      holder.destroyForcibly();
      throw new IOException("no copy of the root file system: " + said);
    }
    return new ThrowawayRoot(holder, folder.resolve("root"));
  }

  @SuppressWarnings("resource") // it is closed with the process
  private static String firstLine(Process holder) throws IOException {
    return String.valueOf(
        new BufferedReader(holder.inputReader(StandardCharsets.UTF_8)).readLine());
  }

  /**
   * Types a line into a new shell of this user.
   *
   * @param environment nothing else is set but {@code PATH}, {@code HOME} and {@code USER}
   */
  CommandResult type(String user, Map<String, String> environment, Path folder, String line)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("nsenter", "--target", "" + init, "--mount", "--pid", "chroot", "" + root));
    command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups"));
    command.addAll(List.of("env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of("sh", "-c", "cd " + folder + " && " + line));
    return CommandResult.of(new ProcessBuilder(command), "");
  }

  /** Prepares something as root; fails if it does not succeed. */
  void prepare(String line) throws IOException, InterruptedException {
    var result = type("root", Map.of("HOME", "/root"), Path.of("/"), line);
    assertThat(result.exit()).as("%s: %s%s", line, result.out(), result.err()).isZero();
  }

  @Override
  public void close() throws IOException {
    holder.getOutputStream().close();
    holder.onExit().join();
  }
}
