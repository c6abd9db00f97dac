/**
 * Reads complete lists from Cloudflare's API within the request budget, and reports every list that
 * is incomplete or unreadable.
 */
@NullMarked
package io.certvigil.cloudflare;

import org.jspecify.annotations.NullMarked;
