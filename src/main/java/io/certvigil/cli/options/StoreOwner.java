package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.systemd.NativeCalls;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * The user to whom a store belongs. A command of root continues as this user before it touches the
 * store: it then cannot leave files there that the service cannot open, and whatever the user has
 * put there leads root nowhere.
 *
 * @param folder of the store
 */
record StoreOwner(Path folder, String name, int uid, int gid) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** The line with the real and the effective user. */
  private static final String ROOT_STATUS = "Uid:\\s+[0-9]+\\s+0\\s.*";

  private static final int ROOT = 0;

  /** Without a privilege, for a folder that belongs to a user, but to the group of root. */
  private static final int NO_GROUP = 65_534;

  /** Whether this process runs as root; no longer after {@link #become}. */
  static boolean isRoot() {
    try {
      // Not the owner of /proc/self: that is root, too, once a process has changed its user.
      return Files.isReadable(STATUS)
          && Files.readAllLines(STATUS).stream().anyMatch(line -> line.matches(ROOT_STATUS));
    } catch (IOException e) {
      return false; // not on Linux
    }
  }

  /** The owner of the folder of this database; if that is root, the owner of the database. */
  static StoreOwner of(Path database) throws IOException {
    var folder = folderOf(database);
    var owned = uid(folder) == ROOT && isRegular(database) ? database : folder;
    int gid = (int) Files.getAttribute(owned, "unix:gid");
    return new StoreOwner(
        folder, Files.getOwner(owned).getName(), uid(owned), gid == ROOT ? NO_GROUP : gid);
  }

  static Path folderOf(Path database) {
    return database.toAbsolutePath().resolveSibling(".").normalize();
  }

  private static boolean isRegular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static int uid(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }

  boolean root() {
    return uid == ROOT;
  }

  /**
   * Continues as this user, in all threads and for good.
   *
   * @param command as it is typed
   */
  void become(String command) {
    var program = program();
    if (!readable(program)) {
      throw refusal(program + " cannot be read by " + name, command);
    }
    int errno = NativeCalls.become(uid, gid);
    if (errno != 0) {
      throw refusal("root cannot become " + name + " here (errno " + errno + ")", command);
    }
  }

  private CommandFailure refusal(String why, String command) {
    return new CommandFailure(
        ExitCode.STORE,
        "%s belongs to %s, and %s: run sudo -u %s %s"
            .formatted(folder, name, why, sudoName(), command));
  }

  /** A user without a name is given by number. */
  private String sudoName() {
    return name.equals(String.valueOf(uid)) ? "'#" + uid + "'" : name;
  }

  /** The program itself, whose other classes are loaded afterwards. */
  private static Path program() {
    try {
      var source = StoreOwner.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path is made of URIs", e);
    }
  }

  /** Whether this user may read a file and enter its folders, by their owner or as anybody. */
  private boolean readable(Path file) {
    for (var at = file.toAbsolutePath(); at != null; at = at.getParent()) {
      boolean entered = Files.isDirectory(at);
      if (!permits(
          at,
          entered ? PosixFilePermission.OWNER_EXECUTE : PosixFilePermission.OWNER_READ,
          entered ? PosixFilePermission.OTHERS_EXECUTE : PosixFilePermission.OTHERS_READ)) {
        return false;
      }
    }
    return true;
  }

  private boolean permits(Path at, PosixFilePermission owner, PosixFilePermission others) {
    try {
      return Files.getPosixFilePermissions(at).contains(uid(at) == uid ? owner : others);
    } catch (IOException e) {
      return false;
    }
  }
}
