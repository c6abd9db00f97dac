/** Composes events into notifications and delivers them, each at least once, recognisably. */
@NullMarked
package io.certvigil.notify;

import org.jspecify.annotations.NullMarked;
