package io.certvigil.cli;

import io.certvigil.app.Version;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cloudflare.http.Ticker;
import io.certvigil.redaction.Scrubber;
import io.certvigil.systemd.NativeCalls;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;

/** The context of a real process: its streams, environment, terminal and clocks. */
final class SystemContext {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int BUFFER = 65_536;
  private static final int USUAL_WIDTH = 80;

  private SystemContext() {}

  static CommandContext context(Version version) {
    var environment = System.getenv();
    int width = terminal(STDOUT) ? width(environment) : 0;
    var err = utf8(FileDescriptor.err, true);
    return new CommandContext(
        utf8(FileDescriptor.out, width > 0),
        err,
        environment,
        hostName(environment),
        width,
        terminal(STDERR),
        InstantSource.system(),
        version,
        question -> answer(err, question),
        Ticker.SYSTEM,
        new Scrubber());
  }

  private static Optional<String> answer(PrintStream err, String question) {
    if (!terminal(STDIN) || !terminal(STDERR)) {
      return Optional.empty();
    }
    err.print(question);
    err.flush();
    var line = new Scanner(System.in, StandardCharsets.UTF_8);
    return Optional.of(line.hasNextLine() ? line.nextLine() : "");
  }

  // Always UTF-8: under systemd there is no locale, and names may contain any character.
  private static PrintStream utf8(FileDescriptor descriptor, boolean flush) {
    var stream = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
    return new PrintStream(stream, flush, StandardCharsets.UTF_8);
  }

  /** Whether output was lost. A closed pipe does not count: its reader needs no more output. */
  static boolean lostOutput(PrintStream out) {
    return out.checkError() && !target(STDOUT).startsWith("pipe:");
  }

  private static boolean terminal(int descriptor) {
    var target = target(descriptor);
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  /** The target of a file descriptor; empty if the system does not provide it. */
  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static int width(Map<String, String> environment) {
    var columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(columns)
        : NativeCalls.terminalColumns().orElse(USUAL_WIDTH);
  }

  private static String hostName(Map<String, String> environment) {
    try {
      var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException e) {
      return environment.getOrDefault("HOSTNAME", ofNetwork());
    }
  }

  private static String ofNetwork() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
