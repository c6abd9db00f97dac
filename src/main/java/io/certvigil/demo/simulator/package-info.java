/** The simulated Cloudflare: an estate of certificates behind a real HTTP API. */
@NullMarked
package io.certvigil.demo.simulator;

import org.jspecify.annotations.NullMarked;
