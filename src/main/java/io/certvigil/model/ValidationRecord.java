package io.certvigil.model;

import java.util.Locale;

/**
 * What must be placed so that a domain is validated. All texts are untrusted, printable and of
 * bounded length.
 *
 * @param type {@code txt}, {@code cname}, {@code http} or {@code email}
 * @param name the name of the DNS record, the URL of the file, or empty for a mail
 * @param value the content of the record or of the file, or the address of the mail
 */
public record ValidationRecord(String type, String name, String value) {
  /** For people: {@code TXT _acme-challenge.example.com "value"}. */
  public String described() {
    return switch (type) {
      case "http" -> "a file at %s with the content \"%s\"".formatted(name, value);
      case "email" -> "the confirmation in the mail to " + value;
      default -> "%s %s \"%s\"".formatted(type.toUpperCase(Locale.ROOT), name, value);
    };
  }
}
