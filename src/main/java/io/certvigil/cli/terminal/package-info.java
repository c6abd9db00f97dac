/** What every command prints with: tables, details, colours, logs, exit codes. */
@NullMarked
package io.certvigil.cli.terminal;

import org.jspecify.annotations.NullMarked;
