/** What commands ask of a running daemon, at its Unix socket. */
@NullMarked
package io.certvigil.cli.socket;

import org.jspecify.annotations.NullMarked;
