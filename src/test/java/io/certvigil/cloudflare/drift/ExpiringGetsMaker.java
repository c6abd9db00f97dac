package io.certvigil.cloudflare.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the committed table of all GETs with something that ends, from Cloudflare's OpenAPI
 * document. To be run at the root of the checkout with a newer document; what {@link DriftGateTest}
 * then reports must be read by a source, or get a reason in {@code not-watched.tsv}.
 */
final class ExpiringGetsMaker {
  private ExpiringGetsMaker() {}

  /**
   * Replaces the table.
   *
   * @param arguments the document: a JSON file, which may be compressed with xz
   */
  public static void main(String[] arguments) throws IOException {
    var gets = OpenApiDocument.open(Path.of(arguments[0])).expiringGets();
    Files.writeString(DriftTables.EXPIRING_GETS, DriftTables.text(gets));
  }
}
