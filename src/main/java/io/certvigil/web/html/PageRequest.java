package io.certvigil.web.html;

import io.certvigil.model.PrintableText;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.RequestParameters;
import io.certvigil.web.server.RequestUser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The request of a page: its query, or the fields of its form.
 *
 * @param lastSegment the last segment of the path, such as the key of a certificate
 * @param fields the values by name, without empty ones
 * @param user the authenticated user who may change something; empty if there is none
 */
public record PageRequest(String lastSegment, Map<String, String> fields, String user) {
  private static final int MAX_LENGTH = 500;

  public PageRequest {
    fields = new LinkedHashMap<>(fields);
  }

  /**
   * Reads the query.
   *
   * @throws BadRequest if the query is not correctly encoded
   */
  public static PageRequest of(Request request) {
    return of(request, RequestParameters.ofQuery(request));
  }

  /**
   * Reads the body.
   *
   * @throws BadRequest if it is not a form
   */
  public static PageRequest ofForm(Request request) {
    return of(request, RequestParameters.ofForm(request));
  }

  private static PageRequest of(Request request, Fields given) {
    var fields = new LinkedHashMap<String, String>();
    for (var field : given) {
      var value = singleLine(String.valueOf(field.getValue()));
      if (!value.isEmpty()) {
        fields.put(field.getName(), value);
      }
    }
    var path = Request.getPathInContext(request);
    var last = path.substring(path.lastIndexOf('/') + 1);
    return new PageRequest(last, fields, RequestUser.whoMayChange(request).orElse(""));
  }

  /** Makes a single line of it, since values may be stored and sent in notifications. */
  private static String singleLine(String text) {
    return PrintableText.truncated(PrintableText.line(text), MAX_LENGTH);
  }

  public boolean mayChange() {
    return !user.isEmpty();
  }

  /** The value of this name; empty if it was not given. */
  public String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The value of this name; null if it was not given. */
  public @Nullable String orNull(String name) {
    return fields.get(name);
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  public int number(String name, int most) {
    var text = text(name);
    return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), most) : 0;
  }

  /**
   * The query of this request with another value for this name; empty if no value is left.
   *
   * @param value empty to remove the name
   */
  public String with(String name, String value) {
    var changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    if (!value.isEmpty()) {
      changed.put(name, value);
    }
    return query(changed);
  }

  /** This request without this name. */
  public PageRequest without(String name) {
    var fewer = new LinkedHashMap<>(fields);
    fewer.remove(name);
    return new PageRequest(lastSegment, fewer, user);
  }

  public static String query(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&", fields.isEmpty() ? "" : "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
