/** Outbound connections: time limits, HTTP clients, and parsing of response headers. */
@NullMarked
package io.certvigil.net;

import org.jspecify.annotations.NullMarked;
