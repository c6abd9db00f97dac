/** Output of every command: tables, details, colours, logs, exit codes. */
@NullMarked
package io.certvigil.cli.terminal;

import org.jspecify.annotations.NullMarked;
