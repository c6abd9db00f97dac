/** The HTTP server on loopback that the simulator and the receiver share. */
@NullMarked
package io.certvigil.demo.http;

import org.jspecify.annotations.NullMarked;
