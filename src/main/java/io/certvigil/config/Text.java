package io.certvigil.config;

import io.certvigil.config.Report.Wrong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of the file. */
final class Text {
  private static final int LARGEST = 1024 * 1024;

  private Text() {}

  /**
   * @throws ConfigException where it cannot be read, is no UTF-8 or larger than 1 MiB
   */
  static String of(Path file, Report report) {
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
      throw failed(report, "may not be read by this user");
    } catch (CharacterCodingException e) {
      throw failed(report, "is no UTF-8 text");
    } catch (IOException e) {
      throw failed(report, Files.isDirectory(file) ? "is a folder" : "cannot be read");
    }
  }

  private static RuntimeException failed(Report report, String what) {
    report.wrong(new Wrong(0, 0, "", what));
    report.throwIfWrong();
    return new IllegalStateException(what);
  }
}
