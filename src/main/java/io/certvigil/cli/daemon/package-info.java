/** Commands that run, reload or query the daemon. */
@NullMarked
package io.certvigil.cli.daemon;

import org.jspecify.annotations.NullMarked;
