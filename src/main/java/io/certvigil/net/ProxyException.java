package io.certvigil.net;

import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy is not reachable or opens no tunnel, so nothing was sent to the remote. The message is
 * for people: it names the proxy and what to do, and contains no secret.
 */
public final class ProxyException extends ConnectException {
  private static final long serialVersionUID = 1L;

  ProxyException(String message, @Nullable Throwable cause) {
    super(message);
    initCause(cause);
  }
}
