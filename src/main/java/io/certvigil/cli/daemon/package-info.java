/** Commands that run, reload or ask the daemon. */
@NullMarked
package io.certvigil.cli.daemon;

import org.jspecify.annotations.NullMarked;
