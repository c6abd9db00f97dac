package io.certvigil.web.server;

import io.certvigil.store.view.StoredJson;
import java.util.LinkedHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** An error as JSON, as RFC 9457 defines it. */
public final class ProblemDetails {
  public static final String TYPE = "application/problem+json";

  private ProblemDetails() {}

  /**
   * Writes the document.
   *
   * @param parameter the invalid query parameter; null if the error is about something else
   */
  public static String json(int status, String detail, @Nullable String parameter) {
    var problem = new LinkedHashMap<String, Object>();
    problem.put("type", "about:blank");
    problem.put("title", HttpStatus.getMessage(status));
    problem.put("status", status);
    problem.put("detail", detail);
    if (parameter != null) {
      problem.put("parameter", parameter);
    }
    return StoredJson.write(problem) + "\n";
  }
}
