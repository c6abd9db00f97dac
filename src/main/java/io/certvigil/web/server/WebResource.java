package io.certvigil.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files in the jar that are served, such as the style sheet. */
public final class WebResource {
  private static final String FOLDER = "/io/certvigil/web/";

  private WebResource() {}

  /**
   * Reads one as UTF-8.
   *
   * @throws IllegalStateException if there is none of this name
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
