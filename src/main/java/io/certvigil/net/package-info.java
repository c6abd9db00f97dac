/** Outbound connections: time limits, HTTP clients, and what the headers of an answer mean. */
@NullMarked
package io.certvigil.net;

import org.jspecify.annotations.NullMarked;
