package io.certvigil.cli.terminal;

import io.certvigil.model.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that a command creates. An existing file is never changed. */
public record NewFile(String option, Path path) {
  private static final String OWNER_ONLY = "rw-------";
  private static final String ALL_MAY_READ = "rw-r--r--";

  /** Fails if a file with this name exists; to be called before anything else is done. */
  public void requireAbsent() {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
  }

  /** Writes the file, readable by its owner only; it is synced to the disk when this returns. */
  public void writeSecret(String text) {
    write(text, OWNER_ONLY);
  }

  /** Writes the file; it is synced to the disk when this returns. */
  public void write(String text) {
    write(text, ALL_MAY_READ);
  }

  private void write(String text, String permissions) {
    // The file is created with its permissions, so that others can never open it.
    var attributes =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(path, options, attributes)) {
      writeAll(channel, text);
      syncDirectory();
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage(name() + ": there is no such directory; create it first");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void writeAll(FileChannel channel, String text) throws IOException {
    try {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(path); // a partial file is useless and would block the next attempt
      throw e;
    }
  }

  /** A new name survives a crash only after its directory is synced. */
  private void syncDirectory() throws IOException {
    var directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private CommandFailure exists() {
    return CommandFailure.usage(
        name() + ": already exists and is never overwritten; give another name");
  }

  private CommandFailure unwritable(IOException e) {
    return CommandFailure.usage(
        name() + ": cannot be written (" + e.getClass().getSimpleName() + ")");
  }

  private String name() {
    return option + " " + PrintableText.of(path.toString());
  }

  @Override
  public String toString() {
    return PrintableText.of(path.toString());
  }
}
