package io.certvigil.net;

import java.time.Duration;

/**
 * The limits of an HTTP client. A whole attempt is limited by an {@link AttemptWatchdog}.
 *
 * @param connect of waiting for a free connection, of connecting, and of each read of the TLS
 *     handshake
 * @param read of each read of an answer
 * @param connections open at the same time
 * @param connectionLife how long a connection is reused
 * @param headerLine the longest line of an answer's head, in characters
 * @param headers the most headers of an answer
 */
public record HttpClientLimits(
    Duration connect,
    Duration read,
    int connections,
    Duration connectionLife,
    int headerLine,
    int headers) {}
