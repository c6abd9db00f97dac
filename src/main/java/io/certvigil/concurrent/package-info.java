/** Threads: what several rooms need to run their work on. */
@NullMarked
package io.certvigil.concurrent;

import org.jspecify.annotations.NullMarked;
