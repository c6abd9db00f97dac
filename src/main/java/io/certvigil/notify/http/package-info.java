/** Sending over HTTP: one bounded attempt, and what a reply means for the delivery. */
@NullMarked
package io.certvigil.notify.http;

import org.jspecify.annotations.NullMarked;
