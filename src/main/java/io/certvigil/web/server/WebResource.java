package io.certvigil.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the files of the jar that are served, such as the style sheet. */
public final class WebResource {
  private static final String FOLDER = "/io/certvigil/web/";

  private WebResource() {}

  /**
   * Reads a file as UTF-8.
   *
   * @throws IllegalStateException if the jar has no such file
   */
  public static String text(String name) {
    try (var in = WebResource.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("in the jar: " + name, e);
    }
  }
}
