/** A simulated Cloudflare and a webhook receiver, both real HTTP servers on loopback. */
@NullMarked
package io.certvigil.demo;

import org.jspecify.annotations.NullMarked;
