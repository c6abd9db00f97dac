/** The commands. The only room that prints, exits and reads the system clock. */
@NullMarked
package io.certvigil.cli;

import org.jspecify.annotations.NullMarked;
