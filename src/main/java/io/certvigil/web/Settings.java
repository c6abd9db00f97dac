package io.certvigil.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@code web} of the config.
 *
 * @param host an address or name to listen on
 * @param port 0 takes a free one
 * @param externalUrl where the pages are reached from outside; null where nobody said
 */
public record Settings(String host, int port, @Nullable URI externalUrl) {
  public static final Settings DEFAULTS = new Settings("127.0.0.1", 10365, null);
}
