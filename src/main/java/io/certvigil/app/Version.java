package io.certvigil.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this program.
 *
 * @param revision of the source, {@code unknown} if it was built outside its repository
 */
public record Version(String version, String revision) {
  /** As recorded by the build. */
  public static Version ofThisBuild() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("/certvigil-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        properties.getProperty("version", "unknown"),
        properties.getProperty("revision", "unknown"));
  }

  @Override
  public String toString() {
    return version + " (" + revision + ")";
  }
}
