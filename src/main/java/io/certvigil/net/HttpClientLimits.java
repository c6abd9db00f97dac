package io.certvigil.net;

import java.time.Duration;

/**
 * The limits of an HTTP client. An {@link AttemptWatchdog} limits the duration of a complete
 * attempt.
 *
 * @param connect timeout of waiting for a free connection, of connecting (at most five seconds),
 *     and of each read of the TLS handshake
 * @param read timeout of each read of a response
 * @param connections the maximum number of open connections
 * @param connectionLife how long a connection may be reused
 * @param headerLine the maximum length of a header line of a response, in characters
 * @param headers the maximum number of headers of a response
 */
public record HttpClientLimits(
    Duration connect,
    Duration read,
    int connections,
    Duration connectionLife,
    int headerLine,
    int headers) {}
