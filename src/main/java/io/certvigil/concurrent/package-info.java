/** Threads that several packages use for their work. */
@NullMarked
package io.certvigil.concurrent;

import org.jspecify.annotations.NullMarked;
