/** The commands. Only this package prints, exits the process and reads the system clock. */
@NullMarked
package io.certvigil.cli;

import org.jspecify.annotations.NullMarked;
