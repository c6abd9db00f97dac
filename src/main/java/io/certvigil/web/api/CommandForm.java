package io.certvigil.web.api;

import io.certvigil.model.PrintableText;
import io.certvigil.web.server.RequestParameters;
import io.certvigil.web.server.SocketPeer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/** The form of a command that changes something. */
final class CommandForm {
  private static final int LONGEST = 1_000;
  private static final int LONGEST_AUTHOR = 100;

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final String author;

  CommandForm(Request request) {
    for (var field : RequestParameters.ofForm(request)) {
      fields.put(field.getName(), checked(field.getName(), field.getValue()));
    }
    var user = SocketPeer.of(request).map(SocketPeer::user).orElse("");
    author = fields.getOrDefault("author", user);
    if (author.isBlank() || author.length() > LONGEST_AUTHOR) {
      throw ApiProblem.parameter(
          "author", "author must have 1 to " + LONGEST_AUTHOR + " characters");
    }
  }

  private static String checked(String name, String value) {
    if (value.length() > LONGEST || !value.equals(PrintableText.of(value))) {
      throw ApiProblem.parameter(
          PrintableText.line(name, LONGEST_AUTHOR),
          "a field must be one line of at most " + LONGEST + " printable characters");
    }
    return value;
  }

  Map<String, String> fields() {
    return fields;
  }

  String author() {
    return author;
  }

  /** A field that must be given. */
  String text(String name) {
    var value = optional(name);
    if (value.isBlank()) {
      throw ApiProblem.parameter(name, name + " is missing");
    }
    return value;
  }

  /** Empty if it is not given. */
  String optional(String name) {
    return fields.getOrDefault(name, "");
  }

  long number(String name) {
    var text = text(name);
    if (!text.matches("[0-9]{1,18}")) {
      throw ApiProblem.parameter(name, name + " must be a number");
    }
    return Long.parseLong(text);
  }

  Instant moment(String name) {
    try {
      return RequestParameters.moment(text(name));
    } catch (DateTimeException e) {
      throw ApiProblem.parameter(name, name + " must be a time");
    }
  }

  /** What its fields describe together. */
  <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw ApiProblem.of(400, String.valueOf(e.getMessage()));
    }
  }
}
