package io.certvigil.web.html;

import io.certvigil.model.PrintableText;
import io.certvigil.web.server.RequestUser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * What is asked of a page, or typed into its form.
 *
 * @param last the last part of the path, such as the key of a certificate
 * @param fields what was given, without what is empty
 * @param user who asks; empty where nobody knows, and then nothing may be changed
 */
public record PageRequest(String lastSegment, Map<String, String> fields, String user) {
  private static final int MAX_LENGTH = 500;

  public PageRequest {
    fields = new LinkedHashMap<>(fields);
  }

  /**
   * @throws InvalidForm where the query is not encoded as one
   */
  public static PageRequest of(Request request) {
    return decoded(request, Request::extractQueryParameters);
  }

  /**
   * Reads the body.
   *
   * @throws InvalidForm where it is no form
   */
  public static PageRequest ofForm(Request request) {
    return decoded(request, FormFields::getFields);
  }

  private static PageRequest decoded(Request request, Function<Request, Fields> how) {
    try {
      return of(request, how.apply(request));
    } catch (IllegalArgumentException | IllegalStateException | HttpException.RuntimeException e) {
      throw new InvalidForm("What was asked is not encoded as a browser would do it.", e);
    }
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
    return new PageRequest(last, fields, RequestUser.of(request).orElse(""));
  }

  /** One line: what is typed may be stored and told. */
  private static String singleLine(String text) {
    return PrintableText.truncated(PrintableText.line(text), MAX_LENGTH);
  }

  public boolean mayChange() {
    return !user.isEmpty();
  }

  /** What was given for this name; empty where nothing was. */
  public String text(String name) {
    return fields.getOrDefault(name, "");
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  public int number(String name, int most) {
    var text = text(name);
    return text.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(text), most) : 0;
  }

  /**
   * As a query: what was asked, with this value for this name; empty where nothing is left.
   *
   * @param value empty to leave the name out
   */
  public String with(String name, String value) {
    var changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    if (!value.isEmpty()) {
      changed.put(name, value);
    }
    return query(changed);
  }

  /** What was asked, but for this name. */
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
