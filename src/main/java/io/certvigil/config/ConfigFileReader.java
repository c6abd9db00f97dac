package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the text of the config file. */
final class ConfigFileReader {
  private static final int LARGEST = 1024 * 1024;

  private ConfigFileReader() {}

  /**
   * @throws ConfigException if it cannot be read, is not UTF-8 or is larger than 1 MiB
   */
  static String read(Path file, ConfigProblems report) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw failed(report, "is larger than 1 MiB");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw failed(report, "there is no such file");
    } catch (AccessDeniedException e) {
      throw failed(report, "cannot be read by this user: permission denied");
    } catch (CharacterCodingException e) {
      throw failed(report, "is not UTF-8 text");
    } catch (IOException e) {
      throw failed(report, Files.isDirectory(file) ? "is a folder" : "cannot be read");
    }
  }

  private static RuntimeException failed(ConfigProblems report, String what) {
    report.addProblem(new ConfigProblem(0, 0, "", what));
    report.throwIfAny();
    return new IllegalStateException(what);
  }
}
